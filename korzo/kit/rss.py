"""The same feeds for readers that know no Atom: RSS 2.0, with the few words of others that its own profile advises."""

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from korzo.kit.atom import NAMESPACE as ATOM
from korzo.kit.atom import Entry, Feed, content_of, fit_for_xml
from korzo.kit.page_head import absolute

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
# An author of RSS itself is a mail address, and those are never shown.
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


def rendered(feed: Feed) -> bytes:
    root = ET.Element("rss", {"version": "2.0", "xmlns:atom": ATOM, "xmlns:dc": DUBLIN_CORE})
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", absolute(feed.url))
    # It may not be empty.
    _add(channel, "description", feed.subtitle or feed.title)
    if feed.language:
        _add(channel, "language", feed.language)
    changed_at = max((one.changed_at for one in feed.entries), default=feed.changed_at)
    _add(channel, "lastBuildDate", _moment(changed_at))
    ET.SubElement(channel, "atom:link", rel="self", type="application/rss+xml", href=absolute(feed.address))
    for one in feed.entries:
        _add_item(channel, one)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}'.encode()


def _add_item(channel: ET.Element, one: Entry) -> None:
    item = ET.SubElement(channel, "item")
    _add(item, "title", one.title)
    _add(item, "link", absolute(one.url))
    _add(item, "guid", absolute(one.id), isPermaLink="false")
    _add(item, "pubDate", _moment(one.published_at))
    _add(item, "dc:creator", one.author)
    for word in one.categories:
        _add(item, "category", word)
    _add(item, "description", content_of(one))


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = fit_for_xml(text)


def _moment(at: datetime) -> str:
    """As RFC 822 writes it, with four digits of the year."""
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)
