"""What these pages tell search engines, and what they ask them to leave."""

import pytest
from django.conf import settings

from korzo.community.models import Community
from korzo.discussions.models import Space
from korzo.members.actions import describe_oneself
from korzo.web.tests.scenes import make_product, make_reply, make_topic, say
from tests.cast import Cast, signed_in
from tests.linked_data import check, graph, graphs, links, metas


def html_of(path: str) -> str:
    answer = signed_in(None).get(path)
    assert answer.status_code == 200
    return answer.text


def is_indexed(html: str) -> bool:
    asks_not_to = "noindex" in metas(html).get("robots", "")
    assert asks_not_to == (not links(html, "canonical"))
    return not asks_not_to


def test_a_person_who_wrote_something_can_be_found(space: Space, cast: Cast) -> None:
    assert not is_indexed(html_of("/members/tea/"))
    assert graphs(html_of("/members/tea/")) == []
    make_reply(make_topic(space, cast.tea), cast.tea)
    html = html_of("/members/tea/")
    assert is_indexed(html)
    page = graph(html, "ProfilePage")
    check(page)
    person = page["mainEntity"]
    assert (person["name"], person["url"]) == (cast.tea.name, settings.KORZO_URL + cast.tea.get_absolute_url())
    assert person["agentInteractionStatistic"]["userInteractionCount"] == 2
    assert metas(html)["og:type"] == "profile"
    for part in ("?part=topics", "?before=x"):
        assert not is_indexed(html_of(f"/members/tea/{part}"))


def test_a_product_is_one_page_however_it_is_looked_at(town: Community, cast: Cast) -> None:
    say(make_product("ridge-3", description_plain="Dry " * 100), cast.tea)
    for query in ("", "?sort=newest", "?stars=5", "?after=x"):
        html = html_of(f"/products/ridge-3/{query}")
        assert links(html, "canonical")[0]["href"] == f"{settings.KORZO_URL}/products/ridge-3/"
    check(graph(html, "BreadcrumbList"))
    assert [one["@type"] for one in graphs(html)] == ["Product", "BreadcrumbList"]
    assert len(metas(html)["description"]) < 200
    assert metas(html)["og:type"] == "product"


@pytest.mark.parametrize("path", ["/", "/products/"])
def test_lists_are_found_by_their_first_page(space: Space, town: Community, path: str) -> None:
    make_product()
    assert is_indexed(html_of(path))
    query = "?tab=reviews" if path == "/" else "?kind=Boots"
    assert not is_indexed(html_of(path + query))
    assert metas(html_of(path))["og:site_name"] == Community.objects.get().name


def test_the_search_is_not_to_be_found(town: Community) -> None:
    assert "noindex" in metas(html_of("/search/?q=mud"))["robots"]


def test_home_names_the_feed_of_all(town: Community) -> None:
    feeds = [one["href"] for one in links(html_of("/"), "alternate")]
    assert feeds == [f"{settings.KORZO_URL}/talk/feed.atom", f"{settings.KORZO_URL}/talk/feed.rss"]


def test_words_about_oneself_are_told_and_harmless(space: Space, cast: Cast) -> None:
    make_topic(space, cast.tea)
    describe_oneself(cast.tea, name=cast.tea.name, town="Nitra", bio='"><script>alert(1)</script>')
    html = html_of("/members/tea/")
    assert "<script>alert" not in html
    assert graph(html, "ProfilePage")["mainEntity"]["description"] == '"><script>alert(1)</script>'
