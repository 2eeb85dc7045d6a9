"""Feeds for feed readers, in the Atom format (RFC 4287)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import nh3

from korzo.kit.page_head import absolute
from korzo.kit.pictures import Photo

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
# As many as readers ask for between two visits; older ones stand in the archive of whoever subscribed.
ENTRIES_MAX = 20

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 has no place for.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What stands in a text alone: no classes, no buttons, nothing that needs our scripts.
_TAGS = {
    "p", "br", "strong", "em", "del", "blockquote", "ul", "ol", "li", "pre", "code", "a", "h2", "h3",
    "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "img",
}  # fmt: skip
_WITHOUT_CONTENT = {"button", "svg", "script", "style", "template"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "ol": {"start"}}


@dataclass(frozen=True)
class Entry:
    """`id` and `url` are paths of ours; the id stays the same whatever the thing is called later."""

    id: str
    url: str
    title: str
    html: str
    published_at: datetime
    changed_at: datetime
    author: str
    author_url: str = ""
    language: str = ""
    photos: tuple[Photo, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """`url` is the page of people, `address` that of the feed. `changed_at` holds while there are no entries."""

    address: str
    url: str
    title: str
    site: str
    entries: list[Entry]
    changed_at: datetime
    subtitle: str = ""
    language: str = ""


def rendered(feed: Feed) -> bytes:
    root = ET.Element("feed", {"xmlns": NAMESPACE} | ({_XML_LANG: feed.language} if feed.language else {}))
    _add(root, "id", absolute(feed.address))
    _add(root, "title", feed.title)
    if feed.subtitle:
        _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _moment(max((one.changed_at for one in feed.entries), default=feed.changed_at)))
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=absolute(feed.address))
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=absolute(feed.url))
    _add(ET.SubElement(root, "author"), "name", feed.site)
    for one in feed.entries:
        _add_entry(root, one)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}'.encode()


def _add_entry(root: ET.Element, one: Entry) -> None:
    entry = ET.SubElement(root, "entry", {_XML_LANG: one.language} if one.language else {})
    _add(entry, "id", absolute(one.id))
    _add(entry, "title", one.title)
    _add(entry, "published", _moment(one.published_at))
    _add(entry, "updated", _moment(one.changed_at))
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=absolute(one.url))
    author = ET.SubElement(entry, "author")
    _add(author, "name", one.author)
    if one.author_url:
        _add(author, "uri", absolute(one.author_url))
    for word in one.categories:
        ET.SubElement(entry, "category", term=fit_for_xml(word))
    _add(entry, "content", content_of(one), type="html")


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = fit_for_xml(text)


def fit_for_xml(text: str) -> str:
    return _NOT_XML.sub("", text)


def content_of(one: Entry) -> str:
    """Words and pictures, as HTML that stands by itself."""
    return alone(one.html) + _pictures(one.photos)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def alone(html: str) -> str:
    """A text of ours as it can stand in somebody else's page: the words, with whole addresses."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_WITHOUT_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_whole,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def _whole(_tag: str, name: str, value: str) -> str | None:
    if name == "src" and not value.startswith(("/", "http")):
        return None
    return absolute(value) if name in {"href", "src"} and not value.startswith("//") else value


def _pictures(photos: tuple[Photo, ...]) -> str:
    """Only those that are ready have an address that somebody else can ask for."""
    shown = [
        f'<img src="{absolute(one.url)}" alt="{_quoted(one.alt)}" width="{one.width:d}" height="{one.height:d}">'
        for one in photos
        if not one.url.startswith("data:")
    ]
    return "".join(f"<p>{one}</p>" for one in shown)


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
