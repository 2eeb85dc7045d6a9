"""What a request asks, and from what address it comes."""

from typing import Any

import pytest
from pytest_django import Settings

from korzo.live.asking import CHANNELS_MAX, Malformed, is_foreign, read
from korzo.live.marks import Mark


def scope(query: str, *headers: tuple[bytes, bytes], client: str = "198.51.100.7") -> dict[str, Any]:
    return {"query_string": query.encode(), "headers": list(headers), "client": (client, 5000)}


def test_it_reads_what_a_browser_asks(settings: Settings) -> None:
    cookie = f"other=1; {settings.SESSION_COOKIE_NAME}=abc".encode()
    asked = read(scope("on=topic:5&on=member&on=topic:5&last=7&age=1500", (b"cookie", cookie)))
    assert asked.channels == ("topic:5", "member")
    assert (asked.mark, asked.is_lost, asked.age_seconds) == (Mark(7), False, 1.5)
    assert (asked.session, asked.address) == ("abc", "198.51.100.7")


def test_the_header_wins_over_the_address() -> None:
    asked = read(scope("on=talk&last=7", (b"last-event-id", b"9~8")))
    assert asked.mark == Mark(9, frozenset({8}))
    assert read(scope("on=talk", (b"last-event-id", b"yesterday"))).is_lost


@pytest.mark.parametrize(
    "query", ["", "on=", "on=a b", "on=topic:x", "on=topic:5&age=x", "on=topic:5&age=-1", "on=%ff", "x" * 3000]
)
def test_it_refuses_what_no_browser_asks(query: str) -> None:
    with pytest.raises(Malformed):
        read(scope(query))


def test_it_refuses_too_many_channels() -> None:
    assert len(read(scope("&".join(f"on=topic:{n}" for n in range(CHANNELS_MAX)))).channels) == CHANNELS_MAX
    with pytest.raises(Malformed):
        read(scope("&".join(f"on=topic:{n}" for n in range(CHANNELS_MAX + 1))))


@pytest.mark.parametrize(
    ("trusted", "passed", "address"),
    [
        (0, b"203.0.113.9", "198.51.100.7"),
        (1, b"203.0.113.9", "203.0.113.9"),
        (1, b"192.0.2.1, 203.0.113.9", "203.0.113.9"),
        (2, b"192.0.2.1, 203.0.113.9", "192.0.2.1"),
        (2, b"203.0.113.9", "198.51.100.7"),
        (1, b"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, b"::ffff:203.0.113.9", "::ffff:203.0.113.9"),
        (1, b"nobody " * 40, ("nobody " * 40)[:64]),
    ],
)
def test_it_believes_as_many_proxies_as_the_owner_does(
    settings: Settings, trusted: int, passed: bytes, address: str
) -> None:
    settings.KORZO_TRUSTED_PROXIES = trusted
    assert read(scope("on=talk", (b"x-forwarded-for", passed))).address.strip() == address.strip()


def test_it_knows_the_pages_of_others() -> None:
    assert is_foreign(scope("", (b"sec-fetch-site", b"cross-site")))
    assert not is_foreign(scope("", (b"sec-fetch-site", b"same-origin")))
    assert not is_foreign(scope(""))
