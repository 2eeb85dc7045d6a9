"""Members' text: cleaned once when it is saved, shown as it was stored.

The only place that may mark text as safe. Tags and attributes are a closed list; whatever else comes in is dropped
with its markup, never its words. The version is stored beside each text, so that a stricter cleaner can run again.
"""

import html as stdlib_html
import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3
import regex
from django.utils.safestring import SafeString, mark_safe

from korzo.kit import blocks
from korzo.kit.blocks import UNSEEN as UNSEEN  # noqa: PLC0414 (all that cleaning text knows is found here)
from korzo.kit.plain import from_plain

CLEANER_VERSION = 2

# Longer texts are refused by the forms; the cleaner itself must never be handed megabytes.
TEXT_LENGTH_MAX = 64 * 1024
# Nobody nests so deep, and the time that the last step takes grows with the square of the depth.
NESTING_MAX = 60

TAGS = {
    "p", "br", "strong", "em", "del", "blockquote", "ul", "ol", "li", "pre", "code", "a", "h2", "h3",
    "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto"}

# The editor writes <div> for paragraphs, <b>/<i> and <h1>; one spelling each is kept.
_RENAMED = {"div": "p", "b": "strong", "i": "em", "h1": "h2", "strike": "del", "s": "del"}
_BLOCKS = {"p", "blockquote", "ul", "ol", "pre", "h2", "h3", "table", "details", "figure"}
# What stands in them is no words.
_SILENT = {"script", "style", "template", "noscript", "noembed", "noframes", "iframe", "svg", "math"}
# Marks belong to the letters of many scripts: without them no name in Gujarati is found whole.
MENTION = regex.compile(r"(?<![\w\p{M}@/.])@([\w\p{M}][\w\p{M}.-]{1,30})")
_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")
_BLOCK_END = re.compile(r"</(?:p|li|blockquote|pre|h2|h3|tr|summary)>|<br\s*/?>")
_CELL_END = re.compile(r"</t[hd]>")
_WITH_DIRECTION = re.compile(r"<(p|ul|ol|blockquote|h2|h3|summary|th|td)( [^>]*)?>")
_ADDRESS = re.compile(r"(?:https?://[^\s]|mailto:|/(?![/\\]))", re.IGNORECASE)
_START = re.compile(r"[1-9]\d{0,5}")


@dataclass(frozen=True)
class CleanText:
    """A member's text, ready to be stored: `html` to show, `plain` to search, mail and quote."""

    html: str
    plain: str
    mentions: tuple[str, ...]
    version: int = CLEANER_VERSION


def clean(raw: str, *, rich: bool) -> CleanText:
    """Rich text comes from the editor as HTML; plain text from a bare textarea, see `kit.plain`."""
    text = UNSEEN.sub("", raw[:TEXT_LENGTH_MAX])
    cleaned = nh3.clean(
        _tidied(text) if rich else from_plain(text),
        tags=TAGS,
        attributes={"a": {"href"}, "figure": {"data-ref"}, "blockquote": {"data-ref"}, "ol": {"start"}, "*": set()},
        attribute_filter=_kept_attribute,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
        strip_comments=True,
    ).strip()
    plain = to_plain(cleaned)
    # Each block finds its own direction: a Persian reply may stand under an English one.
    shown = _WITH_DIRECTION.sub(r'<\1 dir="auto"\2>', cleaned)
    return CleanText(html=shown, plain=plain, mentions=tuple(dict.fromkeys(MENTION.findall(plain))))


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    """An address leads to a page of ours or plainly out; a place is one of those that we fill."""
    if name == "href":
        return value if _ADDRESS.match(value) else None
    if name == "data-ref":
        return value if blocks.REF.fullmatch(value) else None
    if name == "start":
        return value if _START.fullmatch(value) else None
    return value if (tag, name) == ("a", "rel") else None


def _tidied(text: str) -> str:
    """Python's parser takes half a minute over some texts of this length, so it is given none but well-formed ones."""
    one = _Tidier()
    one.feed(
        nh3.clean(
            text,
            tags=TAGS | _RENAMED.keys(),
            clean_content_tags=_SILENT,
            attributes={
                "a": {"href"}, "figure": {"data-ref", "data-trix-attachment"}, "blockquote": {"data-ref"},
                "ol": {"start"}, "*": set(),
            },
            link_rel=None,
        )
    )  # fmt: skip
    one.close()
    return "".join(one.made)


class _Tidier(HTMLParser):
    """One spelling of each thing, our own blocks in the place of attachments, a bounded depth.

    Nothing relies on this for safety: what it makes passes the cleaner that knows how browsers read.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self._open: list[str] = []
        # How many figures are open whose content is passed over: ours is in the attribute.
        self._passed = 0
        self._begins_pre = False
        # A block stood in the middle of a paragraph: what comes behind it is a paragraph again.
        self._goes_on = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begins_pre = tag == "pre"
        if self._passed:
            self._passed += tag == "figure"
            return
        given = {name: UNSEEN.sub("", value or "") for name, value in attrs}
        name = _RENAMED.get(tag, tag)
        if "data-trix-attachment" in given:
            self._end_paragraph()
            self.made.append(blocks.from_attachment(given["data-trix-attachment"]))
            self._passed = 1
        elif name == "br":
            self.made += [] if self._goes_on else ["<br>"]
        elif len(self._open) < NESTING_MAX and self._is_wanted(name, given):
            if name in _BLOCKS:
                self._end_paragraph()
            else:
                self._begin_paragraph()
            self._open.append(name)
            self.made.append(f"<{name}{self._attributes(name, given)}>")

    def handle_endtag(self, tag: str) -> None:
        if self._passed:
            self._passed -= tag == "figure"
            return
        name = _RENAMED.get(tag, tag)
        if name not in self._open:
            return
        while self._open.pop() != name:
            pass
        self._goes_on = False
        self.made.append(f"</{name}>")

    def handle_data(self, data: str) -> None:
        if self._passed:
            return
        # A browser passes over the first line end in a <pre>, and over another each time that the text is cleaned.
        words = UNSEEN.sub("", data.lstrip("\n") if self._begins_pre else data)
        self._begins_pre = False
        if words.strip():
            self._begin_paragraph()
        self.made.append(stdlib_html.escape(words, quote=False))

    def _end_paragraph(self) -> None:
        """The editor puts blocks into the middle of a line, with line ends around them that nobody typed."""
        if self._open != ["p"]:
            return
        while self.made and self.made[-1] == "<br>":
            self.made.pop()
        self._open.clear()
        self._goes_on = True
        if self.made[-1] == "<p>":
            self.made.pop()
        else:
            self.made.append("</p>")

    def _begin_paragraph(self) -> None:
        if self._goes_on and not self._open:
            self._open.append("p")
            self.made.append("<p>")
        self._goes_on = False

    def _is_wanted(self, name: str, given: dict[str, str]) -> bool:
        if name == "a":
            return bool(_ADDRESS.match(given.get("href", "").strip()))
        return name != "figure" or bool(blocks.REF.fullmatch(given.get("data-ref", "")))

    def _attributes(self, name: str, given: dict[str, str]) -> str:
        wanted = {"a": "href", "figure": "data-ref", "blockquote": "data-ref", "ol": "start"}.get(name)
        value = given.get(wanted, "").strip() if wanted else ""
        return f' {wanted}="{stdlib_html.escape(value)}"' if value else ""


def to_plain(cleaned: str) -> str:
    """The words alone, one line per block."""
    parted = _CELL_END.sub(" ", _BLOCK_END.sub("\n", cleaned))
    lines = stdlib_html.unescape(_TAG.sub("", parted)).split("\n")
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
