from collections.abc import Callable
from pathlib import Path

import pytest

from korzo.activity.models import Activity
from korzo.kit.pictures import Photo
from korzo.media import tasks
from korzo.media.actions import receive_picture
from korzo.media.models import Picture
from korzo.media.queries import photos, photos_by_id
from korzo.media.tests.conftest import MakeUpload
from tests.cast import Cast

type Files = Callable[[str], list[str]]


@pytest.fixture
def picture(cast: Cast, upload: MakeUpload) -> Picture:
    return receive_picture(upload(), owner=cast.tea, alt="A path")


def run(picture: Picture) -> None:
    """As the worker would."""
    tasks.render_picture.func(picture.pk)
    picture.refresh_from_db()


def test_it_draws_all_renditions_and_erases_the_original(picture: Picture, files: Files, folder: Path) -> None:
    run(picture)
    assert (picture.state, picture.widths, picture.has_avif, picture.failure) == ("ready", [320, 640, 800], True, "")
    assert files(picture.key) == [f"{width}.{form}" for width in (320, 640, 800) for form in ("avif", "webp")]
    assert list((folder / "quarantine").iterdir()) == []
    stored = sum(path.stat().st_size for path in (folder / "media" / "pictures" / picture.key).iterdir())
    assert picture.size_bytes == stored


def test_it_records_the_picture_once(picture: Picture, cast: Cast) -> None:
    run(picture)
    run(picture)
    activity = Activity.objects.get(verb="media.picture_ready")
    assert (activity.actor_id, activity.data) == (cast.tea.pk, {"picture_id": picture.pk})


def test_it_begins_again_where_an_earlier_try_broke_off(picture: Picture, files: Files) -> None:
    run(picture)
    before = files(picture.key)
    Picture.objects.filter(pk=picture.pk).update(state="received")
    run(picture)
    # The original is gone, so there is nothing left to draw from: said plainly, and never a broken half.
    assert (picture.state, files(picture.key)) == ("failed", [])
    assert before


def test_what_cannot_be_read_fails_with_a_sentence(picture: Picture, files: Files, folder: Path) -> None:
    original = folder / "quarantine" / picture.key
    original.write_bytes(original.read_bytes()[:300])
    run(picture)
    assert picture.state == "failed"
    assert "damaged" in picture.failure
    assert (files(picture.key), list((folder / "quarantine").iterdir())) == ([], [])
    assert not Activity.objects.filter(verb="media.picture_ready").exists()


def test_one_that_was_discarded_meanwhile_stays_away(picture: Picture, files: Files) -> None:
    pk, key = picture.pk, picture.key
    Picture.objects.all().delete()
    tasks.render_picture.func(pk)
    assert not Picture.objects.exists()
    assert not Activity.objects.filter(verb="media.picture_ready").exists()
    assert files(key) == ["320.webp"]


def test_a_ready_picture_shows_itself_in_all_widths(picture: Picture) -> None:
    run(picture)
    lead = f"/media/pictures/{picture.key}"
    assert picture.as_photo() == Photo(
        url=f"{lead}/800.webp",
        width=800,
        height=600,
        avif_srcset=f"{lead}/320.avif 320w, {lead}/640.avif 640w, {lead}/800.avif 800w",
        webp_srcset=f"{lead}/320.webp 320w, {lead}/640.webp 640w, {lead}/800.webp 800w",
        alt="A path",
        tone=picture.tone,
        full_url=f"{lead}/800.webp",
    )


def test_until_then_a_frame_of_its_size_keeps_the_place(picture: Picture) -> None:
    photo = picture.as_photo()
    assert photo.url.startswith("data:image/svg+xml,")
    assert picture.key not in photo.url
    assert (photo.width, photo.height, photo.tone, photo.avif_srcset, photo.webp_srcset) == (
        800, 600, picture.tone, "", "",
    )  # fmt: skip


def test_one_that_failed_is_left_out(picture: Picture, cast: Cast, upload: MakeUpload) -> None:
    other = receive_picture(upload(), owner=cast.tea)
    Picture.objects.filter(pk=picture.pk).update(state="failed")
    picture.refresh_from_db()
    assert photos([other, picture]) == [other.as_photo()]
    assert photos_by_id([other.pk, picture.pk, 10**9]) == {other.pk: other.as_photo()}
