"""The HTML of a letter as a tree that can be cut, and back into plain tags.

Nothing here makes it safe: what comes out passes the cleaner of `kit.html`. But whoever wrote the letter may want it
to take for ever, so each sign is looked at a bounded number of times and the depth has an end.
"""

import html as stdlib_html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Programs of offices nest about thirty tables. What lies deeper loses its tags and keeps its words.
DEPTH_MAX = 80
NODES_MAX = 15_000
ATTRIBUTES_LENGTH_MAX = 4_000

VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
# What stands in them is no words.
_SILENT = frozenset({
    "script", "style", "title", "head", "template", "noscript", "noembed", "noframes", "iframe", "svg", "math",
    "object", "textarea", "select", "xml", "xmp", "plaintext",
})  # fmt: skip
_CLOSES_ITSELF = {
    "p": {"p"}, "li": {"li"}, "tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"}, "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
}  # fmt: skip
_STOPS = frozenset({"table", "ul", "ol", "blockquote", "div", "td", "th"})
# A script that never ends is a script to its end; words behind an open title are words.
_TO_THE_END = frozenset({"script", "style", "textarea", "xmp", "plaintext", "iframe", "noscript"})
_QUOTE_OR_END = re.compile(r"=\s{0,5}[\"']|>")
_BEGINS_TAG = re.compile(r"<(?:[a-zA-Z!?]|/[a-zA-Z])")
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]{0,30}")
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z0-9:_-]{0,40})\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


@dataclass(eq=False)
class Node:
    """An element; `children` hold elements and texts."""

    name: str
    given: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)
    parent: "Node | None" = field(default=None, repr=False)
    # Cut out: it stands in its place and is passed over.
    is_gone: bool = False

    @property
    def classes(self) -> list[str]:
        return self.given.get("class", "").split()

    def remove(self) -> None:
        self.is_gone = True

    def walk(self) -> "Iterator[Node]":
        """All elements that are left inside, in their order; safe while they are being removed."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            if not node.is_gone:
                yield node
            # Asked again: whoever got it may have cut it out.
            if not node.is_gone:
                waiting += [one for one in reversed(node.children) if isinstance(one, Node)]

    def words(self) -> str:
        """A line for each block and break, as it would be read."""
        pieces: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                pieces.append(one if one is _EDGE else " ".join(one.split("\n")))
            elif one.is_gone:
                continue
            elif one.name == "br":
                pieces.append("\n")
            else:
                edges: list[Node | str] = [_EDGE] if one.name in BLOCKS else []
                waiting += [*edges, *reversed(one.children), *edges]
        lines = ("".join(pieces)).replace("\xa0", " ").split("\n")
        return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)

    def cut_from(self) -> None:
        """Away with this element and with everything behind it, up to the end of the letter."""
        node: Node = self
        while node.parent is not None:
            place = next(i for i, one in enumerate(node.parent.children) if one is node)
            del node.parent.children[place + 1 :]
            node = node.parent
        self.is_gone = True


# Told apart from a line end that somebody wrote, which is a space, by being this very text.
_EDGE = "".join(["\n"])
BLOCKS = frozenset({
    "p", "div", "table", "tr", "td", "th", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "center", "section", "article", "header", "footer", "address", "dl", "dt", "dd", "figure", "body", "html",
})  # fmt: skip


def read(html: str) -> Node:
    """Any text whatever gives a tree, in a time that grows with its length alone."""
    return _Reader(html).read()


@dataclass(frozen=True)
class _Token:
    end: int
    name: str = ""
    is_end: bool = False
    is_alone: bool = False
    given: dict[str, str] = field(default_factory=dict)


class _Reader:
    def __init__(self, html: str) -> None:
        self.html = html
        self.here = self.root = Node("root")
        self.depth = self.nodes = 0
        # Quotation marks that never close, and silent elements without an end, are looked for once.
        self.heeds_quotes = True
        self.endless: set[str] = set()

    def read(self) -> Node:
        place, end = 0, len(self.html)
        while place < end:
            found = _BEGINS_TAG.search(self.html, place)
            start = found.start() if found else end
            if start > place:
                self.here.children.append(stdlib_html.unescape(self.html[place:start]))
            if start == end:
                break
            token = self._token(start)
            place = self._take(token)
        return self.root

    def _take(self, token: _Token) -> int:
        """Puts it into the tree and says where reading goes on."""
        if token.is_end:
            self.here, self.depth = _closed(self.here, self.depth, token.name)
        elif token.name in _SILENT:
            return self._behind(token)
        elif token.name and self.nodes < NODES_MAX:
            self.nodes += 1
            self.here, self.depth = _made_room(self.here, self.depth, token.name)
            is_leaf = token.name in VOID or token.is_alone
            if is_leaf or self.depth < DEPTH_MAX:
                node = Node(token.name, token.given, parent=self.here)
                self.here.children.append(node)
                if not is_leaf:
                    self.here, self.depth = node, self.depth + 1
        return token.end

    def _token(self, start: int) -> _Token:
        html = self.html
        if html.startswith("<!--", start):
            return _Token(self._after("-->", start + 2))
        if html.startswith(("<!", "<?"), start):
            return _Token(self._after(">", start))
        is_end = html.startswith("</", start)
        name = _NAME.match(html, start + (2 if is_end else 1))
        if name is None:
            return _Token(start + 1)
        close = self._tag_end(name.end())
        inside = html[name.end() : min(close, name.end() + ATTRIBUTES_LENGTH_MAX)]
        given = {} if is_end else _attributes(inside)
        return _Token(close + 1, name[0].lower(), is_end, inside.endswith("/") and ":" in name[0], given)

    def _after(self, wanted: str, place: int) -> int:
        found = self.html.find(wanted, place)
        return len(self.html) if found < 0 else found + len(wanted)

    def _tag_end(self, place: int) -> int:
        """Where the tag closes: a ">" in quotation marks does not count, as long as those are closed."""
        limit = place + ATTRIBUTES_LENGTH_MAX
        at = place
        while self.heeds_quotes:
            found = _QUOTE_OR_END.search(self.html, at, limit)
            if found is None or found[0] == ">":
                break
            close = self.html.find(found[0][-1], found.end(), limit)
            self.heeds_quotes = close >= 0
            at = close + 1 if close >= 0 else place
        return self._after(">", at) - 1

    def _behind(self, token: _Token) -> int:
        """Behind the end of an element whose content is passed over. One without an end is passed over alone."""
        name = token.name
        if name not in self.endless:
            found = re.compile(rf"</{re.escape(name)}\b[^>]{{0,100}}>", re.IGNORECASE).search(self.html, token.end)
            if found:
                return found.end()
            self.endless.add(name)
        return len(self.html) if name in _TO_THE_END else token.end


def _attributes(inside: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(inside):
        value = next((one for one in found.groups()[1:] if one is not None), "")
        given.setdefault(found[1].lower(), stdlib_html.unescape(value))
    return given


def _closed(here: Node, depth: int, name: str) -> tuple[Node, int]:
    """Back to what was open before the nearest element of this name; an end of nothing changes nothing."""
    node, steps = here, 0
    while node.parent is not None:
        steps += 1
        if node.name == name:
            return node.parent, depth - steps
        node = node.parent
    return here, depth


def _made_room(here: Node, depth: int, name: str) -> tuple[Node, int]:
    """A list item ends the one before, and so do cells, rows and paragraphs."""
    ended = _CLOSES_ITSELF.get(name)
    node, steps = here, 0
    while ended and node.parent is not None:
        steps += 1
        if node.name in ended:
            return node.parent, depth - steps
        if node.name in _STOPS:
            break
        node = node.parent
    return here, depth
