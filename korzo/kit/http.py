"""The only way out to the network. Whoever names an address may be trying to have us call our own machines.

So we look the name up ourselves, judge every answer, and connect to exactly the address that was judged. Letting
a library look it up once more is the gap that a changing name slips through.
"""

import ipaddress
import json
import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from korzo.kit.errors import SendingFailed

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 10.0
# A shop's file over a home line: minutes, not hours. Only the worker asks for one.
FEED_SECONDS = 120.0
LOOKUP_THREADS = 4
# Enough for a name with addresses of both kinds, of which one kind does not work from here.
ADDRESSES_TRIED_MAX = 4
REDIRECTS_MAX = 3
URL_LENGTH_MAX = 2_000

KIB, MIB = 1024, 1024**2
_CHUNK_BYTES = 64 * KIB
_USER_AGENT = "Korzo"
_PORTS = {"https": 443, "http": 80}
# What may follow to another origin. Keys and signatures were meant for the first one alone.
_HARMLESS_HEADERS = {"accept", "accept-language", "content-type", "user-agent"}
_REDIRECTS = {301, 302, 303, 307, 308}
_NO_BODY = {204, 304}
# `127.1`, `0x7f.1` and `2130706433` are addresses to a resolver, whatever they look like.
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?$")


@dataclass(frozen=True)
class Neighbour:
    """A host on a private network that the owner named: its name or address, and the network it must lie in."""

    host: str
    network: Network


@dataclass(frozen=True)
class Profile:
    """What one use of the network may ask for and how much may come back. No content types: any."""

    name: str
    bytes_max: int
    content_types: tuple[str, ...] = ()
    redirects_max: int = REDIRECTS_MAX
    total_seconds: float = TOTAL_SECONDS


_JSON = ("application/json", "application/problem+json", "text/json")
SHOP = Profile("shop", 10 * MIB, (*_JSON, "application/vnd.api+json"))
PREVIEW = Profile("preview", MIB, ("text/html", "application/xhtml+xml"))
PICTURE = Profile("picture", 20 * MIB, ("image/",))
FEED = Profile(
    "feed",
    50 * MIB,
    (*_JSON, "application/xml", "text/xml", "application/rss+xml", "application/atom+xml", "text/csv", "text/plain"),
    total_seconds=FEED_SECONDS,
)
# A receiver that moves has to say so to its owner: a signed message follows no signposts.
WEBHOOK = Profile("webhook", 64 * KIB, redirects_max=0)


class FetchFailed(SendingFailed):
    """Nothing usable came back. The sentence says no more than the person who asked may know."""


@dataclass(frozen=True)
class Fetched:
    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def content_type(self) -> str:
        return _plain_type(self.headers)

    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise FetchFailed(_("The answer could not be read.")) from error


def _plain_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class _Target:
    """An address that passed: where to connect, and under which name."""

    url: httpx.URL
    addresses: tuple[str, ...]


def fetch(
    url: str,
    *,
    profile: Profile,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    neighbours: Sequence[Neighbour] = (),
) -> Fetched:
    """Ask and return what came back, of whatever status; FetchFailed where nothing may or did come back."""
    deadline = _Deadline(profile.total_seconds)
    given = {name.lower(): value for name, value in (headers or {}).items() if name.lower() != "host"}
    asked = httpx.URL("")
    for _hop in range(profile.redirects_max + 1):
        target = check_url(url, neighbours=neighbours, deadline=deadline)
        if str(asked) and not _same_origin(asked, target.url):
            given = {name: value for name, value in given.items() if name in _HARMLESS_HEADERS}
        asked = target.url
        fetched = _ask(target, method, given, content, profile, deadline)
        location = fetched.headers.get("location")
        if fetched.status not in _REDIRECTS or not location:
            return fetched
        url = _joined(asked, location)
        if fetched.status == 303 or (fetched.status in {301, 302} and method == "POST"):
            method, content = "GET", None
            given.pop("content-type", None)
    raise FetchFailed(_("This address sends us elsewhere too many times."), permanent=True)


def _joined(asked: httpx.URL, location: str) -> str:
    try:
        return str(asked.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise _unusable() from error


def _same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)


# Judging an address


def check_url(url: str, *, neighbours: Sequence[Neighbour] = (), deadline: "_Deadline | None" = None) -> _Target:
    """FetchFailed unless this may be asked. Also serves forms in which somebody names an address for later."""
    parsed = _parsed(url)
    name = parsed.raw_host.decode("ascii").lower()
    host = name.rstrip(".")
    networks = [one.network for one in neighbours if one.host.lower() == host]
    trusted = bool(networks) or settings.KORZO_PRIVATE_ADDRESSES
    port = parsed.port or _PORTS.get(parsed.scheme, 0)
    if not trusted and (parsed.scheme != "https" or port != _PORTS["https"] or _is_literal(host)):
        raise _unusable()
    addresses = _lookup(name, port, deadline or _Deadline(CONNECT_SECONDS))
    # One bad answer spoils all: which of them a connection takes is chance.
    if not settings.KORZO_PRIVATE_ADDRESSES and not all(_may_call(one, networks) for one in addresses):
        raise FetchFailed(_("We could not reach this address."), permanent=True)
    return _Target(parsed, tuple(str(one) for one in addresses[:ADDRESSES_TRIED_MAX]))


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url) if len(url) <= URL_LENGTH_MAX else None
    except (httpx.InvalidURL, ValueError) as error:
        raise _unusable() from error
    if parsed is None or parsed.scheme not in _PORTS or not parsed.host or parsed.userinfo:
        raise _unusable()
    return parsed.copy_with(fragment=None)


def _unusable() -> FetchFailed:
    return FetchFailed(_("This address cannot be used. It has to be a plain https address."), permanent=True)


def _is_literal(host: str) -> bool:
    return ":" in host or bool(_ENDS_IN_NUMBER.search(host))


def _lookup(host: str, port: int, deadline: "_Deadline") -> list[Address]:
    """The system's own lookup knows no time-out, so it runs beside us and we stop waiting."""
    asked = _lookups().submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        answers = asked.result(timeout=min(CONNECT_SECONDS, deadline.seconds_left()))
    except (OSError, UnicodeError, FutureTimeout) as error:
        asked.cancel()
        raise FetchFailed(_("We could not reach this address.")) from error
    found = dict.fromkeys(ipaddress.ip_address(str(answer[4][0])) for answer in answers)
    if not found:
        raise FetchFailed(_("We could not reach this address."))
    return list(found)


@cache
def _lookups() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="lookup")


def _may_call(address: Address, networks: Iterable[Network]) -> bool:
    if any(address in network for network in networks):
        return True
    return is_public(address) and address not in _own_addresses()


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# IPv4 addresses in an old coat, tunnels by 6to4 (with its relays) and Teredo, NAT64 and carrier NAT of a network's own.
_NEVER_WORDS = "::/96 2002::/16 192.88.99.0/24 2001::/32 64:ff9b:1::/48 100.64.0.0/10"
_NEVER = tuple(ipaddress.ip_network(word) for word in _NEVER_WORDS.split())


def is_public(address: Address) -> bool:
    """Whether this is a machine out there. Neither `is_global` nor `not is_private` says so by itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
        if address.is_site_local:
            return False
    if any(address in network for network in _NEVER):
        return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not (special or address.is_loopback or address.is_link_local)


@cache
def _own_addresses() -> frozenset[Address]:
    """Our own public addresses: from inside, a firewall often lets more through to them than from outside."""
    try:
        answers = socket.getaddrinfo(httpx.URL(settings.KORZO_URL).host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return frozenset()
    return frozenset(ipaddress.ip_address(str(answer[4][0])) for answer in answers)


# Asking


def _ask(
    target: _Target,
    method: str,
    headers: Mapping[str, str],
    content: bytes | None,
    profile: Profile,
    deadline: "_Deadline",
) -> Fetched:
    sent = {"user-agent": _USER_AGENT, **headers, "accept-encoding": "gzip"}
    try:
        with (
            httpx.Client(transport=_Transport(target, deadline), trust_env=False, timeout=CONNECT_SECONDS) as client,
            client.stream(method, target.url, headers=sent, content=content) as response,
        ):
            _check_answer(response, profile)
            body = b"" if response.status_code in _REDIRECTS else _read(response, profile, deadline)
            return Fetched(str(target.url), response.status_code, response.headers, body)
    except httpx.TimeoutException as error:
        raise _too_slow() from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError, OSError, ValueError) as error:
        raise FetchFailed(_("We could not reach this address.")) from error


def _check_answer(response: httpx.Response, profile: Profile) -> None:
    content_type = _plain_type(response.headers)
    # "image/" stands for all pictures; a whole type only for itself.
    fits = any(
        content_type.startswith(one) if one.endswith("/") else content_type == one for one in profile.content_types
    )
    if profile.content_types and response.is_success and response.status_code not in _NO_BODY and not fits:
        raise FetchFailed(_("The answer is of a kind that we do not read."), permanent=True)
    if response.headers.get("content-encoding", "identity").strip().lower() not in {"gzip", "identity", ""}:
        raise FetchFailed(_("The answer is packed in a way that we do not read."), permanent=True)


def _read(response: httpx.Response, profile: Profile, deadline: "_Deadline") -> bytes:
    """Unpacked by ourselves, never beyond the limit: a small packet may hold a thousand times its size."""
    packed = response.headers.get("content-encoding", "").strip().lower() == "gzip"
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if packed else None
    body = bytearray()
    for chunk in response.iter_raw(_CHUNK_BYTES):
        deadline.seconds_left()
        room = profile.bytes_max - len(body) + 1
        try:
            body += unpack.decompress(chunk, room) if unpack else chunk
        except zlib.error as error:
            raise FetchFailed(_("The answer could not be read.")) from error
        if len(body) > profile.bytes_max:
            raise FetchFailed(_("The answer is larger than we read."), permanent=True)
    if unpack and body and not unpack.eof:
        raise FetchFailed(_("The answer could not be read."))
    return bytes(body)


def _too_slow() -> FetchFailed:
    return FetchFailed(_("The other side took too long to answer."))


class _Deadline:
    """For everything together. Time-outs of a library count anew with every byte that trickles in."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def seconds_left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise _too_slow()
        return left


class _Transport(httpx.HTTPTransport):
    """httpx as it is, but over connections to the judged addresses only. The name stays for Host and certificate."""

    def __init__(self, target: _Target, deadline: _Deadline) -> None:
        super().__init__(verify=_certificates(), trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_certificates(), max_connections=1, network_backend=_Backend(target, deadline)
        )


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, target: _Target, deadline: _Deadline) -> None:
        self._target = target
        self._deadline = deadline
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        del host, timeout, local_address  # Judged already; we know better where to go and for how long.
        failure: Exception = httpcore.ConnectError()
        for address in self._target.addresses:
            seconds = min(CONNECT_SECONDS, self._deadline.seconds_left())
            try:
                return _Stream(self._real.connect_tcp(address, port, seconds, None, socket_options), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _Stream(httpcore.NetworkStream):
    """Every step of a connection gets what is left of the whole time."""

    def __init__(self, real: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._real = real
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._real.read(max_bytes, self._deadline.seconds_left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._real.write(buffer, self._deadline.seconds_left())

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        del timeout
        seconds = min(CONNECT_SECONDS, self._deadline.seconds_left())
        return _Stream(self._real.start_tls(ssl_context, server_hostname, seconds), self._deadline)

    def close(self) -> None:
        self._real.close()

    def get_extra_info(self, info: str) -> Any:
        return self._real.get_extra_info(info)
