"""What happens to a picture once it is here: described, claimed, released, discarded, forgotten."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.kit.formats import spoken
from korzo.media import files
from korzo.media.actions.stale import bump_pages_with
from korzo.media.actions.words import check_focal, checked_alt
from korzo.media.models import Picture
from korzo.media.permissions import check_tend
from korzo.members.models import Member

# A post with more is an album; nobody scrolls through it on a phone.
PICTURES_AT_ONCE_MAX = 12
# Time enough to come back to a draft after a weekend.
ABANDONED_AFTER = timedelta(days=3)
# One run of the job stays short; the next goes on.
ABANDONED_BATCH = 500


def describe_picture(
    picture: Picture,
    *,
    actor: Member,
    alt: str,
    focal_x: int | None = None,
    focal_y: int | None = None,
    at: datetime | None = None,
) -> Picture:
    """Say what is to be seen, and which point must stay in view when the picture is cut. No words: it is decoration."""
    check_tend(actor, picture)
    picture.alt = checked_alt(alt)
    picture.focal_x = picture.focal_x if focal_x is None else focal_x
    picture.focal_y = picture.focal_y if focal_y is None else focal_y
    check_focal(picture.focal_x, picture.focal_y)
    picture.described_at = at or timezone.now()
    with transaction.atomic():
        picture.save(update_fields=["alt", "focal_x", "focal_y", "described_at"])
        bump_pages_with(picture.pk)
    return picture


def claim_pictures(ids: Iterable[int], *, actor: Member, at: datetime | None = None) -> list[Picture]:
    """The actor's own pictures among these, in their order, now in use. Others' and unreadable ones are passed over.

    Posts and reviews call it in their own transaction.
    """
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > PICTURES_AT_ONCE_MAX:
        raise Refused(_("Up to %(count)s pictures fit here.") % {"count": spoken(PICTURES_AT_ONCE_MAX)})
    if not wanted:
        return []
    with transaction.atomic():
        usable = Picture.objects.exclude(state__in=[Picture.State.ARRIVING, Picture.State.FAILED])
        own = usable.select_for_update().filter(owner=actor, pk__in=wanted)
        found = {picture.pk: picture for picture in own}
        claimed_at = at or timezone.now()
        Picture.objects.filter(pk__in=found, claimed_at__isnull=True).update(claimed_at=claimed_at)
    for picture in found.values():
        picture.claimed_at = picture.claimed_at or claimed_at
    return [found[pk] for pk in wanted if pk in found]


def release_pictures(ids: Iterable[int]) -> None:
    """A post or review lets go of them: unless somebody claims them again, they are forgotten after a while."""
    # The time of release counts, else an old picture would go at once and could not be put back.
    Picture.objects.filter(pk__in=set(ids)).update(claimed_at=None, created_at=timezone.now())


def discard_picture(picture: Picture, *, actor: Member) -> None:
    check_tend(actor, picture)
    with transaction.atomic():
        if not _delete(picture):
            raise Refused(_("This picture is still in use. Please take it out there first."))
        key = picture.key
        transaction.on_commit(lambda: files.forget(key))


def forget_pictures_of(member_id: int) -> None:
    """Of an erased member: what a post shows stays with the post, without its owner; everything else goes."""
    with transaction.atomic():
        for picture in Picture.objects.unclaimed().filter(owner_id=member_id):
            if _delete(picture):
                # At once and not after the commit: should this run break off, the next one begins again, but files
                # without rows would outlive the person's wish.
                files.forget(picture.key)
        Picture.objects.filter(owner_id=member_id).update(owner=None)


def forget_abandoned_pictures(*, now: datetime | None = None) -> int:
    before = (now or timezone.now()) - ABANDONED_AFTER
    count = 0
    for picture in Picture.objects.unclaimed().filter(created_at__lt=before).order_by("created_at")[:ABANDONED_BATCH]:
        with transaction.atomic():
            gone = _delete(picture)
        if gone:
            files.forget(picture.key)
            count += 1
    files.forget_workshops(before=before.timestamp())
    return count


def _delete(picture: Picture) -> bool:
    """False where a room above still holds on to it."""
    try:
        with transaction.atomic():
            Picture.objects.filter(pk=picture.pk).delete()
    except (ProtectedError, RestrictedError):
        return False
    return True
