from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.kit.errors import Missing, Refused
from korzo.media import tasks
from korzo.media.actions import (
    claim_pictures,
    describe_picture,
    discard_picture,
    forget_abandoned_pictures,
    receive_picture,
    release_pictures,
    tend,
)
from korzo.media.models import Picture
from korzo.media.permissions import may_tend, visible_to
from korzo.media.queries import get_picture_for
from korzo.media.tests.conftest import MakeUpload
from korzo.members import actions as members
from tests.cast import Cast, let_worker_finish

type Files = Callable[[str], list[str]]


@pytest.fixture
def make(cast: Cast, upload: MakeUpload) -> Callable[..., Picture]:
    def one(**options: Any) -> Picture:
        return receive_picture(upload(size=(60, 40)), owner=options.pop("owner", cast.tea), **options)

    return one


@pytest.mark.parametrize(
    ("role", "may"), [("outsider", False), ("member", False), ("moderator", True), ("staff", True), ("owner", True)]
)
def test_the_sentence_and_the_rows_agree(role: str, may: bool, make: Callable[..., Picture], cast: Cast) -> None:
    picture = make(owner=cast.luka)
    person = cast.by_role()[role]
    assert may_tend(person, picture) is may
    assert visible_to(person).filter(pk=picture.pk).exists() is may
    if may:
        assert get_picture_for(person, picture.pk) == picture
    else:
        with pytest.raises(Missing):
            get_picture_for(person, picture.pk)


def test_its_owner_describes_it(make: Callable[..., Picture], cast: Cast) -> None:
    picture = make()
    describe_picture(picture, actor=cast.tea, alt=" Two runners ", focal_x=0, focal_y=100)
    picture.refresh_from_db()
    assert (picture.alt, picture.focal_x, picture.focal_y, picture.alt_asked) == ("Two runners", 0, 100, True)
    describe_picture(picture, actor=cast.tea, alt="")
    assert (picture.alt, picture.focal_x, picture.focal_y, picture.alt_asked) == ("", 0, 100, True)


def test_nobody_else_describes_it(make: Callable[..., Picture], cast: Cast) -> None:
    picture = make(alt="Mine")
    with pytest.raises(Refused, match="Only the person"):
        describe_picture(picture, actor=cast.luka, alt="Yours")
    picture.refresh_from_db()
    assert picture.alt == "Mine"


@pytest.mark.parametrize(("alt", "x", "y"), [("a" * 301, 50, 50), ("a", 101, 50), ("a", 50, -1)])
def test_a_description_has_bounds(alt: str, x: int, y: int, make: Callable[..., Picture], cast: Cast) -> None:
    picture = make(alt="Before")
    with pytest.raises(Refused):
        describe_picture(picture, actor=cast.tea, alt=alt, focal_x=x, focal_y=y)
    picture.refresh_from_db()
    assert (picture.alt, picture.focal_x, picture.focal_y) == ("Before", 50, 50)


def test_only_own_pictures_are_claimed_in_their_order(make: Callable[..., Picture], cast: Cast) -> None:
    first, second, other = make(), make(), make(owner=cast.luka)
    unreadable = make()
    Picture.objects.filter(pk=unreadable.pk).update(state="failed")
    claimed = claim_pictures([second.pk, other.pk, first.pk, second.pk, unreadable.pk, 10**9], actor=cast.tea)
    assert claimed == [second, first]
    assert all(picture.claimed_at for picture in claimed)
    other.refresh_from_db()
    assert other.claimed_at is None


def test_claiming_again_changes_nothing(make: Callable[..., Picture], cast: Cast) -> None:
    picture = make()
    at = timezone.now() - timedelta(days=2)
    claim_pictures([picture.pk], actor=cast.tea, at=at)
    assert claim_pictures([picture.pk], actor=cast.tea)[0].claimed_at == at


def test_an_album_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="12 pictures"):
        claim_pictures(range(1, 14), actor=cast.tea)


def test_it_is_discarded_with_its_files(
    make: Callable[..., Picture], cast: Cast, files: Files, django_capture_on_commit_callbacks: Any
) -> None:
    picture = make()
    assert files(picture.key)
    with django_capture_on_commit_callbacks(execute=True):
        discard_picture(picture, actor=cast.ivo)
    assert not Picture.objects.exists()
    assert files(picture.key) == []


def test_nobody_else_discards_it(make: Callable[..., Picture], cast: Cast, files: Files) -> None:
    picture = make()
    with pytest.raises(Refused):
        discard_picture(picture, actor=cast.luka)
    assert Picture.objects.get() == picture
    assert files(picture.key)


def test_what_nobody_claimed_is_forgotten(make: Callable[..., Picture], cast: Cast, files: Files) -> None:
    long_ago = timezone.now() - timedelta(days=4)
    abandoned, used, released, fresh = make(at=long_ago), make(at=long_ago), make(at=long_ago), make()
    claim_pictures([used.pk, released.pk], actor=cast.tea)
    release_pictures([released.pk])
    tasks.forget_abandoned_pictures.func()
    assert set(Picture.objects.all()) == {used, released, fresh}
    assert (files(abandoned.key), bool(files(used.key))) == ([], True)
    assert forget_abandoned_pictures(now=timezone.now() + timedelta(days=4)) == 2
    assert list(Picture.objects.all()) == [used]


def test_an_erased_member_takes_along_what_nobody_shows(make: Callable[..., Picture], cast: Cast, files: Files) -> None:
    shown, loose, other = make(), make(), make(owner=cast.luka)
    claim_pictures([shown.pk], actor=cast.tea)
    tasks.render_picture.func(shown.pk)
    members.erase(cast.tea)
    let_worker_finish()
    shown.refresh_from_db()
    assert (shown.owner, shown.is_ready, bool(files(shown.key))) == (None, True, True)
    assert (Picture.objects.filter(pk=loose.pk).exists(), files(loose.key)) == (False, [])
    assert (Picture.objects.get(pk=other.pk).owner, bool(files(other.key))) == (cast.luka, True)
    assert not Activity.objects.filter(verb="media.picture_ready", actor_id=cast.tea.pk).exists()


def test_an_erased_member_leaves_what_a_room_holds_on_to(
    make: Callable[..., Picture], cast: Cast, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A room above may protect a picture without having claimed it: the database is the last to say so."""
    held = make()
    monkeypatch.setattr(tend, "_delete", lambda _picture: False)
    members.erase(cast.tea)
    let_worker_finish()
    held.refresh_from_db()
    assert (held.owner, bool(files(held.key))) == (None, True)
