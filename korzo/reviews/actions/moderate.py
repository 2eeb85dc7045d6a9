"""What the moderation queue does with a review. It has checked who may; asking twice changes nothing."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.moderation.actions import one_line
from korzo.moderation.permissions import check_moderate
from korzo.reviews.actions.held import hold
from korzo.reviews.actions.hide_review import put_into_view, put_out_of_view
from korzo.reviews.actions.write_review import tell_published
from korzo.reviews.models import EVIDENCE_LENGTH_MAX, HidingReason, Review, ReviewPicture


def take_review_down(pk: int, *, actor: Member | None, reason: str, at: datetime | None = None) -> bool:
    """Out of view, until somebody puts it back; also what only waited. Whether it was there."""
    with transaction.atomic():
        held = _held(pk, actor)
        if held.is_hidden or held.is_withdrawn:
            return False
        why = one_line(reason, EVIDENCE_LENGTH_MAX)
        put_out_of_view(held, by=actor, reason=HidingReason.RULES, evidence=why, at=at or timezone.now())
    return True


def put_review_back(pk: int, *, actor: Member | None, at: datetime | None = None) -> bool:
    """Whether there was something to put back. What its author took away is theirs to leave so."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = _held(pk, actor)
        if held.is_withdrawn:
            raise Refused(_("The author took this review away. Only they could write it again."))
        if held.is_published:
            return False
        if held.published_at is not None:
            put_into_view(held, by=actor, at=moment)
            return True
        _publish(held, actor, moment)
    return True


def _publish(held: Review, actor: Member | None, at: datetime) -> None:
    """For the first time: it is news now, as if it had just been written."""
    held.hidings.filter(lifted_at__isnull=True).update(lifted_by=actor, lifted_at=at)
    held.state, held.published_at = Review.State.PUBLISHED, at
    held.save(update_fields=["state", "published_at"])
    pictures = ReviewPicture.objects.filter(review=held).count()
    tell_published(held, picture_count=pictures, at=at)


def _held(pk: int, actor: Member | None) -> Review:
    if actor is not None:
        check_moderate(actor)
    return hold(Review(pk=pk))
