import asyncio
from collections.abc import Iterable
from typing import Any, cast
from wsgiref.types import StartResponse

import pytest
from a2wsgi import WSGIMiddleware

from korzo.edge import incoming
from korzo.edge.app import Edge
from korzo.edge.incoming import BODY_BYTES_MAX, PATH_LENGTH_MAX, QUERY_LENGTH_MAX
from korzo.edge.outgoing import ANSWER_BYTES_HELD_MAX
from korzo.edge.static import StaticFiles

HOST = (b"host", b"localhost")


def echo(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """A stand-in for Django that tells what reached it."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "text/plain")])
    named = sorted(name for name in environ if name.startswith("HTTP_"))
    return [f"{environ['QUERY_STRING']} {len(body)} {','.join(named)}".encode(), b" ", b"end"]


def large(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return (b"x" * 1_000_000 for _piece in range(12))


async def _ask(app: Any, scope: dict[str, Any], messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    edge = Edge(cast("Any", WSGIMiddleware(app, workers=1)), StaticFiles("/static/"))

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop(0)
        return await asyncio.Future()

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await edge(scope, receive, send)
    return sent


def ask(
    *,
    app: Any = echo,
    query: bytes = b"",
    headers: list[tuple[bytes, bytes]] | None = None,
    pieces: list[bytes] | None = None,
    path: str = "/",
    messages: list[dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    scope = {
        "type": "http", "method": "POST", "path": path, "query_string": query, "http_version": "1.1",
        "scheme": "http", "headers": headers or [HOST], "server": ("localhost", 80), "client": ("127.0.0.1", 9),
    }  # fmt: skip
    bodies = pieces or [b""]
    listed = [
        {"type": "http.request", "body": body, "more_body": place < len(bodies) - 1}
        for place, body in enumerate(bodies)
    ]
    return asyncio.run(_ask(app, scope, listed if messages is None else messages))


def status_of(sent: list[dict[str, Any]]) -> int:
    return int(sent[0]["status"])


def body_of(sent: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent[1:])


def test_it_answers_in_one_piece() -> None:
    sent = ask(query=b"a=1&b=%C3%A1")
    assert (status_of(sent), body_of(sent)) == (200, b"a=1&b=%C3%A1 0 HTTP_HOST end")
    assert len(sent) == 2


@pytest.mark.parametrize("query", [b"a=\xc3\xa1", b"a=\xff", b"a= b", b"a=\x00", b"a=%00"])
def test_it_refuses_a_malformed_query(query: bytes) -> None:
    assert status_of(ask(query=query)) == 400


def test_it_refuses_a_malformed_path() -> None:
    assert status_of(ask(path="/topics/\0")) == 400


def test_it_refuses_an_endless_address() -> None:
    assert status_of(ask(path="/" + "a" * PATH_LENGTH_MAX)) == 414
    assert status_of(ask(query=b"a=" + b"b" * QUERY_LENGTH_MAX)) == 414


def test_it_drops_headers_that_only_the_edge_may_use() -> None:
    sent = ask(headers=[HOST, (b"X-Korzo-Ask", b"personal"), (b"x-korzo-parts", b"W10=")])
    assert body_of(sent) == b" 0 HTTP_HOST end"


@pytest.mark.parametrize("name", [b"host", b"content-length", b"authorization", b"Host"])
def test_it_refuses_to_hear_the_same_thing_twice(name: bytes) -> None:
    assert status_of(ask(headers=[HOST, (name, b"1"), (name, b"1")])) == 400


def test_it_drops_headers_that_would_pass_for_others() -> None:
    sent = ask(headers=[HOST, (b"x_forwarded_for", b"10.0.0.1"), (b"x-mine", b"1")])
    assert body_of(sent) == b" 0 HTTP_HOST,HTTP_X_MINE end"


def test_it_takes_a_body_in_pieces_without_a_length() -> None:
    sent = ask(headers=[HOST, (b"transfer-encoding", b"chunked")], pieces=[b"a" * 700_000, b"b" * 700_000, b"c"])
    assert body_of(sent) == b" 1400001 HTTP_HOST end"


def test_it_refuses_a_body_that_is_too_large_before_reading_it() -> None:
    sent = ask(headers=[HOST, (b"content-length", str(BODY_BYTES_MAX + 1).encode())], messages=[])
    assert status_of(sent) == 413


def test_it_refuses_a_body_that_grows_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "BODY_BYTES_MAX", 10)
    assert status_of(ask(pieces=[b"123456", b"123456"])) == 413


def test_it_refuses_a_length_that_is_no_number() -> None:
    assert status_of(ask(headers=[HOST, (b"content-length", b"-1")])) == 400


def test_it_lets_a_silent_sender_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "SILENCE_SECONDS_MAX", 0.05)
    assert status_of(ask(messages=[])) == 408


def test_it_takes_no_thread_for_someone_who_left() -> None:
    sent = ask(messages=[{"type": "http.disconnect"}])
    assert (status_of(sent), body_of(sent)) == (400, b"This request broke off.\n")


def test_it_does_not_hold_back_a_large_file() -> None:
    sent = ask(app=large)
    assert len(body_of(sent)) == 12_000_000
    assert max(len(message.get("body", b"")) for message in sent) <= ANSWER_BYTES_HELD_MAX + 1_000_000


def test_it_gives_the_thread_back_before_a_slow_reader_is_done() -> None:
    """One thread, one reader that never reads: the next one is served all the same."""

    async def two_readers() -> list[str]:
        edge = Edge(cast("Any", WSGIMiddleware(cast("Any", echo), workers=1)), StaticFiles("/static/"))
        served: list[str] = []

        async def reader(name: str, *, is_slow: bool) -> None:
            messages = [{"type": "http.request", "body": b"", "more_body": False}]

            async def receive() -> Any:
                return messages.pop()

            async def send(message: Any) -> None:
                if is_slow:
                    await asyncio.sleep(0.5)
                if message["type"] == "http.response.body":
                    served.append(name)

            scope = {
                "type": "http", "method": "GET", "path": "/", "query_string": b"", "http_version": "1.1",
                "scheme": "http", "headers": [HOST], "server": ("localhost", 80), "client": None,
            }  # fmt: skip
            await edge(scope, receive, send)

        slow = asyncio.create_task(reader("slow", is_slow=True))
        await asyncio.sleep(0.1)
        await reader("quick", is_slow=False)
        await slow
        return served

    assert asyncio.run(two_readers()) == ["quick", "slow"]
