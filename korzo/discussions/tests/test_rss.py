"""Beside each Atom feed lies one in RSS 2.0 that says the same, by the rules of rssboard.org/rss-specification."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings

from korzo.discussions.actions import Written, start_topic
from korzo.discussions.models import Space, Tag, Topic
from korzo.discussions.tests.talk import make_picture, make_reply, make_space, make_topic
from korzo.kit.atom import ENTRIES_MAX
from tests.cast import Cast, signed_in
from tests.linked_data import links

ATOM, DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"
ONCE_IN_CHANNEL = ("title", "link", "description", "lastBuildDate", f"{ATOM}link")
ONCE_IN_ITEM = ("title", "link", "guid", "pubDate", "description", f"{DC}creator")


def feed(path: str) -> ET.Element:
    answer = signed_in(None).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/rss+xml; charset=utf-8"), path
    root = ET.fromstring(answer.content)
    check(root, path)
    return root


def check(root: ET.Element, path: str) -> None:
    assert (root.tag, root.attrib) == ("rss", {"version": "2.0"})
    (channel,) = root
    assert channel.tag == "channel"
    for name in ONCE_IN_CHANNEL:
        assert len(channel.findall(name)) == 1, name
    itself = channel.find(f"{ATOM}link")
    assert itself is not None
    assert itself.attrib == {"rel": "self", "type": "application/rss+xml", "href": f"{settings.KORZO_URL}{path}"}
    items = channel.findall("item")
    assert {one.tag for one in channel} <= {*ONCE_IN_CHANNEL, "language", "item"}
    guids = [text(one, "guid") for one in items]
    assert len(set(guids)) == len(guids) <= ENTRIES_MAX
    for one in items:
        for name in ONCE_IN_ITEM:
            assert len(one.findall(name)) == 1, name
        guid = one.find("guid")
        assert guid is not None
        assert guid.attrib == {"isPermaLink": "false"}
        assert {each.tag for each in one} <= {*ONCE_IN_ITEM, "category"}
        # An author of RSS is a mail address.
        assert one.find("author") is None
        assert moment(one, "pubDate") <= moment(channel, "lastBuildDate")
        assert urlsplit(text(one, "link")).scheme in {"http", "https"}
    for name in ("title", "link", "description"):
        assert text(channel, name).strip()
    assert text(channel, "link").startswith(settings.KORZO_URL)


def text(element: ET.Element, name: str) -> str:
    found = element.find(name)
    assert found is not None
    return found.text or ""


def moment(element: ET.Element, name: str) -> datetime:
    """As RFC 822 has it, with a zone."""
    assert text(element, name).endswith(" GMT")
    return parsedate_to_datetime(text(element, name))


@pytest.fixture
def waxed(space: Space, town: Cast) -> Topic:
    written = Written("Rain & <b>mud</b>, see /talk/.", picture_ids=[make_picture(town.tea, 'A "wet" boot').pk])
    return start_topic(
        space, actor=town.tea, title="Boots & <b>braces</b> in ગુજરાત", written=written, tags=["Wax"], backfilled=True
    )


def paths_of(space: Space, topic: Topic) -> list[str]:
    return [
        "/talk/feed.rss",
        f"{space.get_absolute_url()}feed.rss",
        f"{Tag.objects.get(slug='wax').get_absolute_url()}feed.rss",
        f"/talk/t/{topic.pk}/feed.rss",
        "/members/tea/feed.rss",
    ]


def test_each_place_has_one_that_says_what_atom_says(space: Space, waxed: Topic, town: Cast) -> None:
    make_reply(waxed, town.luka, "Wool, and nothing else.")
    for path in paths_of(space, waxed):
        items = feed(path).findall("channel/item")
        atom = ET.fromstring(signed_in(None).get(path.replace(".rss", ".atom")).content)
        entries = atom.findall(f"{ATOM}entry")
        assert [text(one, "title") for one in items] == [text(one, f"{ATOM}title") for one in entries]
        assert [text(one, "description") for one in items] == [text(one, f"{ATOM}content") for one in entries]
        assert [text(one, "guid") for one in items] == [text(one, f"{ATOM}id") for one in entries]
        assert waxed.title in [text(one, "title") for one in items]
        assert "Rain &amp; &lt;b&gt;mud" in "".join(text(one, "description") for one in items)


def test_an_empty_one_is_one_too(space: Space, town: Cast) -> None:
    assert feed("/talk/feed.rss").findall("channel/item") == []
    assert feed("/members/tea/feed.rss").findall("channel/item") == []


def test_private_ones_are_not_offered(town: Cast) -> None:
    inner = make_space(town, "Inner circle", read="role:member")
    topic = make_topic(inner, town.tea)
    for person in (None, town.tea, town.mira):
        assert signed_in(person).get(f"{inner.get_absolute_url()}feed.rss").status_code == 404
        assert signed_in(person).get(f"/talk/t/{topic.pk}/feed.rss").status_code == 404


def test_pages_name_both(space: Space, waxed: Topic) -> None:
    pages = ["/talk/", space.get_absolute_url(), "/tags/wax/", waxed.get_absolute_url(), "/members/tea/"]
    for page, path in zip(pages, paths_of(space, waxed), strict=True):
        named = links(signed_in(None).get(page).text, "alternate")
        assert [one["type"] for one in named] == ["application/atom+xml", "application/rss+xml"]
        assert named[1]["href"] == f"{settings.KORZO_URL}{path}"


@pytest.mark.parametrize("sign", ["\x08", "\ufffe", "\x1f"])
def test_signs_that_xml_has_no_place_for(space: Space, town: Cast, sign: str) -> None:
    topic = make_topic(space, town.tea)
    Topic.objects.filter(pk=topic.pk).update(title=f"Wet{sign} feet")
    assert [text(one, "title") for one in feed("/talk/feed.rss").findall("channel/item")] == ["Wet feet"]
