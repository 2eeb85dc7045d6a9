"""A finished post as somebody would type it into a bare text field: the way back from `kit.html.from_plain`."""

import html
import re

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<[^>]+>")
_BLOCK = re.compile(r"<(p|ul|ol|blockquote|pre|h2|h3)\b[^>]*>(.*?)</\1>", re.DOTALL)
_ITEM = re.compile(r"<li[^>]*>(.*?)</li>", re.DOTALL)
_STRONG = re.compile(r"<strong>(.*?)</strong>", re.DOTALL)


def as_typed(stored: str) -> str:
    """Only the editor's finer marks (italic, headings) are lost; a person without scripts cannot type them anyway."""
    blocks = [_block(found[1], found[2]) for found in _BLOCK.finditer(stored)]
    return "\n\n".join(block for block in blocks if block) or _words(stored)


def _block(tag: str, inside: str) -> str:
    if tag in {"ul", "ol"}:
        return "\n".join(f"- {_words(item)}" for item in _ITEM.findall(inside))
    if tag == "blockquote":
        return "\n".join(f"> {line}" for line in _words(inside).split("\n"))
    return _words(inside)


def _words(inside: str) -> str:
    text = _LINK.sub(_link, _BREAK.sub("\n", inside))
    return html.unescape(_TAG.sub("", _STRONG.sub(r"**\1**", text))).strip()


def _link(found: re.Match[str]) -> str:
    address, words = found[1], _TAG.sub("", found[2])
    return words if words == address or words.startswith("@") else f"{words} {address}"
