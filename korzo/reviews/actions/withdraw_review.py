from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.members.permissions import Person
from korzo.reviews.actions.held import hold
from korzo.reviews.actions.totals import count_out
from korzo.reviews.actions.words import keep_pictures
from korzo.reviews.activities import ReviewWithdrawn
from korzo.reviews.models import Helpful, Review, ReviewReading, ShopReply
from korzo.reviews.permissions import check_own


def withdraw_review(review: Review, *, actor: Person, at: datetime | None = None, backfilled: bool = False) -> Review:
    """Its pictures, marks and the shop's reply belonged to these words and go with them."""
    with transaction.atomic():
        held = hold(review)
        member = check_own(actor, held)
        if held.is_published:
            count_out(held)
        keep_pictures(held, [])
        Helpful.objects.filter(review=held).delete()
        ShopReply.objects.filter(review=held).delete()
        ReviewReading.objects.filter(review=held).delete()
        held.state = Review.State.WITHDRAWN
        held.helpful_count = 0
        held.save(update_fields=["state", "helpful_count"])
        record(
            ReviewWithdrawn(review_id=held.pk, product_id=held.product_id),
            actor_id=member.pk,
            member_id=member.pk,
            occurred_at=at or timezone.now(),
            backfilled=backfilled,
        )
    return held
