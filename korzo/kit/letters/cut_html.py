"""What is new in a letter of HTML: the marks of the programs first, then the words that they write."""

from dataclasses import dataclass

from korzo.kit.letters.flat import flat
from korzo.kit.letters.patterns import (
    ATTRIBUTION_LENGTH_MAX,
    ATTRIBUTION_LINES_MAX,
    MARKER_ID,
    bare,
    headers_end,
    is_attribution,
    is_dashes,
    is_divider,
    is_marker,
    is_program_signature,
)
from korzo.kit.letters.tree import BLOCKS, Node, read

# Quotations: nothing in them was written now, unless somebody answered inside.
_QUOTES = frozenset({"gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix"})
_QUOTED_BY = frozenset({"gmail_quote", "protonmail_quote"})
# From here on everything is the former letter.
_ENDS = frozenset({"appendonsend", "divrplyfwdmsg", "mail-editor-reference-message-container", "x_divrplyfwdmsg"})
_ATTRIBUTIONS = frozenset({"gmail_attr", "moz-cite-prefix"})
_SIGNATURES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block"})
_SIGNATURE_IDS = frozenset({"signature", "ms-outlook-mobile-signature", "applemailsignature", "composer_signature"})
# How many blocks at the end are looked at for "Sent from my phone".
SIGNATURE_BLOCKS_MAX = 4
# So many announcements in one letter were written to keep us busy.
MARKS_MAX = 50


@dataclass(frozen=True)
class HtmlCut:
    """`html` in plain tags, not yet cleaned; `shown_ids` are the inline pictures among the new words, in order."""

    html: str
    rest: str
    shown_ids: tuple[str, ...]


def cut_html(html: str) -> HtmlCut:
    whole = read(html)
    root = _cut(html, to_the_end=True)
    if not root.words() and not _pictures(root):
        # Somebody answered below, or between the lines.
        root = _cut(html, to_the_end=False)
    new = root.words()
    return HtmlCut(flat(root), _rest(whole.words(), new), _pictures(root))


def _cut(html: str, *, to_the_end: bool) -> Node:
    root = read(html)
    for node in root.walk():
        if not to_the_end:
            if _is_quotation(node) or _ATTRIBUTIONS.intersection(node.classes):
                node.remove()
        elif _QUOTES.intersection(node.classes) or _is_quotation(node):
            node.remove()
        elif _names(node) & _ENDS or node.given.get("id", "").lower().endswith(MARKER_ID):
            node.cut_from()
            break
    _cut_by_words(root, to_the_end=to_the_end)
    _cut_signature(root)
    return root


def _is_quotation(node: Node) -> bool:
    """A quotation of the program's, not one that somebody wrote."""
    if node.name != "blockquote":
        return False
    is_cited = node.given.get("type", "").lower() == "cite"
    return is_cited or bool(_QUOTED_BY.intersection(node.classes))


def _names(node: Node) -> set[str]:
    """Its id, also where another program wrote something before it."""
    name = node.given.get("id", "").lower()
    return {name, name.removeprefix("x_")} if name else set()


@dataclass(frozen=True)
class _Row:
    """A line as somebody reads it, with the nodes that it begins in and consists of."""

    words: str
    pieces: list[tuple[Node, int]]


def _rows(root: Node) -> list[_Row]:
    """All lines of the letter, in their order. One that only holds a picture has no words."""
    rows: list[_Row] = []
    pieces: list[tuple[Node, int]] = []

    def end() -> None:
        texts = [one for node, place in pieces if isinstance(one := node.children[place], str)]
        words = bare("".join(texts).replace("\xa0", " "))
        if words or len(texts) < len(pieces):
            rows.append(_Row(words, list(pieces)))
        pieces.clear()

    def visit(node: Node) -> None:
        for place, child in enumerate(node.children):
            if isinstance(child, str) or child.name == "img":
                pieces.append((node, place))
            elif child.is_gone:
                continue
            elif child.name == "br":
                end()
            else:
                is_block = child.name in BLOCKS
                if is_block:
                    end()
                visit(child)
                if is_block:
                    end()

    visit(root)
    end()
    return rows


def _cut_by_words(root: Node, *, to_the_end: bool) -> None:
    rows = _rows(root)
    words = [row.words for row in rows]
    place = found = 0
    while place < len(rows):
        if is_marker(words[place]) or is_divider(words[place]):
            length, goes_on = 1, True
        elif count := _attribution(words, place):
            # What it announces was cut already where the program marked it; else it is all that follows.
            length, goes_on = count, place + count >= len(words) or not _was_marked(rows, place + count - 1)
        elif end := headers_end(words, place):
            length, goes_on = end - place, True
        else:
            place += 1
            continue
        found += 1
        if (to_the_end and goes_on) or found >= MARKS_MAX:
            _erase(rows[place:])
            return
        _erase(rows[place : place + length])
        place += length


def _attribution(words: list[str], place: int) -> int:
    for count in range(1, ATTRIBUTION_LINES_MAX + 1):
        piece = words[place : place + count]
        if len(piece) < count or sum(map(len, piece)) > ATTRIBUTION_LENGTH_MAX:
            return 0
        if is_attribution(" ".join(piece)):
            return count if count == 1 or not is_attribution(piece[-1]) else 0
    return 0


def _was_marked(rows: list[_Row], place: int) -> bool:
    """Whether a quotation that was cut out comes right behind this line."""
    node, index = rows[place].pieces[-1]
    for _step in range(6):
        for one in node.children[index + 1 : index + 7]:
            if isinstance(one, Node):
                if one.is_gone or any(inner.is_gone for inner in one.children if isinstance(inner, Node)):
                    return True
                if one.words():
                    return False
            elif one.strip():
                return False
        if node.parent is None:
            return False
        index = next(i for i, one in enumerate(node.parent.children) if one is node)
        node = node.parent
    return False


def _erase(rows: list[_Row]) -> None:
    """Words and pictures: the empty elements that stay say nothing any more."""
    for row in rows:
        for node, place in row.pieces:
            child = node.children[place]
            if isinstance(child, Node):
                child.remove()
            else:
                node.children[place] = ""


def _cut_signature(root: Node) -> None:
    for node in root.walk():
        if _SIGNATURES.intersection(node.classes) or _names(node) & _SIGNATURE_IDS:
            node.remove()
    rows = _rows(root)
    for place, row in enumerate(rows):
        if is_dashes(row.words):
            _erase(rows[place:])
            rows = rows[:place]
            break
    for _round in range(SIGNATURE_BLOCKS_MAX):
        if not rows or not is_program_signature(rows[-1].words):
            break
        _erase(rows[-1:])
        rows.pop()


def _pictures(root: Node) -> tuple[str, ...]:
    sources = [node.given.get("src", "") for node in root.walk() if node.name == "img"]
    return tuple(dict.fromkeys(one[4:].strip()[:200] for one in sources if one[:4].lower() == "cid:"))


def _rest(whole: str, new: str) -> str:
    kept = set(new.split("\n"))
    return "\n".join(line for line in whole.split("\n") if line not in kept)
