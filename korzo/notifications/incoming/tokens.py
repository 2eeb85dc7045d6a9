"""The code in the address that a reply goes to: who may answer there, and which topic.

`reply+TOKEN@…`: version, kind, member, topic, day, then ten bytes of an HMAC, in base32. Mail servers change capitals
to small letters and the other way round, so it is the same in both.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from hashlib import sha256

from django.conf import settings

from korzo.notifications.incoming.doorway import Doorway

VERSION = 1
MAC_BYTES = 10
# Days are counted from here, so that they fit into two bytes for forty years.
FIRST_DAY = date(2026, 1, 1)
GOOD_FOR = timedelta(days=90)
# Each key signs for a month, so that one that leaked is of no use for long.
KEY_DAYS = 30

_TOKEN = re.compile(r"[a-z2-7]{20,56}")


class Kind(IntEnum):
    REPLY = 1
    BOUNCE = 2


@dataclass(frozen=True)
class Token:
    """`topic_id` is 0 where it is not about one."""

    kind: Kind
    member_id: int
    topic_id: int
    made_on: date

    def is_old(self, today: date) -> bool:
        return not -1 <= (today - self.made_on).days <= GOOD_FOR.days


def today() -> date:
    return datetime.now(UTC).date()


def address_for(doorway: Doorway, kind: Kind, member_id: int, topic_id: int = 0, *, on: date | None = None) -> str:
    local, _at, host = doorway.address.partition("@")
    # A mailbox of another name takes both kinds behind its own plus; the token tells them apart.
    name = "bounce" if kind is Kind.BOUNCE and local == "reply" else local
    return f"{name}+{write(Token(kind, member_id, topic_id, on or today()))}@{host}"


def write(token: Token) -> str:
    body = bytes([VERSION, token.kind]) + b"".join(
        _varint(number) for number in (token.member_id, token.topic_id, (token.made_on - FIRST_DAY).days)
    )
    whole = body + _mac(body, token.made_on, settings.SECRET_KEY)
    return base64.b32encode(whole).decode("ascii").rstrip("=").lower()


def read(text: str) -> Token | None:
    """None for what we did not write. An old one is read; whether it still holds is another question."""
    lowered = text.lower()
    if not _TOKEN.fullmatch(lowered):
        return None
    try:
        whole = base64.b32decode(lowered.upper() + "=" * (-len(lowered) % 8))
    except ValueError:
        return None
    body, mac = whole[:-MAC_BYTES], whole[-MAC_BYTES:]
    token = _parsed(body)
    # The same bytes may be written in several ways of base32; ours is one of them.
    if token is None or base64.b32encode(whole).decode("ascii").rstrip("=").lower() != lowered:
        return None
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return token if any(hmac.compare_digest(mac, _mac(body, token.made_on, key)) for key in keys) else None


def _parsed(body: bytes) -> Token | None:
    if len(body) < 5 or body[0] != VERSION or body[1] not in set(Kind):
        return None
    numbers: list[int] = []
    value = shift = 0
    for byte in body[2:]:
        value |= (byte & 0x7F) << shift
        shift += 7
        if shift > 70:
            return None
        if not byte & 0x80:
            numbers.append(value)
            value = shift = 0
    if len(numbers) != 3 or shift or numbers[2] > 40_000 or max(numbers) > 2**63 - 1:
        return None
    return Token(Kind(body[1]), numbers[0], numbers[1], FIRST_DAY + timedelta(days=numbers[2]))


def _varint(number: int) -> bytes:
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*made, number])


def _mac(body: bytes, made_on: date, secret: str) -> bytes:
    month = (made_on - FIRST_DAY).days // KEY_DAYS
    key = hmac.digest(secret.encode(), f"korzo.notifications.reply.{month}".encode(), sha256)
    return hmac.digest(key, body, sha256)[:MAC_BYTES]


def token_in(doorway: Doorway, addresses: list[str]) -> Token | None:
    """The first that one of these addresses carries."""
    local, _at, host = doorway.address.partition("@")
    for mail in addresses:
        name, _plus, rest = mail.partition("+")
        code, _at, where = rest.partition("@")
        if name in {local, "bounce"} and where == host and (token := read(code)):
            return token
    return None
