"""Objects of NodeBB as MongoDB writes them down. The encoder is made from the specification, not from our reader."""

import struct
from collections.abc import Callable, Iterable
from typing import Any

END = struct.pack("<I", 0xFFFFFFFF)
LONG = 2**31


def encoded(data: dict[str, Any]) -> bytes:
    body = b"".join(_field(name, value) for name, value in data.items()) + b"\x00"
    return struct.pack("<i", len(body) + 4) + body


def _field(name: str, value: Any) -> bytes:
    key = name.encode() + b"\x00"
    sign, content = _ENCODERS[type(value)](value)
    return sign + key + content


def _number(value: int) -> tuple[bytes, bytes]:
    """As a server of JavaScript sends them: small ones whole, large ones as floating numbers."""
    return (b"\x10", struct.pack("<i", value)) if value < LONG else (b"\x01", struct.pack("<d", value))


def _text(value: str) -> tuple[bytes, bytes]:
    text = value.encode() + b"\x00"
    return b"\x02", struct.pack("<i", len(text)) + text


_ENCODERS: dict[type, Callable[[Any], tuple[bytes, bytes]]] = {
    bool: lambda value: (b"\x08", bytes([value])),
    int: _number,
    float: lambda value: (b"\x01", struct.pack("<d", value)),
    str: _text,
    dict: lambda value: (b"\x03", encoded(value)),
    list: lambda value: (b"\x04", encoded({str(place): one for place, one in enumerate(value)})),
    bytes: lambda value: (b"\x07", value),
    type(None): lambda _value: (b"\x0a", b""),
}


def archive(collections: dict[str, Iterable[dict[str, Any]]]) -> bytes:
    """`mongodump --archive`: a head, then each collection in pieces, and a last word on each."""
    made = struct.pack("<I", 0x8199E26D) + encoded({"version": "0.1", "server_version": "7.0"})
    for name in collections:
        made += encoded({"db": "nodebb", "collection": name, "metadata": "{}", "size": 0})
    made += END
    for name, rows in collections.items():
        for row in rows:
            made += encoded({"db": "nodebb", "collection": name, "EOF": False, "CRC": 0}) + encoded(row) + END
        made += encoded({"db": "nodebb", "collection": name, "EOF": True, "CRC": 0}) + END
    return made
