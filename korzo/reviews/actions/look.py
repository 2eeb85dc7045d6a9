"""Whether new words are shown at once, or wait until a person of the team looked at them. Stars play no part in it."""

from datetime import datetime

from korzo.members.models import Member
from korzo.moderation import actions as moderation
from korzo.moderation.actions import Blind, Look
from korzo.moderation.permissions import check_may_write
from korzo.reviews.actions.held import purchase_of
from korzo.reviews.actions.words import Ready
from korzo.reviews.models import Review
from korzo.shop.models import Product

LABEL = "reviews.review"
# Short praise is alike by nature: "Warm and dry" from two people is no campaign.
NO_REASON_HERE = frozenset({"duplicate"})


def check_may_write_unless(backfilled: bool, member: Member) -> None:
    """Who is silenced may not write here either; what is imported was written long ago."""
    if not backfilled:
        check_may_write(member)


def look_at(
    ready: Ready, former: Review | None, *, author: Member, product: Product, at: datetime, backfilled: bool
) -> Look:
    """Nothing is written here. Whoever bought the thing is nobody who came to advertise."""
    if backfilled:
        return Look()
    is_first = former is None and not Review.objects.filter(author=author).exists()
    is_first = is_first and purchase_of(author, product, at) is None
    look = moderation.look_at(
        LABEL, ready, Blind(), author=author, at=at, title=ready.title, is_first=is_first, is_edit=former is not None
    )
    return look.but_for(NO_REASON_HERE)


def hold_back(review: Review, look: Look, *, author: Member, at: datetime) -> None:
    """Into the queue of the team. What a moderator hid stays theirs."""
    if review.is_waiting and look.is_held:
        moderation.hold(LABEL, review.pk, author=author, verdict=look.verdict, at=at)
