"""A finished post as somebody would type it into a bare text field: the way back from `kit.plain.from_plain`."""

import html
import re
from collections.abc import Mapping

from korzo.kit.blocks import rows_of, words_of

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<[^>]+>")
_BLOCK = re.compile(r"<(p|ul|ol|blockquote|pre|h2|h3|table|details|figure)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_ITEM = re.compile(r"<li[^>]*>(.*?)</li>", re.DOTALL)
_STRONG = re.compile(r"<strong>(.*?)</strong>", re.DOTALL)
_SUMMARY = re.compile(r"<summary[^>]*>(.*?)</summary>", re.DOTALL)
_REF = re.compile(r'data-ref="([^"]*)"')


def as_typed(stored: str, addresses: Mapping[str, str] | None = None) -> str:
    """Only the editor's finer marks (italic, headings) are lost; a person without scripts cannot type them anyway.

    `addresses` are those of the places (`product:5`); a place without one is left out.
    """
    blocks = [_block(found[1], found[2], found[3], addresses or {}) for found in _BLOCK.finditer(stored)]
    return "\n\n".join(block for block in blocks if block) or _words(stored)


def _block(tag: str, attributes: str, inside: str, addresses: Mapping[str, str]) -> str:
    ref = _REF.search(attributes)
    if tag == "figure":
        return addresses.get(ref[1] if ref else "", "") or _words(inside)
    if tag in {"ul", "ol"}:
        return "\n".join(f"- {_words(item)}" for item in _ITEM.findall(inside))
    if tag == "blockquote":
        first = [f"> #{ref[1].removeprefix('quote:').replace(':', '.')}"] if ref else []
        words = words_of(inside) if ref else _words(inside)
        return "\n".join([*first, *(f"> {line}" for line in words.split("\n"))])
    if tag == "table":
        return "\n".join(f"| {' | '.join(row)} |" for row in rows_of(inside))
    if tag == "details":
        return _spoiler(inside)
    return f"```\n{html.unescape(_TAG.sub('', inside))}\n```" if tag == "pre" else _words(inside)


def _spoiler(inside: str) -> str:
    title = _SUMMARY.search(inside)
    words = words_of(_SUMMARY.sub("", inside)).split("\n")
    return "\n".join(f">! {line}" for line in [_words(title[1]) if title else "", *words])


def _words(inside: str) -> str:
    text = _LINK.sub(_link, _BREAK.sub("\n", inside))
    return html.unescape(_TAG.sub("", _STRONG.sub(r"**\1**", text))).strip()


def _link(found: re.Match[str]) -> str:
    address, words = found[1], _TAG.sub("", found[2])
    return words if words == address or words.startswith("@") else f"{words} {address}"
