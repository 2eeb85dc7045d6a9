"""Every address of ours gets what no page of ours sends: odd, huge, doubled, out of order. None of them falls over."""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from tests.addresses import all_addresses
from tests.cast import Cast, signed_in
from tests.town import Town, make_town

ROOMS = Path(__file__).resolve().parents[2] / "korzo"
# What a view asks its request for, and the fields of forms.
ASKED = re.compile(
    r"""(?:GET|POST|FILES|data|sent|typed|form)\b[^"'\n]{0,24}["']([a-z][\w-]{0,39})["']"""
    r"""|["']([a-z][\w-]{0,39})["'] (?:not )?in request|^    (\w+) = forms\.""",
    re.MULTILINE,
)
ALWAYS = (
    "next",
    "page",
    "before",
    "after",
    "q",
    "kind",
    "body",
    "body_format",
    "seconds_typed",
    "draft_key",
    "_method",
)
ODD = (
    "", " ", "0", "1", "2", "-1", "+1", "1.5", "1e5", "1e999", "nan", "inf", "٣", "１", "²", "Ⅷ", "0x1", "9" * 18,
    "9" * 19, "9" * 400, "\x00", "a\x00b", "\x1b[31m", "\u202ex", "x" * 70_000, "à" * 300, "\U0001f9f5" * 40, "%",
    "%s%(x)s{0}", "'; DROP TABLE x; --", "<img src=x onerror=trip()>", "2026-13-45", "9999999-99-99T99:99",
    "0001-01-01T00:00", "9999-12-31T23:59", "24:61", "P9999999D", "on", "true", "null", "[]", "{}", "[[[", "../../x",
    "//evil.example", "javascript:trip()", "http://[::1", "https://a.example/" + "b" * 3_000, "a@b", "@", ",", ":",
    "1,2,,x", "post:1:1", "role:owner", "owns:product:1", "discussions.post", "heart", "1 heart", "9 heart x", "html",
    "plain", "question", "all", "new", "xx", "en", "Mars/Olympus", "\r\nSet-Cookie: a=b", "￿", "\ufeff",
)  # fmt: skip
# Bytes that are no text, as a form brings them.
RAW = ("%FF%FE%80", "%C0%AF", "%ED%A0%80", "%F5%80%80%80", "%00", "%u0041", "%", "%zz")
DEEP = "[" * 3_000
JSONS = (
    "",
    "[",
    DEEP,
    DEEP + "]" * 3_000,
    "NaN",
    '{"a":' * 900,
    "1e9999",
    '"\\ud800"',
    '{"":""}',
    "[null]",
    '{"body":{}}',
)
FILES = (
    b"", b"\x00" * 70, b"\x89PNG\r\n\x1a\n" + b"\xff" * 90, b"GIF89a\xff\xff\xff\xff", b"PK\x03\x04" + b"\x00" * 200,
    b"\x1f\x8b\x08" + b"\x00" * 50, b"id,title\n\x00,\xff\n\"", b"<svg onload='trip()'>", b"RIFF\xff\xff\xff\x7fWEBP",
)  # fmt: skip
FILE_FIELDS = ("file", "files", "picture", "pictures", "photo", "upload", "archive", "film", "video", "poster", "csv")
TYPES = (
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-99", "application/json",
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "text/plain", "x", "",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"hx-request": "true"},
    {"hx-request": "true", "hx-target": "\x7f", "hx-current-url": "http://[::1"},
    {"accept": "application/json"},
    {"accept-language": "xx-" + "y" * 400 + ";q=nan, *"},
    {"if-none-match": 'W/"\xe9', "if-modified-since": "Sat, 99 Foo 0000"},
    {"referer": "http://[::1", "origin": "null"},
    {"cookie": "korzo_language=%00; korzo_keys=\x7f; sessionid=" + "x" * 500},
    {"x-korzo-ask": "personal", "x-korzo-parts": "W10=", "x-forwarded-for": "999.1.1.1, ::x"},
)


@dataclass(frozen=True)
class Knock:
    """One request. `fields` are pairs, for a form may bring one twice and in any order."""

    place: int
    who: int
    verb: str
    fields: list[tuple[int, str]]
    raw: str
    headers: int
    body: str
    content_type: str
    file: bytes


_values = st.one_of(st.sampled_from(ODD), st.integers(-(2**70), 2**70).map(str), st.text(max_size=20))
KNOCKS = st.builds(
    Knock,
    place=st.integers(0, 10_000),
    who=st.integers(0, 4),
    verb=st.sampled_from(("GET", "GET", "POST", "POST", "POST", "FILE", "BODY", "DELETE", "HEAD", "PUT")),
    fields=st.lists(st.tuples(st.integers(0, 200), _values), max_size=9),
    raw=st.sampled_from(RAW),
    headers=st.integers(0, 60),
    body=st.one_of(st.sampled_from(JSONS), st.text(max_size=30)),
    content_type=st.sampled_from(TYPES),
    file=st.sampled_from(FILES),
)
WHATEVER = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def town(cast: Cast, settings: Settings, tmp_path: Path) -> Town:
    settings.KORZO_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    return make_town(cast)


def test_no_address_falls_over(town: Town) -> None:
    _knock_everywhere(town, settings(WHATEVER, max_examples=500, derandomize=True))


@pytest.mark.stress
def test_no_address_falls_over_after_thousands(town: Town) -> None:
    _knock_everywhere(town, settings(WHATEVER, max_examples=20_000))


def _knock_everywhere(town: Town, how: settings) -> None:
    doors = doors_of(town)
    keys = [signed_in(one).cookies for one in town.cast.by_role().values()]

    @how
    @given(KNOCKS)
    def knock(one: Knock) -> None:
        path, names = doors[one.place % len(doors)]
        client = Client()
        client.cookies.update(keys[one.who])  # type: ignore[arg-type]
        with transaction.atomic():
            answer = _send(client, path, names, one)
            transaction.set_rollback(True)
        # Whether it is ready depends on the worker, and there is none here.
        assert answer.status_code < 500 or path == "/ready/", (path, answer.status_code)

    knock()


def doors_of(town: Town) -> list[tuple[str, tuple[str, ...]]]:
    """Paths of views of ours, each with the names that it may ask its request for."""
    found = []
    for address in all_addresses(town.values()):
        try:
            view = inspect.unwrap(resolve(address.path).func)
        except Resolver404:
            continue
        source = _source_of(view)
        if source is not None:
            found.append((address.path, (*_names_in(source), *ALWAYS)))
    assert len(found) > 150, "the addresses were not found"
    return found


def _source_of(view: Callable[..., object]) -> Path | None:
    known = getattr(view, "view_class", view)
    if not getattr(known, "__module__", "").startswith("korzo."):
        return None
    return Path(inspect.getsourcefile(known) or "")


@cache
def _names_in(source: Path) -> tuple[str, ...]:
    """Of the module, of what parses beside it, and of the forms of its room."""
    room = ROOMS / source.relative_to(ROOMS).parts[0]
    files = {source, *source.parent.glob("*form*.py"), *source.parent.glob("asking.py"), *room.glob("*form*.py")}
    found = (name for file in sorted(files) for name in ASKED.findall(file.read_text(encoding="utf-8")))
    return tuple(dict.fromkeys(next(filter(None, one)) for one in found))


def _send(client: Client, path: str, names: tuple[str, ...], one: Knock) -> Any:
    pairs = [(names[place % len(names)], value) for place, value in one.fields]
    headers: Mapping[str, str] = HEADERS[one.headers] if one.headers < len(HEADERS) else {}
    form = urlencode(pairs, errors="replace") + f"&{quote_plus(names[0])}={one.raw}"
    match one.verb:
        case "GET" | "HEAD":
            return client.generic(one.verb, path, QUERY_STRING=form, headers=headers)
        case "FILE":
            files = {name: SimpleUploadedFile("../x\x00.csv", one.file, "image/png") for name in FILE_FIELDS}
            return client.post(path, {**dict(pairs), **files}, headers=headers)
        case "BODY":
            body = one.body.encode(errors="replace")
            return client.generic("POST", path, body, one.content_type, headers=headers)
    verb = "POST" if one.verb == "POST" else one.verb
    return client.generic(verb, path, form.encode(), TYPES[0], headers=headers)
