"""Texts in Markdown, as NodeBB and the raw words of Discourse hold them, made into HTML for our own cleaner.

HTML within them stays the words that it is: the writer's own software showed it as such, or cleaned it by rules that we
do not know. Line ends stand, as both show them, and a bare address becomes a link.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Deeper nests are made by hand, to do harm.
NESTING_MAX = 30
_BARE = re.compile(r"https?://[^\s<>\"]{3,500}[^\s<>\".,;:!?)\]]")
# Marks of Discourse: whose words are quoted, what is folded away, and forms that come along as what they are.
_QUOTE = re.compile(r"^[ \t]*\[(/?)quote(?:=\"?([^\]\n]{0,300})\"?)?\][ \t]*$", re.IGNORECASE | re.MULTILINE)
_FORM = re.compile(r"^\[poll[^\]\n]{0,300}\].*?^\[/poll\][ \t]*$", re.IGNORECASE | re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"(^(?:```|~~~)[^\n]*\n.*?^(?:```|~~~)[ \t]*$)", re.DOTALL | re.MULTILINE)

_READER = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": NESTING_MAX}).enable(
    ["table", "strikethrough"]
)


def to_html(text: str) -> str:
    tokens = _READER.parse(text.replace("\r\n", "\n").replace("\r", "\n"))
    for token in tokens:
        if token.children:
            token.children = list(_linked(token.children))
    return str(_READER.renderer.render(tokens, _READER.options, {}))


def _linked(tokens: list[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth:
            yield from _parted(token)
        else:
            yield token


def _parted(token: Token) -> Iterator[Token]:
    last = 0
    for found in _BARE.finditer(token.content):
        yield _words(token.content[last : found.start()], token.level)
        yield Token("link_open", "a", 1, attrs={"href": found[0]}, level=token.level)
        yield _words(found[0], token.level + 1)
        yield Token("link_close", "a", -1, level=token.level)
        last = found.end()
    yield _words(token.content[last:], token.level)


def _words(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


def of_discourse(text: str) -> str:
    """Its own marks as those that everybody reads. What stands in code is none."""
    pieces = _FENCE.split(text)
    pieces[::2] = [_quoted(_FORM.sub("", piece)) for piece in pieces[::2]]
    return "".join(pieces)


def _quoted(text: str) -> str:
    """`[quote="Anna, post:3"]` … `[/quote]`, one in another, as lines behind `>`."""
    depth, made = 0, []
    for line in text.split("\n"):
        found = _QUOTE.match(line)
        if found is None:
            made.append(f"{'> ' * depth}{line}" if depth else line)
        elif found[1]:
            depth = max(0, depth - 1)
            made.append("> " * depth)
        elif depth < NESTING_MAX:
            made.append("> " * depth)
            depth += 1
            whose = (found[2] or "").partition(",")[0].strip(' "')
            made.append(f"{'> ' * depth}{whose}:" if whose else "> " * depth)
    return "\n".join(made)
