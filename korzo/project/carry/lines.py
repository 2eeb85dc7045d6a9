"""Rows as lines of text, and sums over them.

What is kept says everything about a row. What is summed leaves out what the two databases do not both keep: PostgreSQL
sorts the keys of JSON and writes 1e+16 as 10000000000000000, and means the same.
"""

import hashlib
import json
import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from korzo.project.carry.tables import Table
from korzo.project.carry.values import Kind, Value

type Cells = list[Value]


@dataclass
class Sum:
    """Over the rows of one table in the order of its key."""

    rows: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def add(self, line: str) -> None:
        self.rows += 1
        self._hash.update(line.encode("ascii"))
        self._hash.update(b"\n")

    @property
    def digest(self) -> str:
        found: str = self._hash.hexdigest()
        return found


def written(cells: Cells) -> str:
    return json.dumps(cells, separators=(",", ":"))


def summed(table: Table, cells: Cells, line: str) -> str:
    """The line to sum for these cells; `line` is how they are written."""
    if not table.has_json:
        return line
    # Only a number with a point or an exponent can be written in two ways.
    if "." in line or "e+" in line:
        pairs = zip(cells, table.columns, strict=True)
        cells = [_plain(cell) if column.kind is Kind.JSON else cell for cell, column in pairs]
    return json.dumps(cells, separators=(",", ":"), sort_keys=True)


def _plain(value: Value) -> Value:
    if isinstance(value, float) and math.isfinite(value):
        exact = Decimal(repr(value))
        return int(exact) if exact == exact.to_integral_value() else value
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value
