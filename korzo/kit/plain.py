"""Text that somebody typed without the editor, made into HTML: paragraphs, lists, quotations, tables, code.

Whatever the editor can do has a way to be typed:

    - a list          > a quotation          **bold**          | a | table |
    ```               >! Title               > #post.9.1       https://shop.example/products/ridge-3/
    code              >! hidden words        > words of post 9 (a page of ours, alone on its line)
    ```
"""

import html as stdlib_html
import re

from korzo.kit import blocks

_FENCE = re.compile(r"^```[^\n`]*\n(.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)
_QUOTE_OF = re.compile(r"#([a-z]{1,20})\.([1-9]\d{0,17})\.([1-9]\d{0,8})\b.*")
_LINK = re.compile(r"(https?://[^\s<>\"]{3,500}[^\s<>\".,;:!?)])")
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")
_RULER = re.compile(r"\|?[\s:|-]+\|?")


def from_plain(text: str) -> str:
    """Blocks are parted by blank lines; code may hold some."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    made: list[str] = []
    # Every second piece stood between fences.
    for place, piece in enumerate(_FENCE.split(whole)):
        if place % 2:
            made.append(blocks.code(piece))
        else:
            made += [_block(block) for block in re.split(r"\n\s*\n", piece.strip()) if block.strip()]
    return "".join(made)


def _block(block: str) -> str:
    lines = [line.strip() for line in block.split("\n")]
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    if all(line.startswith(">!") for line in lines):
        return _spoiler([line[2:].strip() for line in lines])
    if all(line.startswith(">") for line in lines):
        return _quotation([line[1:].strip() for line in lines])
    if all(line.startswith("|") for line in lines):
        return _table(lines)
    if any(line.startswith("- ") for line in lines):
        first = next(number for number, line in enumerate(lines) if line.startswith("- "))
        return _block("\n".join(lines[:first])) + _block_list(lines[first:])
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _block_list(lines: list[str]) -> str:
    items = [line for line in lines if line.startswith("- ")]
    rest = [line for line in lines if not line.startswith("- ")]
    tail = f"<p>{'<br>'.join(_inline(line) for line in rest)}</p>" if rest else ""
    return _block("\n".join(items)) + tail


def _spoiler(lines: list[str]) -> str:
    """The first line is the title; with one line alone the words have none."""
    title, words = (lines[0], lines[1:]) if len(lines) > 1 else ("", lines)
    return blocks.spoiler(title, "\n".join(words))


def _quotation(lines: list[str]) -> str:
    whose = _QUOTE_OF.fullmatch(lines[0])
    if whose and len(lines) > 1:
        return blocks.quote(f"{whose[1]}:{whose[2]}:{whose[3]}", "\n".join(lines[1:]))
    return f"<blockquote>{'<br>'.join(_inline(line) for line in lines)}</blockquote>"


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not _RULER.fullmatch(line)]
    return blocks.table(rows, has_head=True)


def _inline(text: str) -> str:
    escaped = stdlib_html.escape(text, quote=False)
    linked = _LINK.sub(r'<a href="\1">\1</a>', escaped)
    return _BOLD.sub(r"<strong>\1</strong>", linked)
