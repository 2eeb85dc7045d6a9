"""Values as both databases mean them.

A value travels as what JSON can say: null, true, a number or a text. Moments are UTC with six digits behind the second,
decimals have all places of their column, JSON stands in a list of its own so that its null is not the database's.
"""

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Context, Decimal
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from uuid import UUID

type Value = Any
type Turn = Callable[[Any], Any]

MICROSECOND = timedelta(microseconds=1)
# So many digits of a number SQLite keeps exactly; Django reads its decimals the same way.
SQLITE_DIGITS = Context(prec=15)
# Room for any decimal that a column of ours can hold.
WIDE = Context(prec=80)


class Kind(StrEnum):
    INTEGER = "integer"
    BOOLEAN = "boolean"
    TEXT = "text"
    MOMENT = "moment"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    DECIMAL = "decimal"
    REAL = "real"
    JSON = "json"
    UUID = "uuid"
    BINARY = "binary"
    ADDRESS = "address"


def _moment(value: datetime) -> str:
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return value.isoformat(" ", "microseconds")


def _real(value: float) -> float:
    # SQLite keeps no sign of nothing.
    return float(value) + 0.0


def _duration(value: timedelta) -> int:
    return value // MICROSECOND


def _decimal(places: int) -> Callable[[Decimal], str]:
    step = Decimal(1).scaleb(-places)
    return lambda value: format(value.quantize(step, context=WIDE), "f")


def _address(value: str) -> str:
    try:
        return str(ip_address(value))
    except ValueError:
        return value


def from_sqlite(kind: Kind, places: int) -> Turn | None:
    """How to read what SQLite gives; None where it is right already."""
    if kind is Kind.DECIMAL:
        written = _decimal(places)
        return lambda value: written(
            SQLITE_DIGITS.create_decimal_from_float(value) if isinstance(value, float) else Decimal(value)
        )
    turns: dict[Kind, Turn] = {
        Kind.INTEGER: int,
        Kind.BOOLEAN: bool,
        Kind.MOMENT: lambda value: _moment(datetime.fromisoformat(value)),
        Kind.DATE: lambda value: date.fromisoformat(value[:10]).isoformat(),
        Kind.TIME: lambda value: time.fromisoformat(value).isoformat("microseconds"),
        Kind.DURATION: int,
        Kind.REAL: _real,
        Kind.JSON: lambda value: [json.loads(value)],
        Kind.UUID: lambda value: UUID(value).hex,
        Kind.BINARY: lambda value: base64.b64encode(value).decode("ascii"),
        Kind.ADDRESS: _address,
    }
    return turns.get(kind)


def from_postgres(kind: Kind, places: int) -> Turn | None:
    """How to read what psycopg gives, of columns that were asked for by `postgres_column`."""
    if kind is Kind.DECIMAL:
        return _decimal(places)
    turns: dict[Kind, Turn] = {
        Kind.MOMENT: _moment,
        Kind.DATE: date.isoformat,
        Kind.TIME: lambda value: value.isoformat("microseconds"),
        Kind.DURATION: _duration,
        Kind.REAL: _real,
        Kind.JSON: lambda value: [json.loads(value)],
        Kind.UUID: lambda value: value.hex,
        Kind.BINARY: lambda value: base64.b64encode(value).decode("ascii"),
        Kind.ADDRESS: _address,
    }
    return turns.get(kind)


# JSON as text, so that its numbers stay as they were written; addresses without the width of their network.
POSTGRES_COLUMN = {Kind.JSON: "{}::text", Kind.ADDRESS: "host({})"}


def to_sqlite(kind: Kind) -> Turn | None:
    """How Django itself writes it there: a question compares these as texts, so every sign counts."""
    turns: dict[Kind, Turn] = {
        Kind.BOOLEAN: int,
        Kind.MOMENT: _without_empty_fraction,
        Kind.TIME: _without_empty_fraction,
        Kind.JSON: lambda value: json.dumps(value[0]),
        Kind.BINARY: base64.b64decode,
    }
    return turns.get(kind)


def _without_empty_fraction(value: str) -> str:
    return value.removesuffix(".000000")


def to_postgres(kind: Kind) -> Turn | None:
    """As COPY takes it."""
    turns: dict[Kind, Turn] = {
        Kind.MOMENT: lambda value: f"{value}+00",
        Kind.DURATION: lambda value: f"{value} microseconds",
        Kind.JSON: lambda value: json.dumps(value[0]),
        Kind.BINARY: base64.b64decode,
    }
    return turns.get(kind)
