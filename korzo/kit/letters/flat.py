"""A cut letter in the few plain tags that the talk knows: paragraphs, lists, quotations, emphasis, links."""

import html as stdlib_html
import re
from dataclasses import dataclass, field

from korzo.kit.letters.tree import BLOCKS, Node

_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "del": "del", "s": "del", "strike": "del", "code": "code",
    "tt": "code", "a": "a",
}  # fmt: skip
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_KEPT = {"ul", "ol", "li", "blockquote"}
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")

type Mark = tuple[str, str]


@dataclass
class _Line:
    """What stands between two edges of blocks: words with their marks, and breaks."""

    pieces: list[tuple[str, tuple[Mark, ...]]] = field(default_factory=list)

    def html(self) -> list[str]:
        """One text for each paragraph in it: an empty line parts two."""
        paragraphs: list[list[str]] = [[]]
        breaks = 0
        for text, marks in self.pieces:
            if text == "\n":
                breaks += 1
                continue
            if not text.strip() and (breaks or not paragraphs[-1]):
                continue
            if breaks > 1 and paragraphs[-1]:
                paragraphs.append([])
            elif breaks and paragraphs[-1]:
                paragraphs[-1].append("<br>")
            breaks = 0
            paragraphs[-1].append(_marked(text, marks))
        return [joined for one in paragraphs if (joined := "".join(one).strip())]


def _marked(text: str, marks: tuple[Mark, ...]) -> str:
    words = stdlib_html.escape(text, quote=False)
    for name, address in reversed(marks):
        start = f'<a href="{stdlib_html.escape(address)}">' if name == "a" else f"<{name}>"
        words = f"{start}{words}</{name}>"
    return words


class _Writer:
    def __init__(self) -> None:
        self.made: list[str] = []
        self.line = _Line()
        self.inside: list[str] = []

    def end_line(self, wrapped: str = "p") -> None:
        paragraphs = self.line.html()
        self.line = _Line()
        is_item = bool(self.inside) and self.inside[-1] == "li"
        if is_item and paragraphs:
            self.made.append("<br>".join(paragraphs))
        else:
            self.made += [f"<{wrapped}>{one}</{wrapped}>" for one in paragraphs]

    def write(self, node: Node, marks: tuple[Mark, ...]) -> None:
        for child in node.children:
            if isinstance(child, str):
                self.line.pieces.append((_SPACE.sub(" ", child.replace("\xa0", " ")), marks))
            elif child.is_gone:
                continue
            elif child.name == "br":
                self.line.pieces.append(("\n", ()))
            elif child.name == "pre":
                self._write_pre(child)
            elif child.name in _KEPT:
                self._write_kept(child, marks)
            elif child.name in BLOCKS:
                self.end_line()
                self.write(child, marks)
                self.end_line(_HEADINGS.get(child.name, "p"))
            else:
                self.write(child, _with_mark(child, marks))

    def _write_kept(self, node: Node, marks: tuple[Mark, ...]) -> None:
        """Lists hold nothing but items, and an item without a list is a line."""
        self.end_line()
        is_lost = node.name == "li" and not (self.inside and self.inside[-1] in {"ul", "ol"})
        before = len(self.made)
        if not is_lost:
            self.made.append(f"<{node.name}>")
            self.inside.append(node.name)
        self.write(node, marks)
        self.end_line()
        if is_lost:
            return
        self.inside.pop()
        if len(self.made) == before + 1:
            self.made.pop()
        else:
            self.made.append(f"</{node.name}>")

    def _write_pre(self, node: Node) -> None:
        self.end_line()
        words = "".join(_source(node))
        if words.strip():
            self.made.append(f"<pre>{stdlib_html.escape(words, quote=False)}</pre>")


def _with_mark(node: Node, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    name = _MARKS.get(node.name)
    known = {one for one, _address in marks}
    if name is None or name in known:
        return marks
    address = node.given.get("href", "").strip()
    if name == "a" and not _LINK.match(address):
        return marks
    return (*marks, (name, address))


def _source(node: Node) -> list[str]:
    pieces: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            pieces.append(child)
        elif not child.is_gone:
            pieces += ["\n"] if child.name == "br" else _source(child)
    return pieces


def flat(root: Node) -> str:
    one = _Writer()
    one.write(root, ())
    one.end_line()
    return "".join(one.made)
