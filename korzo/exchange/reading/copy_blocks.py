"""Plain dumps of PostgreSQL, read without a server: the rows between `COPY … FROM stdin;` and a line with `\\.`."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from korzo.exchange.reading.archive import CutOff, lines_of
from korzo.exchange.reading.mend import decoded

_COPY = re.compile(rb'COPY (?:"?[\w$]+"?\.)?"?([\w$]+)"? \((.+)\) FROM stdin;', re.ASCII)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)", re.DOTALL)
_SHORT = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_NULL = rb"\N"
_END = rb"\."

type Values = dict[str, str | None]


def rows_of(path: Path, wanted: Mapping[str, Collection[str]]) -> Iterator[tuple[str, int, Values]]:
    """(table, line, values by column) of the tables that are wanted, with the columns that are there."""
    table, columns, places = "", 0, dict[str, int]()
    in_block = False
    for number, line in lines_of(path):
        if not in_block:
            header = _COPY.match(line) if line.startswith(b"COPY ") else None
            if header:
                names = [name.strip().strip('"') for name in header[2].decode("utf-8", "replace").split(",")]
                table, columns, in_block = header[1].decode("ascii"), len(names), True
                places = {name: names.index(name) for name in wanted.get(table, ()) if name in names}
        elif line == _END:
            in_block = False
        elif places:
            fields = line.split(b"\t")
            # An over-long line is empty, and one with another number of fields is no row of this table.
            values = {name: _text(fields[place]) for name, place in places.items()} if len(fields) == columns else {}
            yield table, number, values
    if in_block:
        raise CutOff(_("The dump ends within the table %(table)s.") % {"table": table})


def _text(field: bytes) -> str | None:
    if field == _NULL:
        return None
    return decoded(_ESCAPE.sub(_unescaped, field) if b"\\" in field else field)


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    if sign in _SHORT:
        return _SHORT[sign]
    if sign[:1] == b"x" and len(sign) > 1:
        return bytes([int(sign[1:], 16)])
    if sign.isdigit():
        return bytes([int(sign, 8) & 0xFF])
    return sign
