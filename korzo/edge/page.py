"""A page as the edge keeps it: the pieces that are the same for everybody, and the places of the personal parts."""

import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

import brotli

from korzo.edge.incoming import Headers
from korzo.edge.outgoing import Answer
from korzo.edge.sharing import ASK_AGAIN, END, KEEP_HEADER, LASTS_HEADER, SEEN_HEADER
from korzo.kit import parts
from korzo.kit.generations import Seen
from korzo.kit.parts import Part

PAGE_BYTES_MAX = 1024 * 1024
# Too small to gain from compression: headers and a packet are sent anyway.
COMPRESS_BYTES_MIN = 500
# Made once and sent many times: good levels that still take single milliseconds.
BROTLI_QUALITY = 6
GZIP_LEVEL = 6
# A member's page is made for one request.
GZIP_LEVEL_ONCE = 1
GZIP_WBITS = 31

_SEEN = SEEN_HEADER.lower().encode("ascii")
_LASTS = LASTS_HEADER.lower().encode("ascii")
_KEEP = KEEP_HEADER.lower().encode("ascii")
_OF_THE_EDGE = frozenset({_SEEN, _LASTS, _KEEP})
# Said anew for each request, or meant for the edge alone.
_NOT_KEPT = _OF_THE_EDGE | {
    b"content-length",
    b"etag",
    b"vary",
    b"cache-control",
    b"date",
    b"server",
    b"connection",
    b"x-request-id",
}


@dataclass
class StoredPage:
    """`pieces` are one more than `wanted` and `of_guests`, which are the parts as a guest sees them.

    Bodies by encoding are for guests; the empty encoding is the plain body.
    """

    headers: Headers
    pieces: list[bytes]
    wanted: list[Part]
    of_guests: list[bytes]
    bodies: dict[bytes, bytes]
    etag: bytes
    is_compressing: bool = field(default=False)
    # What is sent before each body, made once.
    told: dict[bytes, Headers] = field(default_factory=dict)

    @property
    def plain(self) -> bytes:
        return self.bodies[b""]

    def size(self) -> int:
        return sum(map(len, [*self.pieces, *self.of_guests, *self.bodies.values()]))

    def compress(self) -> int:
        """Add the compressed bodies; returns how many bytes they take. Runs on a thread, once a page."""
        made = {
            b"br": brotli.compress(self.plain, quality=BROTLI_QUALITY),
            b"gzip": gzipped(self.plain, GZIP_LEVEL),
        }
        self.bodies = {**self.bodies, **made}
        return sum(len(body) for body in made.values())

    def with_parts(self, texts: list[str | None]) -> bytes:
        """The page of one member; None stands for a part that looks as everybody sees it."""
        own = [
            of_guest if text is None else text.encode() for text, of_guest in zip(texts, self.of_guests, strict=True)
        ]
        return b"".join(one for pair in zip(self.pieces, [*own, b""], strict=True) for one in pair)


def gzipped(body: bytes, level: int) -> bytes:
    return zlib.compress(body, level, GZIP_WBITS)


@dataclass(frozen=True)
class Rendered:
    """What Django said when it was asked for the page of everybody.

    Without a page, `answer` says something else, or is None where the edge has to ask again as the visitor asked.
    `is_certain` is False where Django broke off before it could say what it had looked at.
    """

    page: StoredPage | None
    seen: Seen
    good_until: float
    answer: Answer | None
    is_certain: bool


def rendered_from(answer: Answer) -> Rendered:
    seen = answer.header(_SEEN)
    lasts = answer.header(_LASTS)
    may_be_kept = answer.status == 200 and bool(answer.header(_KEEP)) and len(answer.body) <= PAGE_BYTES_MAX
    return Rendered(
        page=_stored(answer) if may_be_kept else None,
        seen=_seen_from(seen.decode("ascii")),
        good_until=float(lasts) if lasts else float("inf"),
        answer=None if answer.status == ASK_AGAIN else _plain(answer),
        is_certain=bool(seen) and answer.status < 500,
    )


def _plain(answer: Answer) -> Answer:
    """What a guest may be given as it is: without the marks of parts, whose words nobody outside may read."""
    body = answer.body
    if END.encode() in body:
        pieces, _wanted, of_guests = _taken_apart(body.decode())
        body = parts.join(pieces, of_guests).encode()
    headers = [one for one in answer.headers if one[0] not in _OF_THE_EDGE and one[0] != b"content-length"]
    return Answer(answer.status, [*headers, (b"content-length", str(len(body)).encode("ascii"))], body)


def _stored(answer: Answer) -> StoredPage:
    pieces, wanted, of_guests = _taken_apart(answer.body.decode())
    plain = parts.join(pieces, of_guests).encode()
    etag = b'W/"' + blake2b(plain, digest_size=12).hexdigest().encode("ascii") + b'"'
    headers = [(name, value) for name, value in answer.headers if name not in _NOT_KEPT]
    return StoredPage(
        headers, [piece.encode() for piece in pieces], wanted, [one.encode() for one in of_guests], {b"": plain}, etag
    )


def _seen_from(text: str) -> Seen:
    return tuple((int(slot), int(number)) for slot, number in (pair.split(":") for pair in text.split()))


def _taken_apart(html: str) -> tuple[list[str], list[Part], list[str]]:
    """Pieces and marks, and the parts as a guest sees them."""
    raw, wanted = parts.split(html)
    split = [after_mark.split(END, maxsplit=1) for after_mark in raw[1:]]
    return [raw[0], *(piece for _of_guest, piece in split)], wanted, [of_guest for of_guest, _piece in split]


_WORD = re.compile(rb'(?:W/)?"[^"]*"|\*')


def is_known_to_browser(if_none_match: bytes, etag: bytes) -> bool:
    """Weak comparison, lists and `*`: RFC 9110, 13.1.2."""
    bare = etag.removeprefix(b"W/")
    return any(one == b"*" or one.removeprefix(b"W/") == bare for one in _WORD.findall(if_none_match))


def encoding_for(accept: bytes, offered: Collection[bytes]) -> bytes:
    """The best of the encodings that we have and the browser takes; empty for none. RFC 9110, 12.5.3."""
    return next((name for name in _taken_by(accept) if name in offered), b"") if accept else b""


@lru_cache(maxsize=1_000)
def _taken_by(accept: bytes) -> tuple[bytes, ...]:
    """Ours that this browser takes, the best first. There are as many such headers as there are browsers."""
    taken = {}
    for one in accept.lower().split(b","):
        name, _semicolon, weight = one.strip().partition(b";")
        taken[name.strip()] = weight.strip().replace(b" ", b"") not in {b"q=0", b"q=0.0", b"q=0.00", b"q=0.000"}
    return tuple(name for name in (b"br", b"gzip") if taken.get(name, taken.get(b"*", False)))
