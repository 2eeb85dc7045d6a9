"""The edge: answers from memory what is the same for everybody, and lets Django work only for the rest.

A guest gets a stored page as it is. A member gets the same page with their own parts put in: Django is asked for these
alone. Everything else goes to Django whole.
"""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from korzo.edge.incoming import (
    App,
    Body,
    Gone,
    Headers,
    Malformed,
    Message,
    Receive,
    Scope,
    Send,
    body_bytes_max,
    checked_headers,
    read_body,
    with_length,
)
from korzo.edge.outgoing import Answer, CollectedAnswer, HeldAnswer, refuse, send_answer
from korzo.edge.page import (
    COMPRESS_BYTES_MIN,
    GZIP_LEVEL_ONCE,
    Rendered,
    StoredPage,
    encoding_for,
    gzipped,
    is_known_to_browser,
    rendered_from,
)
from korzo.edge.sharing import ASK_HEADER, ASK_PERSONAL, ASK_SHARED, PARTS_HEADER
from korzo.edge.shelf import PageKey, Shelf, TookTooLong
from korzo.edge.slices import FILMS_PATH, Slices
from korzo.edge.static import StaticFiles
from korzo.edge.visitor import Visitor, guest_headers, plain_query, visitor_of
from korzo.kit import generations, meters

# Pages of one person and large files: nobody even looks for them.
NEVER_STORED = ("/staff/", "/accounts/", "/media/", "/health/", "/ready/")
NEVER_STORED_HEADERS = frozenset({b"authorization", b"range", b"content-length", b"transfer-encoding"})
LIVE_PATH = "/live/"
# Addresses and cookies of ours together are shorter.
REMEMBERED_LENGTH_MAX = 1_000
# Browsers send some twenty letters.
ACCEPT_LANGUAGE_LENGTH_MAX = 200

LOOKS = meters.counter("korzo_page_cache_looks", "Looks for a stored page, and how they ended.", "outcome")

CACHE_CONTROL = (b"cache-control", b"public, max-age=0, must-revalidate")
PRIVATE = (b"cache-control", b"private, no-store")
VARY = (b"vary", b"Accept-Encoding, Accept-Language, Cookie")
VARY_FRAGMENT = (b"vary", b"Accept-Encoding, Accept-Language, Cookie, HX-Request")


@dataclass(slots=True)
class Request:
    """One request of a visitor for something that may be stored."""

    scope: Scope
    headers: Headers
    by_name: dict[bytes, bytes]
    visitor: Visitor
    key: PageKey

    @property
    def is_bare(self) -> bool:
        """Nothing of it was left out when Django was asked for the page of everybody."""
        return b"cookie" not in self.by_name and self.scope["query_string"].decode("ascii") == self.key.query

    @property
    def is_head(self) -> bool:
        return bool(self.scope["method"] == "HEAD")


@dataclass
class Edge:
    django: App
    static: StaticFiles
    # Event streams; where there are none, Django says that the address is unknown.
    live: App | None = None
    shelf: Shelf = field(default_factory=lambda: Shelf(ThreadPoolExecutor(1, thread_name_prefix="compress")))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            headers = checked_headers(scope)
            if scope["method"] in {"GET", "HEAD"}:
                await self._get(scope, headers, receive, send)
            else:
                await self._pass_on(scope, headers, receive, send)
        except Malformed as refusal:
            await refuse(send, refusal)
        except Gone:
            # Mostly nobody listens any more; whoever sent a body that cannot be read does.
            with suppress(OSError, RuntimeError):
                await refuse(send, Malformed(400, "This request broke off."))

    async def _get(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path.startswith(self.static.prefix):
            await self.static.serve(scope, dict(headers), send)
        elif self.live is not None and path.startswith(LIVE_PATH):
            await self.live({**scope, "headers": headers}, receive, send)
        elif path.startswith(FILMS_PATH):
            await Slices(self._ask, scope, headers, receive, send).serve()
        elif (request := _storable(scope, headers)) is not None:
            await self._page(request, receive, send)
        else:
            await self._pass_on(scope, headers, receive, send)

    async def _page(self, request: Request, receive: Receive, send: Send) -> None:
        found = self.shelf.find(request.key)
        LOOKS.add("miss" if found is None else "hit" if found.page else "not shared")
        if found is None:
            try:
                found = await self.shelf.fetch(request.key, lambda: self._render(request))
            except TookTooLong:
                await _busy(send)
                return
        page = found.page
        if page is None:
            await self._not_for_everybody(request, found.answer, receive, send)
        elif not request.visitor.has_session:
            await _send_stored(send, page, request)
        elif page.wanted:
            await self._send_personal(send, page, request, receive)
        else:
            await _send_once(send, request, [*page.headers, PRIVATE], page.plain)

    async def _not_for_everybody(self, request: Request, answer: Answer | None, receive: Receive, send: Send) -> None:
        """Django is asked again, as the visitor asked, unless that was the same question."""
        if answer is None or not request.is_bare:
            await self._pass_on(request.scope, request.headers, receive, send)
            return
        out = _Compressing(send, request.by_name)
        body = b"" if request.is_head else answer.body
        await send_answer(out.take, answer.status, answer.headers, body)

    async def _render(self, request: Request) -> Rendered:
        """Ask Django for the page of everybody."""
        key = request.key
        scope = {**request.scope, "method": "GET", "query_string": key.query.encode("ascii")}
        headers = guest_headers(request.headers, request.visitor, is_fragment=key.is_fragment)
        answer = await self._ask(scope, [*headers, (ASK_HEADER.lower().encode(), ASK_SHARED.encode())])
        return rendered_from(answer)

    async def _send_personal(self, send: Send, page: StoredPage, request: Request, receive: Receive) -> None:
        """The stored page with this member's parts in it. Where Django has something else to say, it says it whole."""
        wanted = json.dumps([[part.name, part.key] for part in page.wanted]).encode()
        asked = [
            (ASK_HEADER.lower().encode(), ASK_PERSONAL.encode()),
            (PARTS_HEADER.lower().encode(), base64.b64encode(wanted)),
        ]
        answer = await self._ask({**request.scope, "method": "GET"}, [*request.headers, *asked])
        if answer.status != 200 or answer.header(b"content-type") != b"application/json":
            await self._pass_on(request.scope, request.headers, receive, send)
            return
        cookies = [(name, value) for name, value in answer.headers if name == b"set-cookie"]
        body = page.with_parts(json.loads(answer.body))
        await _send_once(send, request, [*page.headers, PRIVATE, *cookies], body)

    async def _ask(self, scope: Scope, headers: Headers) -> Answer:
        collected = CollectedAnswer()
        await self.django({**scope, "headers": headers}, _nothing_more, collected.take)
        return collected.answer()

    async def _pass_on(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """To Django, once the request has arrived whole; a page that it makes is compressed on the way."""
        with await read_body(headers, receive, body_bytes_max(scope["path"])) as body:
            answer = HeldAnswer(_Compressing(send, dict(headers)).take)
            await self.django(_whole(scope, headers, body), body.next_message, answer.take)
        await answer.let_go()


def _whole(scope: Scope, headers: Headers, body: Body) -> Scope:
    return {**scope, "headers": with_length(headers, body.length)}


async def _nothing_more() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _storable(scope: Scope, headers: Headers) -> Request | None:
    """None for what has to go to Django as it is."""
    by_name = dict(headers)
    if not generations.is_usable() or not by_name.keys().isdisjoint(NEVER_STORED_HEADERS):
        return None
    cookie = by_name.get(b"cookie", b"")
    # What is long is not remembered: many of those would fill the memory.
    is_short = len(cookie) + len(scope["path"]) + len(scope["query_string"]) <= REMEMBERED_LENGTH_MAX
    found = (_asked_for if is_short else _asked_for.__wrapped__)(
        scope["path"],
        scope["query_string"],
        by_name.get(b"host", b""),
        _scheme(scope, by_name),
        cookie,
        by_name.get(b"accept-language", b"")[:ACCEPT_LANGUAGE_LENGTH_MAX],
        b"hx-request" in by_name and b"hx-history-restore-request" not in by_name,
        tuple(settings.ALLOWED_HOSTS),
    )
    return Request(scope, headers, by_name, *found) if found else None


@lru_cache(maxsize=2_000)
def _asked_for(
    path: str,
    raw_query: bytes,
    raw_host: bytes,
    scheme: str,
    cookie: bytes,
    accept_language: bytes,
    is_fragment: bool,
    our_hosts: tuple[str, ...],
) -> tuple[Visitor, PageKey] | None:
    """The same visitor asks for the same page again and again, and all this is text work."""
    host = raw_host.lower()
    if path.startswith(NEVER_STORED) or not _is_our_host(host, our_hosts):
        return None
    visitor = visitor_of(cookie, accept_language)
    try:
        query = plain_query(raw_query)
    except ValueError:
        return None
    return visitor, PageKey(scheme, host, path, query, visitor.language, visitor.theme, is_fragment)


def _is_our_host(host: bytes, ours: tuple[str, ...]) -> bool:
    domain, _port = split_domain_port(host.decode("latin-1"))
    return bool(domain) and validate_host(domain, ours)


def _scheme(scope: Scope, by_name: dict[bytes, bytes]) -> str:
    """As Django sees it (`SECURE_PROXY_SSL_HEADER`)."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return "https" if by_name.get(b"x-forwarded-proto") == b"https" else "http"
    return str(scope["scheme"])


async def _send_stored(send: Send, page: StoredPage, request: Request) -> None:
    vary = VARY_FRAGMENT if request.key.is_fragment else VARY
    known = request.by_name.get(b"if-none-match")
    if known and is_known_to_browser(known, page.etag):
        await send_answer(send, 304, [*page.headers, CACHE_CONTROL, vary, (b"etag", page.etag)], b"")
        return
    encoding = encoding_for(request.by_name.get(b"accept-encoding", b""), page.bodies)
    body = page.bodies[encoding]
    headers = page.told.get(encoding)
    if headers is None:
        headers = [*page.headers, CACHE_CONTROL, vary, (b"etag", page.etag)]
        if encoding:
            headers.append((b"content-encoding", encoding))
        headers.append((b"content-length", str(len(body)).encode("ascii")))
        page.told[encoding] = headers
    await send_answer(send, 200, headers, b"" if request.is_head else body)


async def _send_once(send: Send, request: Request, headers: Headers, body: bytes) -> None:
    """A page for one member."""
    headers = [*headers, VARY_FRAGMENT if request.key.is_fragment else VARY]
    if len(body) >= COMPRESS_BYTES_MIN and encoding_for(request.by_name.get(b"accept-encoding", b""), {b"gzip"}):
        body = gzipped(body, GZIP_LEVEL_ONCE)
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(body)).encode("ascii")))
    await send_answer(send, 200, headers, b"" if request.is_head else body)


async def _busy(send: Send) -> None:
    """Somebody else's rendering hangs; a second one would not be quicker."""
    text = b"This page takes too long just now. Please try again in a moment.\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode("ascii")),
        (b"retry-after", b"2"),
        (b"cache-control", b"no-store"),
    ]
    await send_answer(send, 503, headers, text)


@dataclass
class _Compressing:
    """Compresses a whole text that Django made, where it comes in one piece and the browser takes it."""

    send: Send
    asked: dict[bytes, bytes]
    start: Message | None = None

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        start, self.start = self.start, None
        if start is not None:
            if not message.get("more_body", False):
                start, message = self._squeezed(start, message)
            await self.send(start)
        await self.send(message)

    def _squeezed(self, start: Message, message: Message) -> tuple[Message, Message]:
        body = message.get("body", b"")
        headers = [(name.lower(), value) for name, value in start["headers"]]
        by_name = dict(headers)
        is_text = by_name.get(b"content-type", b"").startswith((b"text/", b"application/json", b"application/xml"))
        if not is_text or b"content-encoding" in by_name or len(body) < COMPRESS_BYTES_MIN:
            return start, message
        vary = by_name.get(b"vary", b"")
        headers = [(name, value) for name, value in headers if name not in {b"content-length", b"vary"}]
        headers.append((b"vary", b"Accept-Encoding" + (b", " + vary if vary else b"")))
        if encoding_for(self.asked.get(b"accept-encoding", b""), {b"gzip"}):
            body = gzipped(body, GZIP_LEVEL_ONCE)
            headers.append((b"content-encoding", b"gzip"))
            etag = by_name.get(b"etag", b"")
            if etag and not etag.startswith(b"W/"):
                headers = [(name, b"W/" + value if name == b"etag" else value) for name, value in headers]
        headers.append((b"content-length", str(len(body)).encode("ascii")))
        return {**start, "headers": headers}, {**message, "body": body}
