from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.jobs.queries import waiting_jobs
from korzo.kit.errors import Refused
from korzo.kit.pictures import BadPicture
from korzo.media import tasks
from korzo.media.actions import ReadyPicture, receive, receive_picture, receive_ready_picture, receive_ready_pictures
from korzo.media.models import Picture
from korzo.media.tests.conftest import MakeUpload
from tests.cast import Cast


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pictures whose rendering was asked for, instead of a queue."""
    found: list[int] = []

    def note(declared: Any, *, picture_id: int) -> None:
        assert declared is tasks.render_picture
        found.append(picture_id)

    monkeypatch.setattr(receive, "enqueue_on_commit", note)
    return found


def test_it_keeps_the_original_apart_and_shows_a_preview(
    cast: Cast, upload: MakeUpload, files: Callable[[str], list[str]], folder: Path, asked: list[int]
) -> None:
    picture = receive_picture(upload("..\\evil.jpg"), owner=cast.tea)
    assert (picture.state, picture.owner, picture.width, picture.height, picture.tone) == (
        "received", cast.tea, 800, 600, picture.tone,
    )  # fmt: skip
    assert picture.tone.startswith("#")
    assert (picture.alt, picture.alt_asked, picture.claimed_at) == ("", False, None)
    assert files(picture.key) == ["320.webp"]
    assert [path.name for path in (folder / "quarantine").iterdir()] == [picture.key]
    assert (folder / "quarantine" / picture.key).stat().st_mode & 0o077 == 0
    assert asked == [picture.pk]


def test_it_asks_the_queue_for_the_job(cast: Cast, upload: MakeUpload, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        receive_picture(upload(), owner=cast.tea)
    assert [job.task_path for job in waiting_jobs()] == ["korzo.media.tasks.render_picture"]


def test_it_keeps_a_description(cast: Cast, upload: MakeUpload) -> None:
    picture = receive_picture(upload(), owner=cast.tea, alt="  A path\u202e in\nthe woods ")
    assert (picture.alt, picture.alt_asked) == ("A path in the woods", True)


def test_each_picture_gets_a_key_of_its_own(cast: Cast, upload: MakeUpload) -> None:
    keys = {receive_picture(upload(), owner=cast.tea).key for _n in range(3)}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {22}


@pytest.mark.parametrize(
    ("name", "content"),
    [("logo.png", b"<svg/>"), ("page.txt", b"<!doctype html>"), ("walk.jpg", b"\xff\xd8\xff\xe0 cut"), ("x.jpg", b"")],
)
def test_a_bad_file_leaves_nothing_behind(
    name: str, content: bytes, cast: Cast, folder: Path, asked: list[int]
) -> None:
    with pytest.raises(BadPicture):
        receive_picture(SimpleUploadedFile(name, content), owner=cast.tea)
    assert not Picture.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert asked == []


def test_a_failing_row_leaves_no_files(
    cast: Cast, upload: MakeUpload, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError("the queue is away")

    monkeypatch.setattr(receive, "enqueue_on_commit", fail)
    with pytest.raises(OSError, match="away"):
        receive_picture(upload(), owner=cast.tea)
    assert not Picture.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_day_has_its_quota(cast: Cast, upload: MakeUpload, monkeypatch: pytest.MonkeyPatch, asked: list[int]) -> None:
    monkeypatch.setattr(receive, "PICTURES_PER_DAY_MAX", 2)
    receive_picture(upload(), owner=cast.tea, at=timezone.now() - timedelta(hours=25))
    receive_picture(upload(), owner=cast.tea)
    receive_picture(upload(), owner=cast.tea)
    with pytest.raises(Refused, match="2 pictures since yesterday"):
        receive_picture(upload(), owner=cast.tea)
    assert Picture.objects.filter(owner=cast.tea).count() == 3
    assert receive_picture(upload(), owner=cast.luka).owner == cast.luka


def saved(upload: MakeUpload, folder: Path, name: str, **options: Any) -> Path:
    path = folder / name
    path.write_bytes(upload(name, **options).read())
    return path


def test_a_picture_of_ours_is_ready_at_once(
    cast: Cast, upload: MakeUpload, files: Callable[[str], list[str]], folder: Path
) -> None:
    at = timezone.now() - timedelta(days=90)
    picture = receive_ready_picture(
        saved(upload, folder, "hero.jpg"), owner=cast.tea, alt="Dawn", focal_x=20, at=at, formats=("webp",)
    )
    stored = Picture.objects.get()
    assert stored == picture
    assert (stored.state, stored.widths, stored.has_avif, stored.alt, stored.focal_x, stored.created_at) == (
        "ready", [320, 640, 800], False, "Dawn", 20, at,
    )  # fmt: skip
    assert files(picture.key) == ["320.webp", "640.webp", "800.webp"]
    assert stored.size_bytes > 0
    assert not Activity.objects.filter(verb="media.picture_ready").exists()


def test_many_of_ours_come_in_their_order(cast: Cast, upload: MakeUpload, folder: Path) -> None:
    colours = ["#a00000", "#00a000", "#0000a0"]
    sources = [
        ReadyPicture(saved(upload, folder, f"{n}.png", form="PNG", colour=colour, size=(100, 80)), cast.tea)
        for n, colour in enumerate(colours)
    ]
    pictures = receive_ready_pictures(sources)
    assert [picture.tone for picture in pictures] == colours
    assert all(picture.has_avif and picture.pk for picture in pictures)
    assert Picture.objects.count() == 3
