"""What a request for a stream asks: which channels, from where on, who, from what address."""

import ipaddress
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import parse_cookie

from korzo.live.marks import Mark, read_mark
from korzo.live.permissions import MEMBER, is_channel

type Scope = MutableMapping[str, Any]

# A browser with many tabs asks for all of them at once.
CHANNELS_MAX = 20
QUERY_BYTES_MAX = 2_048
COOKIE_BYTES_MAX = 8_192
# A mark with 200 gaps of 18 digits is shorter.
MARK_LENGTH_MAX = 4_096
# A page that was opened longer ago than this is read anew.
AGE_SECONDS_MAX = 600.0
ADDRESS_LENGTH_MAX = 64


class Malformed(Exception):
    """Nobody's browser asks like that."""


@dataclass(frozen=True)
class Asked:
    channels: tuple[str, ...]
    # How far they heard; None: they hear us for the first time.
    mark: Mark | None
    # They say how far they heard in words that are none of ours.
    is_lost: bool
    # How long ago their page was asked for; 0 where they do not say.
    age_seconds: float
    session: str
    address: str


def read(scope: Scope) -> Asked:
    """Raises Malformed."""
    headers: dict[bytes, bytes] = dict(reversed(scope["headers"]))
    query = _query(scope["query_string"])
    said = headers.get(b"last-event-id", b"").decode("latin-1") or _one(query, "last")
    mark = read_mark(said) if len(said) <= MARK_LENGTH_MAX else None
    age = _one(query, "age")
    if age and not (age.isascii() and age.isdigit() and len(age) <= 9):
        raise Malformed
    return Asked(
        channels=_channels(query.get("on", [])),
        mark=mark,
        is_lost=bool(said) and mark is None,
        age_seconds=int(age or 0) / 1000,
        session=_session(headers.get(b"cookie", b"")),
        address=address_of(scope, headers),
    )


def _query(raw: bytes) -> dict[str, list[str]]:
    if len(raw) > QUERY_BYTES_MAX:
        raise Malformed
    try:
        return parse_qs(raw.decode("ascii"), max_num_fields=CHANNELS_MAX + 5, errors="strict")
    except ValueError:
        raise Malformed from None


def _one(query: dict[str, list[str]], name: str) -> str:
    return query.get(name, [""])[0]


def _channels(wanted: list[str]) -> tuple[str, ...]:
    channels = tuple(dict.fromkeys(wanted))
    if not channels or len(channels) > CHANNELS_MAX or not all(name == MEMBER or is_channel(name) for name in channels):
        raise Malformed
    return channels


def _session(cookie: bytes) -> str:
    if not cookie or len(cookie) > COOKIE_BYTES_MAX:
        return ""
    return parse_cookie(cookie.decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")


def address_of(scope: Scope, headers: dict[bytes, bytes]) -> str:
    """The visitor's own, behind as many proxies as the owner trusts. A household has one network of IPv6 to itself."""
    client = scope.get("client")
    text = str(client[0]) if client else ""
    passed = headers.get(b"x-forwarded-for", b"").decode("latin-1").split(",")
    trusted: int = settings.KORZO_TRUSTED_PROXIES
    if trusted and len(passed) >= trusted and passed[-trusted].strip():
        text = passed[-trusted].strip()
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text[:ADDRESS_LENGTH_MAX]
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def is_foreign(scope: Scope) -> bool:
    """Another site's page would only take up places: its browser keeps what we say from it."""
    return any(name == b"sec-fetch-site" and value == b"cross-site" for name, value in scope["headers"])
