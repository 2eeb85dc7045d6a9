"""Pieces of a text that the editor holds as a whole: tables, hidden words, code, products, quotations.

In the editor each is an attachment with our own few fields. In the stored text it is plain HTML, or a place
(`data-ref`) that is filled when the text is shown. What the editor sent along as markup is never read.
"""

import html as stdlib_html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

# Enough for a comparison of sizes; what is larger belongs into a file.
ROWS_MAX, COLUMNS_MAX, CELL_LENGTH_MAX = 60, 12, 500
TITLE_LENGTH_MAX = 120
TEXT_LENGTH_MAX = 20_000

# Controls, and signs that turn the reading direction of what stands around them. Joiners stay: scripts need them.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|[\ud800-\udfff]")
# product:5, link:12, quote:post:9:1 (kind, id, version). Numbers stay below what a database holds.
REF = re.compile(r"(?:product:[1-9]\d{0,17}|link:[1-9]\d{0,17}|quote:[a-z]{1,20}:[1-9]\d{0,17}:[1-9]\d{0,8})")
_KIND = re.compile(r"application/vnd\.korzo\.(table|spoiler|code|product|quote)")

_TABLE = re.compile(r"<table\b[^>]*>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
_DETAILS = re.compile(r"<details\b[^>]*>\s*(?:<summary\b[^>]*>(.*?)</summary>)?(.*?)</details>", re.DOTALL)
_CODE = re.compile(r"<pre\b[^>]*><code>(.*?)</code></pre>", re.DOTALL)
_QUOTE = re.compile(r'<blockquote\b[^>]*data-ref="([^"]*)"[^>]*>(.*?)</blockquote>', re.DOTALL)
_FIGURE = re.compile(r'<figure data-ref="([^"]*)">(.*?)</figure>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_LINE_END = re.compile(r"</(?:p|li|tr|h2|h3|summary|blockquote|pre)>|<br\s*/?>")


def from_attachment(raw: str) -> str:
    """HTML for what the editor calls an attachment; nothing for those that are not ours, whatever they hold."""
    try:
        attachment = json.loads(raw)
        kind = _KIND.fullmatch(attachment["contentType"])
        value = json.loads(attachment["value"]) if kind else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    if kind is None or not isinstance(value, dict):
        return ""
    return _MAKERS[kind[1]](value)


def table(rows: Sequence[Sequence[str]], *, has_head: bool) -> str:
    lines = [[_text(cell, CELL_LENGTH_MAX) for cell in row[:COLUMNS_MAX]] for row in rows[:ROWS_MAX]]
    lines = [line for line in lines if any(line)]
    if not lines:
        return ""
    width = max(len(line) for line in lines)
    head = _table_row(lines[0], width, "th") if has_head else ""
    body = "".join(_table_row(line, width, "td") for line in (lines[1:] if has_head else lines))
    head = f"<thead>{head}</thead>" if head else ""
    body = f"<tbody>{body}</tbody>" if body else ""
    return f"<table>{head}{body}</table>"


def _table_row(line: Sequence[str], width: int, tag: str) -> str:
    cells = [*line, *[""] * (width - len(line))]
    return f"<tr>{''.join(f'<{tag}>{_escaped(cell)}</{tag}>' for cell in cells)}</tr>"


def spoiler(title: str, text: str) -> str:
    words = _paragraphs(_text(text, TEXT_LENGTH_MAX))
    return f"<details><summary>{_escaped(_text(title, TITLE_LENGTH_MAX))}</summary>{words}</details>" if words else ""


def code(text: str) -> str:
    lines = UNSEEN.sub("", text)[:TEXT_LENGTH_MAX].strip("\r\n")
    return f"<pre><code>{_escaped(lines)}</code></pre>" if lines.strip() else ""


def product(pk: int) -> str:
    return f'<figure data-ref="product:{pk}"></figure>'


def quote(ref: str, text: str) -> str:
    words = _paragraphs(_text(text, TEXT_LENGTH_MAX))
    return f'<blockquote data-ref="quote:{ref}">{words}</blockquote>' if words else ""


def _from_table(value: Mapping[str, Any]) -> str:
    rows = value.get("rows")
    if not isinstance(rows, list):
        return ""
    lines = [[cell if isinstance(cell, str) else "" for cell in row] for row in rows if isinstance(row, list)]
    return table(lines, has_head=value.get("head") is not False)


def _from_spoiler(value: Mapping[str, Any]) -> str:
    return spoiler(_string(value, "title"), _string(value, "text"))


def _from_code(value: Mapping[str, Any]) -> str:
    return code(_string(value, "text"))


def _from_product(value: Mapping[str, Any]) -> str:
    pk = value.get("id")
    return product(pk) if type(pk) is int and REF.fullmatch(f"product:{pk}") else ""


def _from_quote(value: Mapping[str, Any]) -> str:
    ref = _string(value, "ref")
    return quote(ref, _string(value, "text")) if REF.fullmatch(f"quote:{ref}") else ""


_MAKERS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "table": _from_table,
    "spoiler": _from_spoiler,
    "code": _from_code,
    "product": _from_product,
    "quote": _from_quote,
}


def _string(value: Mapping[str, Any], name: str) -> str:
    text = value.get(name)
    return text if isinstance(text, str) else ""


def _text(text: str, length_max: int) -> str:
    """What was written with escapes inside the attachment is only now to be seen for what it is."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:length_max].strip()


def _escaped(text: str) -> str:
    return stdlib_html.escape(text, quote=False)


def _paragraphs(text: str) -> str:
    """Each line is one: what goes through the editor and back stays as it was."""
    return "".join(f"<p>{_escaped(line.strip())}</p>" for line in text.split("\n") if line.strip())


# The way back


def for_editor(stored: str, names: Mapping[str, str]) -> str:
    """A finished text as the editor takes it. `names`: what to call the places, by their reference."""
    text = _FIGURE.sub(lambda found: _figure_for_editor(found, names), stored)
    text = _QUOTE.sub(lambda found: _quote_for_editor(found, names), text)
    text = _TABLE.sub(lambda found: _attachment("table", {"rows": rows_of(found[0])}, table_of(found[0])), text)
    text = _DETAILS.sub(_spoiler_for_editor, text)
    return _CODE.sub(lambda found: _attachment("code", {"text": stdlib_html.unescape(found[1])}, found[0]), text)


def rows_of(markup: str) -> list[list[str]]:
    return [[words_of(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(markup)]


def table_of(markup: str) -> str:
    return table(rows_of(markup), has_head="<th" in markup)


def words_of(markup: str) -> str:
    """The words of a piece, a line for each block of it."""
    lines = stdlib_html.unescape(_TAG.sub("", _LINE_END.sub("\n", markup))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _figure_for_editor(found: re.Match[str], names: Mapping[str, str]) -> str:
    ref, inside = found[1], found[2]
    kind, _colon, number = ref.partition(":")
    if kind == "product":
        return _attachment("product", {"id": int(number)}, f"<p>{_escaped(names.get(ref, ''))}</p>")
    return f"<p>{inside}</p>"


def _quote_for_editor(found: re.Match[str], names: Mapping[str, str]) -> str:
    ref, text = found[1], words_of(found[2])
    value = {"ref": ref.removeprefix("quote:"), "text": text}
    shown = f"<blockquote><p>{_escaped(names.get(ref, ''))}</p>{_paragraphs(text)}</blockquote>"
    return _attachment("quote", value, shown)


def _spoiler_for_editor(found: re.Match[str]) -> str:
    title, text = words_of(found[1] or ""), words_of(found[2])
    return _attachment("spoiler", {"title": title, "text": text}, f"<p>{_escaped(title)}</p>{_paragraphs(text)}")


def _attachment(kind: str, value: Mapping[str, Any], shown: str) -> str:
    fields = {
        "contentType": f"application/vnd.korzo.{kind}",
        "value": json.dumps(value, ensure_ascii=False),
        "content": shown,
    }
    return f'<figure data-trix-attachment="{stdlib_html.escape(json.dumps(fields, ensure_ascii=False))}"></figure>'
