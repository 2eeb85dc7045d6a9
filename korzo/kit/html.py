"""Members' text: cleaned once when it is saved, shown as it was stored.

The only place that may mark text as safe. Tags and attributes are a closed list; whatever else comes in is dropped
with its markup, never its words. The version is stored beside each text, so that a stricter cleaner can run again.
"""

import html as stdlib_html
import json
import re
from dataclasses import dataclass

import nh3
import regex
from django.utils.safestring import SafeString, mark_safe

CLEANER_VERSION = 1

# Longer texts are refused by the forms; the cleaner itself must never be handed megabytes.
TEXT_LENGTH_MAX = 40_000

TAGS = {"p", "br", "strong", "em", "del", "blockquote", "ul", "ol", "li", "pre", "code", "a", "h2", "h3"}
SCHEMES = {"http", "https", "mailto"}

# The editor writes <div> for paragraphs, <b>/<i> and <h1>; one spelling each is kept.
_RENAMED = {"div": "p", "b": "strong", "i": "em", "h1": "h2", "strike": "del", "s": "del"}
_OPEN_OR_CLOSE = re.compile(r"<(/?)(div|b|i|h1|strike|s)(?=[\s>/])", re.IGNORECASE)
_BIDI_CONTROLS = re.compile("[\u202a-\u202e]")
# Marks belong to the letters of many scripts: without them no name in Gujarati is found whole.
MENTION = regex.compile(r"(?<![\w\p{M}@/.])@([\w\p{M}][\w\p{M}.-]{1,30})")
_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")
_BLOCK_END = re.compile(r"</(?:p|li|blockquote|pre|h2|h3)>|<br\s*/?>")
_WITH_DIRECTION = re.compile(r"<(p|ul|ol|blockquote|h2|h3)>")


@dataclass(frozen=True)
class CleanText:
    """A member's text, ready to be stored: `html` to show, `plain` to search, mail and quote."""

    html: str
    plain: str
    mentions: tuple[str, ...]
    version: int = CLEANER_VERSION


def clean(raw: str, *, rich: bool) -> CleanText:
    """Rich text comes from the editor as HTML; plain text from a bare textarea, paragraphs parted by blank lines."""
    text = _BIDI_CONTROLS.sub("", raw[:TEXT_LENGTH_MAX].replace("\x00", ""))
    source = _OPEN_OR_CLOSE.sub(_renamed, text) if rich else from_plain(text)
    cleaned = nh3.clean(
        source,
        tags=TAGS,
        attributes={"a": {"href"}, "*": set()},
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
        strip_comments=True,
    ).strip()
    plain = to_plain(cleaned)
    # Each block finds its own direction: a Persian reply may stand under an English one.
    shown = _WITH_DIRECTION.sub(r'<\1 dir="auto">', cleaned)
    return CleanText(html=shown, plain=plain, mentions=tuple(dict.fromkeys(MENTION.findall(plain))))


def _renamed(match: re.Match[str]) -> str:
    return f"<{match.group(1)}{_RENAMED[match.group(2).lower()]}"


def from_plain(text: str) -> str:
    """Paragraphs, lists (`- `), quotes (`> `) and **bold** of a text that somebody typed without the editor."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "".join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> str:
    lines = [line.strip() for line in block.split("\n")]
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    if all(line.startswith(">") for line in lines):
        return f"<blockquote>{'<br>'.join(_inline(line[1:].strip()) for line in lines)}</blockquote>"
    if any(line.startswith("- ") for line in lines):
        first = next(number for number, line in enumerate(lines) if line.startswith("- "))
        return _block("\n".join(lines[:first])) + _block_list(lines[first:])
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _block_list(lines: list[str]) -> str:
    items = [line for line in lines if line.startswith("- ")]
    rest = [line for line in lines if not line.startswith("- ")]
    tail = f"<p>{'<br>'.join(_inline(line) for line in rest)}</p>" if rest else ""
    return _block("\n".join(items)) + tail


_LINK = re.compile(r"(https?://[^\s<>\"]{3,500}[^\s<>\".,;:!?)])")
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")


def _inline(text: str) -> str:
    escaped = stdlib_html.escape(text, quote=False)
    linked = _LINK.sub(r'<a href="\1">\1</a>', escaped)
    return _BOLD.sub(r"<strong>\1</strong>", linked)


def to_plain(cleaned: str) -> str:
    """The words alone, one line per block."""
    lines = stdlib_html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", cleaned))).split("\n")
    return "\n".join(line for line in (_SPACE.sub(" ", line).strip() for line in lines) if line)


def excerpt(plain: str, length: int = 180) -> str:
    """The beginning of a text on one line, cut between words."""
    line = _SPACE.sub(" ", plain[: length * 4]).strip()
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(",.;:–-") + "…"


def stored(html: str) -> SafeString:
    """A text that `clean` made, on its way into a page."""
    return mark_safe(html)


_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def json_for_page(data: object) -> SafeString:
    """Data for machines inside a page: nothing in it can end the element it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_IN_SCRIPT))
