"""Texts of phpBB, of all its versions, as HTML for our own cleaner.

Up to 3.1 the marks carry a few letters of their own, `[b:3kd92a]…[/b:3kd92a]`, and smilies are comments in HTML. From
3.2 on the text is XML: `<t>` plain, `<r>` with elements named like the marks, whose signs stand in `<s>` and `<e>`.
The XML is never parsed as such: its tags are a closed list of their own, and whatever else stands there is words.
"""

import re
from html import escape, unescape

# Letters of their own behind a mark, where the row did not tell which they are: a port is digits alone.
_UID = r"(?::(?=[0-9]*[a-z])[a-z0-9]{4,8})?"
# `[/list:o]`, `[/*:m]`: what sort of a list ends.
_SORT = r"(?::[mou])?"
_TAG = re.compile(rf"\[(/?)([a-z*]{{1,12}})((?:=[^\]\n]{{0,500}}?)?){_SORT}{_UID}\]", re.IGNORECASE)
_SMILEY = re.compile(r"<!-- s(\S{1,50}) -->.{0,300}?<!-- s\S{1,50} -->", re.DOTALL)
_MAGIC = re.compile(
    r'<!-- ([mwle]) --><a [^>]{0,200}?href="([^"]{1,500})"[^>]{0,200}>.{0,600}?</a><!-- \1 -->', re.DOTALL
)
_ATTACHMENT = re.compile(rf"\[attachment=\d{{1,6}}{_UID}\].{{0,400}}?\[/attachment{_UID}\]", re.DOTALL)
_SIGNS = re.compile(r"<([se])>[^<]{0,600}</\1>")
_ELEMENT = re.compile(r"<(/?)([A-Z*]{1,16}|r|t|br)((?: [a-z0-9_-]{1,30}=\"[^\"<]{0,600}\")*)\s*(/?)>")
_VALUE = re.compile(r' ([a-z0-9_-]{1,30})="([^"<]*)"')
_SAFE = re.compile(r"https?://|mailto:|/(?!/)", re.IGNORECASE)
_INLINE_FILE = re.compile(r"<ATTACHMENT\b[^<>]{0,600}>.{0,600}?</ATTACHMENT>", re.DOTALL)
_ORDERED = frozenset({"1", "a", "i", "decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman"})
_BLANK = re.compile(r"(?:[ \t]*\n){2,}")
# `[quote=anna post_id=31 time=1300000000 user_id=2]` of 3.2 on.
_QUOTED_BY = re.compile(r"(?: (?:post_id|time|user_id|msg_id)=\d+)+$")
# Deeper nests are made by hand, to do harm.
DEPTH_MAX = 30

_OPEN = {
    "b": "<strong>", "i": "<em>", "u": "<em>", "s": "<del>", "quote": "<blockquote>", "code": "<pre><code>",
    "list": "<ul>", "ordered": "<ol>", "*": "<li>", "li": "<li>", "spoiler": "<details><summary>…</summary>",
}  # fmt: skip
_CLOSE = {
    "b": "</strong>", "i": "</em>", "u": "</em>", "s": "</del>", "quote": "</blockquote>", "code": "</code></pre>",
    "list": "</ul>", "ordered": "</ol>", "*": "</li>", "li": "</li>", "spoiler": "</details>", "url": "</a>",
    "email": "</a>", "img": "</a>",
}  # fmt: skip
# A picture on another server is an address to go to: nothing is loaded from there.
_LINKS = frozenset({"url", "email", "img"})
_SINGLE = frozenset({"flash", "attachment", "media"})


def to_html(text: str, uid: str = "") -> str:
    """Whatever is no mark that we know stays as the words that it is. `uid`: the letters that old marks carry."""
    if uid:
        text = text.replace(f":{uid}]", "]")
    if text.startswith(("<r>", "<t>")):
        return _Walk().of_xml(text)
    return _Walk().of_marks(text)


class _Walk:
    def __init__(self) -> None:
        self._made: list[str] = ["<p>"]
        self._open: list[str] = []

    def of_marks(self, text: str) -> str:
        plain = _ATTACHMENT.sub("", _MAGIC.sub(r"\2", _SMILEY.sub(r"\1", text)))
        last = 0
        for found in _TAG.finditer(plain):
            self._words(plain[last : found.start()])
            last = found.end()
            name, value = found[2].lower(), unescape(found[3].lstrip("=").strip('"'))
            if "code" in self._open and not (found[1] and name == "code"):
                # What stands in code is no mark.
                self._words(f"[{found[1]}{found[2]}{found[3]}]")
                continue
            if name in _SINGLE or (name not in _OPEN and name not in _CLOSE):
                # Colours and sizes are dropped, and their words stay.
                continue
            if found[1]:
                self._end(name)
            elif name in _LINKS:
                self._link(name, value or self._inside(plain, last, found[2]))
            else:
                self._begin(name, value)
        self._words(plain[last:])
        return self._whole()

    def _inside(self, text: str, start: int, name: str) -> str:
        """`[url]https://…[/url]` names the address between the marks."""
        end = text.find(f"[/{name}", start)
        return unescape(text[start:end]) if 0 <= end - start <= 500 else ""

    def of_xml(self, text: str) -> str:
        plain = _SIGNS.sub("", _INLINE_FILE.sub("", text))
        last = 0
        for found in _ELEMENT.finditer(plain):
            self._words(plain[last : found.start()])
            last = found.end()
            name = found[2].lower()
            values = {key: unescape(value) for key, value in _VALUE.findall(found[3])}
            if name == "br":
                self._made.append("<br>")
            elif name in _LINKS and not found[1]:
                self._link(name, values.get("url", "") or values.get("email", "") or values.get("src", ""))
            elif name in _OPEN or name in _CLOSE:
                if found[1]:
                    self._end(name)
                elif not found[4]:
                    self._begin(name, values.get("author", "") or values.get("type", ""))
        self._words(plain[last:])
        return self._whole()

    def _words(self, text: str) -> None:
        """Stored with `&lt;` for `<`, so it is read once and written once."""
        words = escape(unescape(text), quote=False)
        if "code" in self._open:
            self._made.append(words)
            return
        parted = _BLANK.sub("</p><p>" if not self._open else "<br><br>", words)
        self._made.append(parted.replace("\n", "<br>"))

    def _begin(self, name: str, value: str) -> None:
        if len(self._open) >= DEPTH_MAX or "code" in self._open:
            return
        if name in {"*", "li"}:
            self._end_item()
        if name == "list" and value.lower() in _ORDERED:
            name = "ordered"
        self._open.append(name)
        author = f"<p>{escape(_QUOTED_BY.sub('', value).strip(chr(34)))}:</p>" if name == "quote" and value else ""
        self._made.append(_OPEN[name] + author)

    def _end_item(self) -> None:
        if self._open and self._open[-1] in {"*", "li"}:
            self._made.append(_CLOSE[self._open.pop()])

    def _link(self, name: str, address: str) -> None:
        wanted = f"mailto:{address}" if name == "email" and ":" not in address else address
        if len(self._open) < DEPTH_MAX and _SAFE.match(wanted) and "code" not in self._open:
            self._open.append(name)
            self._made.append(f'<a href="{escape(wanted)}">')

    def _end(self, name: str) -> None:
        """What was begun within it ends with it; what was never begun does not end."""
        same = next((some for some in ({"*", "li"}, {"list", "ordered"}) if name in some), {name})
        if not same.intersection(self._open):
            return
        while self._open:
            last = self._open.pop()
            self._made.append(_CLOSE[last])
            if last in same:
                return

    def _whole(self) -> str:
        while self._open:
            self._made.append(_CLOSE[self._open.pop()])
        return "".join([*self._made, "</p>"])
