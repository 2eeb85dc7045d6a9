"""What a foreign page says about itself: a few words out of its head. Its markup is read and never kept."""

import codecs
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from korzo.kit.html import UNSEEN
from korzo.writing.models import CARD_TEXT_LENGTH_MAX, CARD_TITLE_LENGTH_MAX, NAME_LENGTH_MAX, URL_LENGTH_MAX

# The head of a page is at its beginning.
LOOKED_AT_BYTES_MAX = 512 * 1024
# A declaration stands in the first kilobyte, says the standard; many do not know it.
CHARSET_WITHIN_BYTES = 4096
TAGS_MAX = 400

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*\"?([\w-]{1,40})", re.IGNORECASE)
_META = re.compile(r"<meta\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,2000})", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What there is to show. Without a title there is no card."""

    title: str = ""
    text: str = ""
    site: str = ""
    author: str = ""
    picture_url: str = ""


def read_page(body: bytes, *, content_type: str, url: str) -> Told:
    """Of og:, then twitter:, then the plain title and description."""
    text = decoded(body[:LOOKED_AT_BYTES_MAX], content_type)
    meta = _meta_of(text)
    title = _TITLE.search(text)
    plain = title[1] if title else ""
    picture = _first(meta, "og:image:secure_url", "og:image", "twitter:image")
    return Told(
        title=_words(_first(meta, "og:title", "twitter:title") or plain, CARD_TITLE_LENGTH_MAX),
        text=_words(_first(meta, "og:description", "twitter:description", "description"), CARD_TEXT_LENGTH_MAX),
        site=_words(_first(meta, "og:site_name"), NAME_LENGTH_MAX) or host_of(url),
        picture_url=_joined(url, picture),
    )


def _first(meta: Mapping[str, str], *names: str) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def read_oembed(data: Any, *, url: str) -> Told:
    """`html` is in there, too; nobody looks at it."""
    if not isinstance(data, dict):
        return Told()
    text = {name: value for name, value in data.items() if isinstance(value, str)}
    return Told(
        title=_words(text.get("title", ""), CARD_TITLE_LENGTH_MAX),
        site=_words(text.get("provider_name", ""), NAME_LENGTH_MAX) or host_of(url),
        author=_words(text.get("author_name", ""), NAME_LENGTH_MAX),
        picture_url=_joined(url, text.get("thumbnail_url", "")),
    )


def decoded(body: bytes, content_type: str) -> str:
    """By what the header says, then by what the page says, else as most pages are. Broken signs never stop us."""
    declared = _HEADER_CHARSET.search(content_type)
    inside = _CHARSET.search(body[:CHARSET_WITHIN_BYTES])
    names = [declared[1]] if declared else []
    names += [inside[1].decode("ascii")] if inside else []
    for name in [*names, "utf-8"]:
        try:
            codec = codecs.lookup(name)
            # Some codecs of Python make bytes of bytes, or unpack them.
            if codec._is_text_encoding:
                return body.decode(codec.name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return body.decode("windows-1252", errors="replace")


def _meta_of(text: str) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for found, _place in zip(_META.finditer(text), range(TAGS_MAX), strict=False):
        given = {name.lower(): one or two or three for name, one, two, three in _ATTRIBUTE.findall(found[1])}
        name = (given.get("property") or given.get("name") or "").strip().lower()
        if name and given.get("content"):
            known.setdefault(name, given["content"])
    return known


def _words(text: str, length_max: int) -> str:
    line = " ".join(UNSEEN.sub("", html.unescape(html.unescape(text))).split())
    return line if len(line) <= length_max else line[: length_max - 1].rstrip() + "…"


def _joined(base: str, address: str) -> str:
    try:
        joined = urljoin(base, html.unescape(address).strip()) if address else ""
    except ValueError:
        return ""
    return joined if joined.startswith(("https://", "http://")) and len(joined) <= URL_LENGTH_MAX else ""


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")[:NAME_LENGTH_MAX]
    except ValueError:
        return ""
