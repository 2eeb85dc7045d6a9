"""Feeds hold to RFC 4287, and to what everybody may read."""

from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings

from korzo.discussions.actions import Written, edit_post, remove_post, start_topic
from korzo.discussions.models import Space, Tag, Topic
from korzo.discussions.tests.talk import held_reply, make_picture, make_reply, make_space, make_topic
from korzo.kit.atom import ENTRIES_MAX, alone
from tests.cast import Cast, signed_in
from tests.linked_data import links

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(path: str) -> ET.Element:
    answer = signed_in(None).get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8"), path
    root = ET.fromstring(answer.content)
    check(root)
    return root


def check(root: ET.Element) -> None:
    """Section 4.1.1 and 4.1.2 of the RFC, as far as feeds like ours are concerned."""
    assert root.tag == f"{ATOM}feed"
    check_common(root)
    (self_link,) = [one for one in root.findall(f"{ATOM}link") if one.get("rel") == "self"]
    assert self_link.get("href") == text(root, "id")
    entries = root.findall(f"{ATOM}entry")
    ids = [text(one, "id") for one in entries]
    assert len(set(ids)) == len(ids) <= ENTRIES_MAX
    for one in entries:
        check_common(one)
        assert len(one.findall(f"{ATOM}author/{ATOM}name")) == 1
        assert datetime.fromisoformat(text(one, "published")) <= datetime.fromisoformat(text(one, "updated"))
        (content,) = one.findall(f"{ATOM}content")
        assert content.get("type") == "html"
    updated = [text(one, "updated") for one in entries]
    assert not updated or text(root, "updated") == max(updated)


def check_common(element: ET.Element) -> None:
    for name in ("id", "title", "updated"):
        assert len(element.findall(f"{ATOM}{name}")) == 1, name
    assert text(element, "title").strip()
    assert datetime.fromisoformat(text(element, "updated")).tzinfo is not None
    alternates = [one for one in element.findall(f"{ATOM}link") if one.get("rel") == "alternate"]
    assert len(alternates) == 1
    for address in (text(element, "id"), alternates[0].get("href", "")):
        assert urlsplit(address).scheme in {"http", "https"}
        assert address.startswith(settings.KORZO_URL)


def text(element: ET.Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    assert found is not None
    return found.text or ""


def titles(path: str) -> list[str]:
    return [text(one, "title") for one in feed(path).findall(f"{ATOM}entry")]


def contents(path: str) -> str:
    return "\n".join(text(one, "content") for one in feed(path).findall(f"{ATOM}entry"))


def paths_of(space: Space, topic: Topic) -> list[str]:
    assert topic.author is not None
    return [
        "/talk/feed.atom",
        f"{space.get_absolute_url()}feed.atom",
        f"{Tag.objects.get(slug='wax').get_absolute_url()}feed.atom",
        f"/talk/t/{topic.pk}/feed.atom",
        f"{topic.author.get_absolute_url()}feed.atom",
    ]


@pytest.fixture
def waxed(space: Space, town: Cast) -> Topic:
    written = Written("Rain & <b>mud</b>, see /talk/.", picture_ids=[make_picture(town.tea, 'A "wet" boot').pk])
    return start_topic(
        space, actor=town.tea, title="Boots & <b>braces</b> in ગુજરાત", written=written, tags=["Wax"], backfilled=True
    )


def test_each_place_has_one_with_all_words(space: Space, waxed: Topic, town: Cast) -> None:
    make_reply(waxed, town.luka, "Wool, and nothing else.")
    for path in paths_of(space, waxed):
        assert waxed.title in titles(path), path
        assert "Rain &amp; &lt;b&gt;mud" in contents(path), path
        assert f'src="{settings.KORZO_URL}/media/pictures/' in contents(path)
        assert 'alt="A &quot;wet&quot; boot"' in contents(path)
    assert titles(f"/talk/t/{waxed.pk}/feed.atom") == [f"{waxed.title} #2", waxed.title]
    assert "nothing else" in contents("/members/luka/feed.atom")


def test_links_are_whole_and_nothing_needs_our_scripts() -> None:
    html = (
        '<p dir="auto"><a href="/talk/" class="x" onclick="y()">here</a> <a href="https://example.org/">there</a></p>'
        '<korzo-embed><button hidden>Play</button></korzo-embed><svg><use href="#i"/></svg><script>z()</script>'
        '<img src="/media/a.webp" srcset="/b 2x"><img src="data:image/png;base64,AA">'
    )
    assert alone(html) == (
        f'<p><a href="{settings.KORZO_URL}/talk/" rel="nofollow ugc noopener">here</a> '
        '<a href="https://example.org/" rel="nofollow ugc noopener">there</a></p>'
        f'<img src="{settings.KORZO_URL}/media/a.webp"><img>'
    )


@pytest.mark.parametrize("hidden", ["removed", "held", "closed", "planned"])
def test_what_is_not_for_everybody_is_in_none(space: Space, waxed: Topic, town: Cast, hidden: str) -> None:
    secret = "Buy these cheap watches."
    if hidden == "removed":
        remove_post(make_reply(waxed, town.tea, secret), actor=town.ivo, reason="Off topic.")
    elif hidden == "held":
        held_reply(waxed, town.tea)
    elif hidden == "closed":
        inner = make_topic(make_space(town, "Inner circle", read="role:member"), town.tea, title=secret)
        make_reply(inner, town.tea, secret)
    else:
        topic = make_topic(space, town.tea, title=secret)
        assert topic.first_post
        remove_post(topic.first_post, actor=town.ivo, reason="Off topic.")
    for path in paths_of(space, waxed):
        for person in (None, town.tea, town.ivo):
            answer = signed_in(person).get(path)
            assert answer.status_code == 200
            assert "cheap watches" not in answer.text, path


def test_private_feeds_are_not_offered(town: Cast) -> None:
    inner = make_space(town, "Inner circle", read="role:member")
    topic = make_topic(inner, town.tea)
    for person in (None, town.tea, town.mira):
        client = signed_in(person)
        assert client.get(f"{inner.get_absolute_url()}feed.atom").status_code == 404
        assert client.get(f"/talk/t/{topic.pk}/feed.atom").status_code == 404
    assert links(signed_in(town.tea).get(topic.get_absolute_url()).text, "alternate") == []
    assert links(signed_in(town.tea).get(inner.get_absolute_url()).text, "alternate") == []


def test_an_id_stays_whatever_the_thing_is_called(space: Space, waxed: Topic, town: Cast) -> None:
    def ids() -> list[str]:
        return [text(one, "id") for one in feed("/talk/feed.atom").findall(f"{ATOM}entry")]

    before = ids()
    Topic.objects.filter(pk=waxed.pk).update(title="Another title", slug="another-title")
    assert waxed.first_post is not None
    edit_post(waxed.first_post, actor=town.mira, written=Written("Other words."), reason="Better words.")
    assert ids() == before
    assert signed_in(None).get(before[0].removeprefix(settings.KORZO_URL)).status_code == 302


def test_an_empty_feed_is_one_too(space: Space, town: Cast) -> None:
    assert titles("/talk/feed.atom") == []
    assert titles(f"{space.get_absolute_url()}feed.atom") == []
    assert titles("/members/tea/feed.atom") == []


def test_it_holds_the_newest_and_no_more(space: Space, town: Cast) -> None:
    topics = [make_topic(space, town.tea, title=f"Wet feet on day {n}") for n in range(ENTRIES_MAX + 3)]
    assert titles("/talk/feed.atom") == [one.title for one in reversed(topics)][:ENTRIES_MAX]


def test_pages_name_their_feeds(space: Space, waxed: Topic) -> None:
    pages = [
        "/talk/", space.get_absolute_url(), "/tags/wax/", waxed.get_absolute_url(), "/members/tea/",
    ]  # fmt: skip
    named = [links(signed_in(None).get(page).text, "alternate")[0] for page in pages]
    assert [one["href"].removeprefix(settings.KORZO_URL) for one in named] == paths_of(space, waxed)
    assert {one["type"] for one in named} == {"application/atom+xml"}


@pytest.mark.parametrize("sign", ["\x08", "\ufffe", "\x1f"])
def test_signs_that_xml_has_no_place_for(space: Space, town: Cast, sign: str) -> None:
    topic = make_topic(space, town.tea)
    Topic.objects.filter(pk=topic.pk).update(title=f"Wet{sign} feet")
    assert titles("/talk/feed.atom") == ["Wet feet"]
