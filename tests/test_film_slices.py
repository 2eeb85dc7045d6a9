"""Films as players get them from the whole house: the edge in front puts slices together, and no thread waits."""

import asyncio
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from korzo.edge.slices import FilmChanged
from korzo.media.models import new_key
from korzo.media.parts import PART_BYTES_MAX
from tests.through_edge import House, house

SIZE = 2 * PART_BYTES_MAX + 77


def contents() -> bytes:
    return bytes(range(251)) * (SIZE // 251) + bytes(SIZE % 251)


@pytest.fixture
def film(settings: Any, tmp_path: Any) -> str:
    settings.KORZO_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    path = f"films/{new_key()}/film.mp4"
    default_storage.save(path, ContentFile(contents()))
    return f"/media/{path}"


@pytest.fixture
def web(transactional_db: None) -> Any:
    with house() as made:
        yield made


def test_the_whole_comes_in_slices(web: House, film: str) -> None:
    answer = web.get(film)
    assert (answer.status, answer.headers["content-length"], answer.headers["content-type"]) == (
        200, str(SIZE), "video/mp4",
    )  # fmt: skip
    assert "content-range" not in answer.headers
    assert answer.body == contents()
    assert len(web.asked) == 3


@pytest.mark.parametrize(
    ("asked", "first", "stop", "slices"),
    [
        ("bytes=0-", 0, SIZE, 3),
        ("bytes=5-", 5, SIZE, 3),
        ("bytes=7-9", 7, 10, 1),
        (f"bytes=3-{SIZE + 900}", 3, SIZE, 3),
        (f"bytes=-{PART_BYTES_MAX + 9}", SIZE - PART_BYTES_MAX - 9, SIZE, 2),
    ],
)
def test_a_part_is_what_was_asked_for(asked: str, first: int, stop: int, slices: int, web: House, film: str) -> None:
    answer = web.get(film, range=asked)
    assert (answer.status, answer.headers["content-range"]) == (206, f"bytes {first}-{stop - 1}/{SIZE}")
    assert answer.headers["content-length"] == str(stop - first)
    assert answer.body == contents()[first:stop]
    assert len(web.asked) == slices


def test_what_is_known_or_missing_or_nonsense(web: House, film: str) -> None:
    etag = web.get(film, range="bytes=0-0").headers["etag"]
    assert web.get(film, if_none_match=etag).status == 304
    assert web.get(film, range=f"bytes={SIZE}-").status == 416
    assert web.get(film, range="bytes=0-1,4-5").status == 200
    assert web.get(film, range="bytes=1-2", if_range='"old"').headers["content-length"] == str(SIZE)
    assert web.get(film, range="bytes=1-2", if_range=etag).status == 206
    assert web.get(film.replace("film.mp4", "film.webm")).status == 404


def test_a_look_at_its_head_costs_no_bytes(web: House, film: str) -> None:
    answer = web.get(film, method="HEAD")
    assert (answer.status, answer.headers["content-length"], answer.body) == (200, str(SIZE), b"")
    assert len(web.asked) == 1


def asked_for(path: str) -> dict[str, Any]:
    return {
        "type": "http", "method": "GET", "path": path, "query_string": b"", "http_version": "1.1", "scheme": "http",
        "headers": [(b"host", b"localhost")], "server": ("localhost", 80), "client": ("127.0.0.1", 9),
    }  # fmt: skip


def test_who_goes_away_is_not_read_to(web: House, film: str) -> None:
    """The server says it once, and takes whatever is sent meanwhile."""
    sent: list[Any] = []
    heard = iter([{"type": "http.request", "body": b"", "more_body": False}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(heard)

    async def send(message: Any) -> None:
        sent.append(message)
        await asyncio.sleep(0.01)

    asyncio.run(web.edge(asked_for(film), receive, send))
    assert (len(web.asked), len(sent)) == (1, 2)


def test_one_that_changes_meanwhile_ends(web: House, film: str) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) == 2:
            default_storage.delete(film.removeprefix("/media/"))

    with pytest.raises(FilmChanged):
        asyncio.run(web.edge(asked_for(film), receive, send))
