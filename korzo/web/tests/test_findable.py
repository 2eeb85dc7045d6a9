import xml.etree.ElementTree as ET

import pytest
from django.conf import settings

from korzo.community.models import Community
from korzo.discussions.actions import remove_post
from korzo.discussions.models import Space
from korzo.search.actions import rebuild
from korzo.shop.models import Product
from korzo.web.tests.scenes import make_product, make_topic, say
from korzo.web.views import findable
from tests.cast import Cast, signed_in

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def page(query: str) -> str:
    answer = signed_in(None).get("/search/", {"q": query})
    assert answer.status_code == 200
    return answer.content.decode()


def addresses(path: str) -> list[str]:
    answer = signed_in(None).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    return [one.text or "" for one in ET.fromstring(answer.content).iter(f"{NAMESPACE}loc")]


def test_an_empty_search_asks_what_for(town: Community) -> None:
    for query in ("", "   "):
        html = page(query)
        assert "autofocus" in html
        assert "Nothing found" not in html


def test_it_finds_talk_products_and_people(space: Space, cast: Cast) -> None:
    make_topic(space, cast.luka, title="Tea on the ridge at dawn")
    make_product("tea-kettle")
    rebuild()
    html = page("TEA")
    for words in ("<mark>Tea</mark> on the ridge at dawn", "/products/tea-kettle/", 'href="/members/tea/"'):
        assert words in html
    # Every word has to fit.
    html = page("tea dawn")
    assert ("on the ridge at" in html, "/products/tea-kettle/" in html) == (True, False)


@pytest.mark.parametrize(
    "query", ["xylophone", "%", "_____", "' OR 1=1 --", "\\", "<script>alert(1)</script>", "x" * 5000]
)
def test_it_finds_nothing_and_says_so(space: Space, cast: Cast, query: str) -> None:
    make_topic(space, cast.luka, title="Wet feet in October")
    html = page(query)
    assert "Nothing found" in html
    assert "<script>alert" not in html


def test_it_never_finds_by_mail_nor_what_is_hidden(space: Space, cast: Cast) -> None:
    topic = make_topic(space, cast.luka, title="Something about xylophones")
    assert topic.first_post is not None
    remove_post(topic.first_post, actor=cast.ivo, reason="Off topic.")
    make_product("xylophone-1", state=Product.State.DRAFT)
    for query in ("xylophones", "xylophone", "tea@example.com", "@example.com"):
        assert "Nothing found" in page(query)


def test_robots_are_told_what_to_leave(db: None) -> None:
    answer = signed_in(None).get("/robots.txt")
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    for path in ("/accounts/", "/members/settings/", "/me/", "/staff/", "/search/", "/notices/"):
        assert f"Disallow: {path}" in lines
    assert f"Sitemap: {settings.KORZO_URL}/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_the_map_lists_what_everybody_may_read(space: Space, cast: Cast) -> None:
    topic = make_topic(space, cast.tea, title="Boots & <b>braces</b> in ગુજરાત")
    gone = make_topic(space, cast.tea, title="Taken away at once")
    assert gone.first_post is not None
    remove_post(gone.first_post, actor=cast.ivo, reason="Off topic.")
    say(make_product("ridge-3"), cast.tea)
    make_product("secret-4", state=Product.State.DRAFT)
    parts = addresses("/sitemap.xml")
    assert parts == [f"{settings.KORZO_URL}/sitemap-{section}-1.xml" for section in ("topics", "products")]
    assert addresses("/sitemap-topics-1.xml") == [settings.KORZO_URL + topic.get_absolute_url()]
    assert addresses("/sitemap-products-1.xml") == [f"{settings.KORZO_URL}/products/ridge-3/"]
    for address in [*addresses("/sitemap-topics-1.xml"), *addresses("/sitemap-products-1.xml")]:
        assert signed_in(None).get(address.removeprefix(settings.KORZO_URL)).status_code == 200


def test_an_empty_house_has_an_empty_map(town: Community) -> None:
    assert addresses("/sitemap.xml") == []


@pytest.mark.parametrize("part", ["topics-1", "topics-2", "products-0", "members-1", "topics-99999999999"])
def test_a_part_that_is_not_there(town: Community, part: str) -> None:
    assert signed_in(None).get(f"/sitemap-{part}.xml").status_code == 404


def test_a_large_map_is_parted(space: Space, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findable, "ADDRESSES_ON_PAGE", 2)
    topics = [make_topic(space, cast.tea) for _ in range(5)]
    assert len(addresses("/sitemap.xml")) == 3
    found = [address for part in (1, 2, 3) for address in addresses(f"/sitemap-topics-{part}.xml")]
    assert found == [settings.KORZO_URL + topic.get_absolute_url() for topic in topics]
