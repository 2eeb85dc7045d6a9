"""Requests that no browser sends: the house answers or hangs up, does not fall or grow, and serves others."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.installation import Place, children_of, memory_kib, place, wait_for

pytestmark = pytest.mark.once

# Whatever is sent, memory stays within this of what it was: caches have bounds, and bodies wait on disk.
GROWTH_KIB_MAX = 60 * 1024
ANSWER_SECONDS_MAX = 25.0


@pytest.fixture
def here(transactional_db: None, tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path / "here") as made:
        yield made


def say(here: Place, raw: bytes) -> bytes:
    """What comes back; empty where the house hangs up without a word."""
    with socket.create_connection(("127.0.0.1", here.port), timeout=ANSWER_SECONDS_MAX) as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(raw)
        answer = b""
        with suppress(ConnectionResetError, TimeoutError):
            while piece := line.recv(65_536):
                answer += piece
        return answer


def get(path: bytes, *headers: bytes) -> bytes:
    lines = [b"GET " + path + b" HTTP/1.1", b"Host: localhost", b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


ODD = {
    "many headers": get(b"/", *[b"X-%d: a" % number for number in range(10_000)]),
    "one endless header": get(b"/", b"X-Long: " + b"a" * 2_000_000),
    "an endless path": get(b"/" + b"a" * 1_000_000),
    "an endless query": get(b"/?" + b"a=1&" * 100_000),
    "an endless cookie": get(b"/", b"Cookie: " + b"a=b; " * 10_000),
    "bytes that are no text": get(b"/\xff\xfe/\x80"),
    "escaped bytes that are no text": get(b"/talk/%ff%fe/"),
    "overlong dots": get(b"/static/%c0%ae%c0%ae/secret-key"),
    "a null": get(b"/talk/%00"),
    "a null in the query": get(b"/?a=%00"),
    "two hosts": get(b"/", b"Host: evil.example"),
    "no host": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc",
    "length and pieces": (
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "broken pieces": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    "a negative length": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "a boast": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999\r\n\r\n",
    "a line feed in a header": get(b"/", b"X-A: b\nSet-Cookie: evil=1"),
    "a header without a name": get(b"/", b": value"),
    "no protocol at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
    "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(64),
    "an unknown method": b"BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "the edge's own headers": get(b"/", b"X-Korzo-Ask: personal", b"X-Korzo-Parts: W10="),
}
CLIMBS = [
    b"/static/../secret-key",
    b"/static/../../secret-key",
    b"/static/%2e%2e/%2e%2e/secret-key",
    b"/static/..%2f..%2fsecret-key",
    b"/static//etc/passwd",
    b"/static/%2fetc%2fpasswd",
    b"/media/../secret-key",
    b"/media/%2e%2e/secret-key",
    b"/media/..%5c..%5csecret-key",
]


def test_nothing_odd_brings_the_house_down(here: Place) -> None:
    (here.data / "secret-key").write_text("never-to-be-seen")
    web = here.start("web")
    wait_for(here.is_answering, "the web server")
    pids = [web.pid, *children_of(web.pid)]
    before = memory_kib(pids)

    told = {name: status_of(say(here, raw)) for name, raw in ODD.items()}
    assert {name: status for name, status in told.items() if status >= 500} == {}
    assert told["the edge's own headers"] in {200, 302}

    for path in CLIMBS:
        answer = say(here, get(path))
        assert status_of(answer) in {0, 301, 302, 400, 404}, path
        assert b"never-to-be-seen" not in answer
        assert b"root:" not in answer

    silent = [socket.create_connection(("127.0.0.1", here.port)) for _line in range(50)]
    for line in silent:
        line.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\na")
    assert here.is_answering()
    for line in silent:
        line.close()

    _ask_for_odd_pages(here, 400)
    assert here.is_answering()
    assert [web.pid, *children_of(web.pid)] == pids, here.log()[-2_000:]
    assert memory_kib(pids) < before + GROWTH_KIB_MAX


def _ask_for_odd_pages(here: Place, count: int) -> None:
    line = HTTPConnection("127.0.0.1", here.port, timeout=ANSWER_SECONDS_MAX)
    for number in range(count):
        line.request("GET", f"/talk/?x{number}={number * 7919}", headers={"Host": "localhost"})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200
    line.close()


@pytest.mark.stress
def test_ten_thousand_query_strings_fill_nothing(here: Place) -> None:
    web = here.start("web")
    wait_for(here.is_answering, "the web server")
    _ask_for_odd_pages(here, 500)
    pids = [web.pid, *children_of(web.pid)]
    before = memory_kib(pids)
    _ask_for_odd_pages(here, 10_000)
    assert memory_kib(pids) < before + GROWTH_KIB_MAX
