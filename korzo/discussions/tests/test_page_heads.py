"""Canonical addresses, what is not to be indexed, and what stands beside a shared link."""

import pytest
from django.conf import settings

from korzo.discussions.actions import Written, start_topic
from korzo.discussions.models import Space, Topic
from korzo.discussions.tests.talk import make_picture, make_reply, make_space, make_topic
from tests.cast import Cast, signed_in
from tests.linked_data import links, metas


def html_of(path: str) -> str:
    answer = signed_in(None).get(path)
    assert answer.status_code == 200
    return answer.text


def one_link(html: str, rel: str) -> str:
    found = links(html, rel)
    assert len(found) <= 1
    return found[0]["href"].removeprefix(settings.KORZO_URL) if found else ""


def is_indexed(html: str) -> bool:
    """Either a page names its address, or it asks not to be found; never both, never neither."""
    asks_not_to = "noindex" in metas(html).get("robots", "")
    assert asks_not_to == (not links(html, "canonical"))
    return not asks_not_to


def test_each_page_of_a_topic_stands_for_itself(space: Space, town: Cast) -> None:
    topic = make_topic(space, town.tea)
    for n in range(45):
        make_reply(topic, town.luka, f"Reply number {n}.")
    url = topic.get_absolute_url()
    pages = {query: html_of(url + query) for query in ("", "?after=21", "?after=41", "?after=999", "?after=x")}
    assert [one_link(html, "canonical") for html in pages.values()] == [
        url, f"{url}?after=21", f"{url}?after=41", "", url,
    ]  # fmt: skip
    assert [one_link(html, "prev") for html in pages.values()][:3] == ["", url, f"{url}?after=21"]
    assert [one_link(html, "next") for html in pages.values()][:3] == [f"{url}?after=21", f"{url}?after=41", ""]
    assert [is_indexed(html) for html in pages.values()] == [True, True, True, False, True]
    # Whole addresses, as others have to write them.
    assert links(pages[""], "canonical")[0]["href"].startswith(settings.KORZO_URL)


def test_lists_are_indexed_as_people_usually_come_to_them(space: Space, town: Cast) -> None:
    url = space.get_absolute_url()
    assert not is_indexed(html_of(url))
    start_topic(space, actor=town.tea, title="Wet feet", written=Written("Rain."), tags=["Wax"], backfilled=True)
    assert is_indexed(html_of(url))
    assert is_indexed(html_of("/talk/"))
    assert is_indexed(html_of("/tags/wax/"))
    for thin in (f"{url}?show=newest", f"{url}?before=x", "/tags/wax/?before=x"):
        assert not is_indexed(html_of(thin)), thin
    # Where a visitor comes from changes nothing.
    assert is_indexed(html_of(f"{url}?utm_source=mail"))


def test_a_tag_without_topics_and_an_empty_house_are_thin(town: Cast, space: Space) -> None:
    closed = make_space(town, "Inner circle", read="role:member")
    start_topic(closed, actor=town.tea, title="Wet feet", written=Written("Rain."), tags=["Wax"], backfilled=True)
    assert not is_indexed(html_of("/tags/wax/"))


def test_a_shared_link_has_words_and_a_picture(space: Space, town: Cast) -> None:
    topic = make_topic(space, town.tea, title='Boots "new" & <wet>')
    found = metas(html_of(topic.get_absolute_url()))
    assert found["og:title"] == topic.title
    assert found["og:type"] == "article"
    assert found["og:url"] == settings.KORZO_URL + topic.get_absolute_url()
    assert found["og:description"] == found["description"] == topic.excerpt
    assert found["twitter:card"] == "summary_large_image"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image"].startswith(f"{settings.KORZO_URL}/talk/t/{topic.pk}/share.jpg?v=")
    assert found["og:image:alt"] == topic.title


def picture_of(topic: Topic) -> str:
    """Without the moment at which the community last changed its colours."""
    return metas(html_of(topic.get_absolute_url()))["og:image"].rpartition(".")[0]


def test_the_address_of_the_picture_changes_with_what_it_shows(space: Space, town: Cast) -> None:
    topic = make_topic(space, town.tea)
    first = picture_of(topic)
    make_reply(topic, town.luka)
    assert picture_of(topic) == first
    for n in range(4):
        make_reply(topic, town.luka, f"Reply {n}.")
    told_five = picture_of(topic)
    assert told_five != first
    Topic.objects.filter(pk=topic.pk).update(title="Dry feet")
    assert picture_of(topic) not in {first, told_five}


def test_members_links_are_marked(space: Space, town: Cast) -> None:
    body = '<p><a href="https://example.org/">there</a></p>'
    topic = start_topic(space, actor=town.tea, title="Look at this", written=Written(body, rich=True), backfilled=True)
    html = html_of(topic.get_absolute_url())
    tag = html[html.index('<a href="https://example.org/"') :].partition(">")[0]
    for word in ("ugc", "nofollow", "noopener"):
        assert word in tag


@pytest.mark.parametrize("language", ["fa", "uk"])
def test_what_is_told_keeps_its_words_in_every_language(space: Space, town: Cast, language: str) -> None:
    topic = make_topic(space, town.tea)
    client = signed_in(None)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    found = metas(client.get(topic.get_absolute_url()).text)
    assert found["og:title"] == topic.title
    # Dates for machines are the same for all.
    assert found["article:published_time"][:4] == str(topic.created_at.year)


def test_pictures_of_posts_are_known(space: Space, town: Cast) -> None:
    """The picture of a topic has an address of its own, and pictures in it are not shared by themselves."""
    written = Written("Rain.", picture_ids=[make_picture(town.tea).pk])
    topic = start_topic(space, actor=town.tea, title="Wet feet", written=written, backfilled=True)
    assert "/share.jpg?v=" in picture_of(topic)
