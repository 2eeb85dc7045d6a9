"""Where we call, where we do not, and how much we listen to.

The network is a server of our own on this machine; only the system's lookup of names is replaced.
"""

import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from korzo.kit import http
from korzo.kit.errors import SendingFailed
from korzo.kit.http import FEED, PICTURE, PREVIEW, SHOP, WEBHOOK, Fetched, FetchFailed, Neighbour, Profile, fetch

PUBLIC = "93.184.216.34"
LOOPBACK = Neighbour("shop.lan", ipaddress.ip_network("127.0.0.0/8"))

_real_lookup = socket.getaddrinfo

type Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Names:
    """What each name resolves to; a list of lists answers differently each time. `asked` are the lookups."""

    answers: dict[str, list[list[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def getaddrinfo(self, host: str, port: int | None, *options: Any, **more: Any) -> list[Any]:
        if host[:1].isdigit():
            # An address that was judged, on its way to the connection: there is no name to look up.
            return _real_lookup(host, port, *options, **more)
        self.asked.append(host)
        if host not in self.answers:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        turns = self.answers[host]
        found = turns.pop(0) if len(turns) > 1 else turns[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 0)) for address in found]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    known = Names({"shop.example": [[PUBLIC]]})
    http._own_addresses.cache_clear()
    monkeypatch.setattr(socket, "getaddrinfo", known.getaddrinfo)
    yield known
    http._own_addresses.cache_clear()


@dataclass
class Server:
    port: int = 0
    replies: dict[str, Reply | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    heard: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def url(self, path: str, host: str = "shop.lan") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()

    class Peer(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            sent = {name.lower(): value for name, value in self.headers.items()}
            one.heard.append((self.command, self.path, sent, body))
            reply = one.replies[self.path]
            if callable(reply):
                reply(self)
                return
            status, headers, content = reply
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815 (named by the library)

        def log_message(self, *_arguments: object) -> None:
            """Quiet."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    one.port = listening.server_port
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield one
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def lan(names: Names) -> Names:
    names.answers["shop.lan"] = [["127.0.0.1"]]
    return names


def call(url: str, profile: Profile = WEBHOOK, **options: Any) -> Fetched:
    return fetch(url, profile=profile, neighbours=[LOOPBACK], **options)


def failure(url: str, profile: Profile = WEBHOOK, **options: Any) -> str:
    with pytest.raises(FetchFailed) as caught:
        call(url, profile, **options)
    return str(caught.value)


# Which addresses


@pytest.mark.parametrize(
    "address",
    [
        "100.64.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1", "::127.0.0.1", "::8.8.8.8",
        "224.0.0.1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::",
        "2001:0:7f00:1::", "169.254.169.254", "0.0.0.0", "198.18.0.1", "fd00::1", "fe80::1", "fec0::1", "::", "::1",
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "127.255.255.254", "255.255.255.255", "240.0.0.1",
        "192.0.2.1", "2001:db8::1", "192.88.99.1", "100::1",
    ],
)  # fmt: skip
def test_it_knows_what_is_not_out_there(address: str, names: Names) -> None:
    assert not http.is_public(ipaddress.ip_address(address))
    names.answers["shop.example"] = [[address]]
    with pytest.raises(FetchFailed, match="could not reach") as caught:
        http.check_url("https://shop.example/")
    assert caught.value.permanent


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_it_knows_what_is(address: str, names: Names) -> None:
    names.answers["shop.example"] = [[address]]
    assert http.check_url("https://shop.example/").addresses == (str(ipaddress.ip_address(address)),)


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/", "https://shop.example:8443/", "https://shop.example:22/", "ftp://shop.example/",
        "file:///etc/passwd", "gopher://shop.example/", "javascript:alert(1)", "//shop.example/", "shop.example",
        "https://name:word@shop.example/", "https://name@shop.example/", "https:///", "https://", "",
        "https://127.1/", "https://0x7f.1/", "https://0x7f000001/", "https://2130706433/", "https://017700000001/",
        "https://8.8.8.8/", "https://[::]/", "https://[::1]/", "https://[::ffff:7f00:1]/", "https://127.0.0.1./",
        "https://１２７.１/", "https://shop.example\r\nHost: evil/", "https://shop.example/" + "a" * 2000,
    ],
)  # fmt: skip
def test_it_refuses_before_it_looks_up(url: str, names: Names) -> None:
    with pytest.raises(FetchFailed, match="cannot be used") as caught:
        fetch(url, profile=PREVIEW)
    assert caught.value.permanent
    assert names.asked == []


@pytest.mark.parametrize("host", ["localhost", "localhost.", "LOCALHOST"])
def test_our_own_machine_is_refused_by_name(host: str, names: Names) -> None:
    names.answers |= {"localhost": [["127.0.0.1"]], "localhost.": [["127.0.0.1"]]}
    with pytest.raises(FetchFailed, match="could not reach"):
        http.check_url(f"https://{host}/")


def test_one_bad_answer_spoils_all(names: Names) -> None:
    names.answers["shop.example"] = [[PUBLIC, "10.0.0.5"]]
    with pytest.raises(FetchFailed, match="could not reach"):
        http.check_url("https://shop.example/")


def test_it_refuses_our_own_public_address(names: Names, settings: Any) -> None:
    settings.KORZO_URL = "https://community.example"
    names.answers["community.example"] = [["198.41.0.4"]]
    names.answers["shop.example"] = [["198.41.0.4"]]
    with pytest.raises(FetchFailed, match="could not reach"):
        http.check_url("https://shop.example/")


def test_an_unknown_name_may_be_known_later(names: Names) -> None:
    with pytest.raises(FetchFailed) as caught:
        http.check_url("https://nowhere.example/")
    assert not caught.value.permanent
    assert isinstance(caught.value, SendingFailed)


def test_a_slow_lookup_ends(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "CONNECT_SECONDS", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: time.sleep(0.6))
    began = time.monotonic()
    with pytest.raises(FetchFailed, match="could not reach"):
        http.check_url("https://shop.example/")
    assert time.monotonic() - began < 0.5


def test_a_neighbour_counts_for_its_name_and_network_only(lan: Names) -> None:
    assert http.check_url("http://shop.lan:8080/", neighbours=[LOOPBACK]).addresses == ("127.0.0.1",)
    with pytest.raises(FetchFailed):
        http.check_url("http://other.lan:8080/", neighbours=[LOOPBACK])
    lan.answers["shop.lan"] = [["10.0.0.5"]]
    with pytest.raises(FetchFailed, match="could not reach"):
        http.check_url("http://shop.lan:8080/", neighbours=[LOOPBACK])


def test_the_switch_opens_everything(server: Server, settings: Any) -> None:
    settings.KORZO_PRIVATE_ADDRESSES = True
    server.replies["/x"] = (200, {}, b"here")
    assert fetch(f"http://127.0.0.1:{server.port}/x", profile=WEBHOOK).body == b"here"


# How we ask


def test_it_connects_to_the_judged_address_under_the_name(lan: Names, server: Server) -> None:
    """The second answer would lead elsewhere: it is never asked for."""
    lan.answers["shop.lan"] = [["127.0.0.1"], ["10.0.0.5"]]
    server.replies["/x"] = (200, {"Content-Type": "text/plain; charset=utf-8"}, b"here")
    answer = call(server.url("/x"))
    assert (answer.ok, answer.status, answer.body, answer.content_type) == (True, 200, b"here", "text/plain")
    assert lan.asked.count("shop.lan") == 1
    assert server.heard[0][2]["host"] == f"shop.lan:{server.port}"


def test_it_tries_the_next_address(lan: Names, server: Server) -> None:
    lan.answers["shop.lan"] = [["127.0.0.77", "127.0.0.1"]]
    server.replies["/x"] = (200, {}, b"here")
    assert call(server.url("/x")).body == b"here"


def test_it_ignores_proxies_of_the_environment(lan: Names, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.replies["/x"] = (200, {}, b"here")
    assert call(server.url("/x")).body == b"here"


def test_it_sends_what_it_was_given(lan: Names, server: Server) -> None:
    server.replies["/hook"] = (202, {"Set-Cookie": "a=b"}, b"")
    headers = {"Authorization": "Bearer k", "Host": "evil.example"}
    answer = call(server.url("/hook"), method="POST", content=b'{"a":1}', headers=headers)
    method, _path, sent, body = server.heard[0]
    assert (answer.status, method, body, sent["authorization"]) == (202, "POST", b'{"a":1}', "Bearer k")
    assert sent["host"] == f"shop.lan:{server.port}"
    assert "cookie" not in sent


def test_a_header_cannot_begin_another(lan: Names, server: Server) -> None:
    assert "could not reach" in failure(server.url("/x"), headers={"X-Name": "a\r\nX-Evil: b"})
    assert server.heard == []


def test_an_error_of_the_other_side_is_an_answer(lan: Names, server: Server) -> None:
    server.replies["/x"] = (503, {"Content-Type": "text/html"}, b"later")
    assert (call(server.url("/x"), SHOP).status, call(server.url("/x"), SHOP).ok) == (503, False)


def test_it_reads_json_or_says_so(lan: Names, server: Server) -> None:
    server.replies |= {
        "/good": (200, {"Content-Type": "application/json"}, b'{"price": 12}'),
        "/bad": (200, {"Content-Type": "application/json"}, b"<html>"),
    }
    assert call(server.url("/good"), SHOP).json() == {"price": 12}
    with pytest.raises(FetchFailed, match="could not be read"):
        call(server.url("/bad"), SHOP).json()


# Signposts


def redirect(location: str, status: int = 302) -> Reply:
    return (status, {"Location": location}, b"elsewhere")


@pytest.mark.parametrize(
    "location",
    ["http://inner.lan/", "http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "file:///etc/passwd",
     "//inner.lan/x", "https://inner.lan/"],
)  # fmt: skip
def test_a_signpost_into_our_network_is_not_followed(location: str, lan: Names, server: Server) -> None:
    lan.answers["inner.lan"] = [["127.0.0.1"]]
    server.replies["/x"] = redirect(location)
    assert failure(server.url("/x"), PREVIEW)
    assert [path for _method, path, _headers, _body in server.heard] == ["/x"]


def test_a_name_that_changes_between_signposts_is_judged_again(lan: Names, server: Server) -> None:
    lan.answers["shop.lan"] = [["127.0.0.1"], ["10.0.0.5"]]
    server.replies["/x"] = redirect("/y")
    assert "could not reach" in failure(server.url("/x"), PREVIEW)
    assert len(server.heard) == 1


def test_it_follows_three_signposts_and_no_fourth(lan: Names, server: Server) -> None:
    server.replies |= {f"/{n}": redirect(f"/{n - 1}") for n in range(1, 5)}
    server.replies["/0"] = (200, {"Content-Type": "text/html"}, b"home")
    answer = call(server.url("/3"), PREVIEW)
    assert (answer.body, answer.url) == (b"home", server.url("/0"))
    assert "too many times" in failure(server.url("/4"), PREVIEW)


def test_a_webhook_follows_none(lan: Names, server: Server) -> None:
    server.replies["/hook"] = redirect("/other", 307)
    assert "too many times" in failure(server.url("/hook"), method="POST", content=b"signed")
    assert len(server.heard) == 1


def test_keys_do_not_travel_to_another_origin(lan: Names, server: Server) -> None:
    lan.answers["cdn.lan"] = [["127.0.0.1"]]
    server.replies |= {
        "/a": redirect("/b", 307),
        "/b": redirect(server.url("/c", "cdn.lan"), 303),
        "/c": (200, {"Content-Type": "application/json"}, b"{}"),
    }
    fetch(
        server.url("/a"), profile=SHOP, method="POST", content=b"{}",
        headers={"Authorization": "Bearer k", "X-Api-Key": "k", "Accept": "application/json"},
        neighbours=[LOOPBACK, Neighbour("cdn.lan", LOOPBACK.network)],
    )  # fmt: skip
    first, second, third = server.heard
    assert (first[2]["authorization"], second[2]["authorization"]) == ("Bearer k", "Bearer k")
    assert (second[0], second[3]) == ("POST", b"{}")
    assert (third[0], third[3], third[2]["accept"]) == ("GET", b"", "application/json")
    assert not {"authorization", "x-api-key"} & third[2].keys()


# How much we listen to


@pytest.mark.parametrize(
    ("profile", "content_type", "fits"),
    [
        (PREVIEW, "text/html; charset=utf-8", True), (PREVIEW, "application/pdf", False), (PREVIEW, "", False),
        (PICTURE, "image/webp", True), (PICTURE, "text/html", False), (SHOP, "application/json", True),
        (FEED, "text/csv", True), (FEED, "text/html", False), (WEBHOOK, "anything/atall", True),
    ],
)  # fmt: skip
def test_it_reads_what_the_use_expects(
    profile: Profile, content_type: str, fits: bool, lan: Names, server: Server
) -> None:
    server.replies["/x"] = (200, {"Content-Type": content_type}, b"x")
    if fits:
        assert call(server.url("/x"), profile).body == b"x"
    else:
        assert "do not read" in failure(server.url("/x"), profile)


TINY = Profile("tiny", bytes_max=1000)


def test_it_reads_up_to_its_limit(lan: Names, server: Server) -> None:
    server.replies |= {"/fits": (200, {}, b"a" * 1000), "/over": (200, {}, b"a" * 1001)}
    assert len(call(server.url("/fits"), TINY).body) == 1000
    assert "larger than we read" in failure(server.url("/over"), TINY)


def test_it_unpacks_up_to_its_limit(lan: Names, server: Server) -> None:
    packed = {"Content-Encoding": "gzip"}
    server.replies |= {
        "/fits": (200, packed, gzip.compress(b"a" * 1000)),
        "/bomb": (200, packed, gzip.compress(b"a" * 50_000_000)),
        "/torn": (200, packed, gzip.compress(b"a" * 1000)[:-9]),
        "/lie": (200, packed, b"not packed at all"),
    }
    assert call(server.url("/fits"), TINY).body == b"a" * 1000
    assert "larger than we read" in failure(server.url("/bomb"), TINY)
    assert "could not be read" in failure(server.url("/torn"), TINY)
    assert "could not be read" in failure(server.url("/lie"), TINY)


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip"])
def test_it_unpacks_nothing_else(encoding: str, lan: Names, server: Server) -> None:
    server.replies["/x"] = (200, {"Content-Encoding": encoding}, b"x")
    assert "packed in a way" in failure(server.url("/x"))


QUICK = Profile("quick", bytes_max=100_000, total_seconds=0.4)


def trickle(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _second in range(30):
            handler.wfile.write(b"a")
            time.sleep(0.1)
    except OSError:
        return


def trickle_in_the_head(handler: BaseHTTPRequestHandler) -> None:
    try:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
        for _second in range(30):
            handler.wfile.write(b"a")
            time.sleep(0.1)
    except OSError:
        return


@pytest.mark.parametrize("reply", [trickle, trickle_in_the_head])
def test_a_byte_now_and_then_does_not_hold_us(
    reply: Callable[[BaseHTTPRequestHandler], None], lan: Names, server: Server
) -> None:
    server.replies["/x"] = reply
    began = time.monotonic()
    assert "too long to answer" in failure(server.url("/x"), QUICK)
    assert time.monotonic() - began < 1


def test_nobody_there_is_a_sentence(lan: Names) -> None:
    assert "could not reach" in failure("http://shop.lan:9/")


def test_the_certificate_must_be_of_the_name(lan: Names, tmp_path: Path, settings: Any) -> None:
    """A server with a certificate of its own making hears the name it was asked for, and no request."""
    asked, listening = _tls_server(tmp_path)
    with listening:
        threading.Thread(target=_shake_hands, args=(listening,), daemon=True).start()
        port = listening.getsockname()[1]
        assert "could not reach" in failure(f"https://shop.lan:{port}/")
    assert asked == ["shop.lan"]


def _tls_server(folder: Path) -> tuple[list[str | None], ssl.SSLSocket]:
    asked: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    return asked, context.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)


def _shake_hands(listening: ssl.SSLSocket) -> None:
    try:
        listening.accept()
    except OSError:
        return


def _certificate(folder: Path) -> Path:
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 (not everywhere installed)
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "shop.lan")])
    now, day = datetime.now(UTC), timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("shop.lan")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
