from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from korzo.activity.actions import record
from korzo.kit.generations import bump_on_commit
from korzo.members.permissions import Person
from korzo.reviews.actions.held import hold
from korzo.reviews.activities import MarkedHelpful, tags_of
from korzo.reviews.models import Helpful, Review
from korzo.reviews.permissions import check_mark_helpful


def mark_helpful(review: Review, *, actor: Person, at: datetime | None = None, backfilled: bool = False) -> Review:
    """Asking twice changes nothing."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold(review)
        member = check_mark_helpful(actor, held)
        _mark, is_new = Helpful.objects.get_or_create(review=held, member=member, defaults={"at": moment})
        if is_new:
            _count(held, 1)
            record(
                MarkedHelpful(review_id=held.pk, product_id=held.product_id),
                actor_id=member.pk,
                member_id=held.author_id,
                occurred_at=moment,
                # Changing one's mind ten times tells the author once.
                dedupe_key=f"reviews.marked_helpful:{held.pk}:{member.pk}",
                backfilled=backfilled,
            )
    return held


def unmark_helpful(review: Review, *, actor: Person) -> Review:
    """Taking a mark back is no news to anybody."""
    with transaction.atomic():
        held = hold(review)
        member = check_mark_helpful(actor, held)
        removed, _by_model = Helpful.objects.filter(review=held, member=member).delete()
        if removed:
            _count(held, -1)
    return held


def _count(review: Review, step: int) -> None:
    Review.objects.filter(pk=review.pk).update(helpful_count=F("helpful_count") + step)
    review.helpful_count += step
    # A mark that comes again or goes is no news, but the number and the order change.
    bump_on_commit(*tags_of(review.pk, review.product_id))
