"""Requests as they come in: refused where they are malformed, and taken in whole before anything works on them."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Scope, Receive, Send], Awaitable[None]]
type Headers = list[tuple[bytes, bytes]]

# The largest picture is 20 MB; a few of them, or one form with all its fields, come in one request.
BODY_BYTES_MAX = 64 * 1024 * 1024
# A shop's exported files, packed; the page behind this path lets in the team alone and has limits of its own.
IMPORT_PATH = "/staff/imports/"
IMPORT_BYTES_MAX = 210 * 1024 * 1024
# What is larger waits on disk and not in memory.
BODY_BYTES_IN_MEMORY_MAX = 1024 * 1024
# A phone at the edge of its network sends 64 MB in ten minutes; a silent one is let go of sooner.
BODY_SECONDS_MAX = 600.0
SILENCE_SECONDS_MAX = 20.0
CHUNK_BYTES = 256 * 1024
# Addresses of ours are far shorter; a long one is a mistake or an attack.
PATH_LENGTH_MAX = 2_000
QUERY_LENGTH_MAX = 4_000

# Two of these would let a proxy in front and us behind it understand two different requests.
SINGLE_HEADERS = frozenset({b"host", b"content-length", b"authorization"})
# Names that only the edge itself may use when it asks Django.
OWN_PREFIX = b"x-korzo-"
# A header without which hop or host could be told another story.
MALFORMED = "This address is malformed."


class Malformed(Exception):
    """Refused before Django sees it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Gone(Exception):
    """The other side went away before its request was whole."""


def checked_headers(scope: Scope) -> Headers:
    """The headers that Django may see; raises where the request can be read in two ways, or in none."""
    query: bytes = scope["query_string"]
    path: str = scope["path"]
    if len(path) > PATH_LENGTH_MAX or len(query) > QUERY_LENGTH_MAX:
        raise Malformed(414, "This address is too long.")
    if b"%00" in query or "\0" in path or any(byte <= 0x20 or byte >= 0x7F for byte in query):
        raise Malformed(400, MALFORMED)
    # `X_Name` and `X-Name` look the same to Django, so that a visitor could pose as the proxy.
    headers = [
        (lower, value)
        for name, value in scope["headers"]
        if b"_" not in name and not (lower := name.lower()).startswith(OWN_PREFIX)
    ]
    single = [name for name, _value in headers if name in SINGLE_HEADERS]
    if len(single) != len(set(single)):
        raise Malformed(400, "This request says the same thing twice.")
    return headers


@dataclass
class Body:
    """A request's body, whole, handed on in pieces."""

    file: "SpooledTemporaryFile[bytes]"
    bytes_max: int = BODY_BYTES_MAX
    length: int = 0
    sent: int = 0

    def __enter__(self) -> "Body":
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()

    def add(self, piece: bytes) -> None:
        self.length += len(piece)
        if self.length > self.bytes_max:
            raise Malformed(413, "This is more than we can take in at once.")
        self.file.write(piece)

    async def next_message(self) -> Message:
        piece = self.file.read(CHUNK_BYTES)
        self.sent += len(piece)
        return {"type": "http.request", "body": piece, "more_body": self.sent < self.length}


def body_bytes_max(path: str) -> int:
    return IMPORT_BYTES_MAX if path.startswith(IMPORT_PATH) else BODY_BYTES_MAX


async def read_body(headers: Headers, receive: Receive, bytes_max: int = BODY_BYTES_MAX) -> Body:
    declared = dict(headers).get(b"content-length", b"0")
    if not declared.isdigit():
        raise Malformed(400, "This request is malformed.")
    if int(declared) > bytes_max:
        raise Malformed(413, "This is more than we can take in at once.")
    spooled = SpooledTemporaryFile(max_size=BODY_BYTES_IN_MEMORY_MAX)  # noqa: SIM115 (closed by whoever reads it)
    body = Body(spooled, bytes_max)
    try:
        async with asyncio.timeout(BODY_SECONDS_MAX):
            more = True
            while more:
                message = await asyncio.wait_for(receive(), SILENCE_SECONDS_MAX)
                if message["type"] == "http.disconnect":
                    raise Gone
                body.add(message.get("body", b""))
                more = message.get("more_body", False)
    except BaseException as error:
        body.file.close()
        if isinstance(error, TimeoutError):
            raise Malformed(408, "This request took too long to arrive.") from None
        raise
    body.file.seek(0)
    return body


def with_length(headers: Headers, length: int) -> Headers:
    """Bodies sent in pieces have no length of their own; Django reads none without it."""
    kept = [(name, value) for name, value in headers if name not in {b"content-length", b"transfer-encoding"}]
    return [*kept, (b"content-length", str(length).encode("ascii"))] if length else kept
