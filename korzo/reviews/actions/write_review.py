from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.kit.html import CLEANER_VERSION
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions import hold_writer
from korzo.reviews.actions.edit_review import change
from korzo.reviews.actions.held import hold_of, purchase_of
from korzo.reviews.actions.look import check_may_write_unless, hold_back, look_at
from korzo.reviews.actions.totals import count_in
from korzo.reviews.actions.words import Ready, Written, keep_pictures, keep_version, make_ready
from korzo.reviews.activities import ReviewPublished
from korzo.reviews.models import Hiding, Review
from korzo.reviews.permissions import check_pace, check_write
from korzo.shop.models import Product
from korzo.writing.actions import drop_draft


def write_review(
    product: Product,
    *,
    actor: Person,
    rating: int,
    body: str,
    title: str = "",
    body_format: str = "text",
    picture_ids: Sequence[int] = (),
    descriptions: Mapping[int, str] | None = None,
    fit: int | None = None,
    at: datetime | None = None,
    backfilled: bool = False,
) -> Review:
    """Published at once, unless the checks want a person to look at its words first; they know nothing of its stars.

    Where this person has a review of the product already, it is changed instead.
    """
    moment = at or timezone.now()
    written = Written(rating, body, title, body_format == "html", picture_ids, descriptions or {}, fit)
    with transaction.atomic():
        member = check_write(actor, product)
        hold_writer(member)
        drop_draft(f"review:{product.pk}", actor=member)
        if not backfilled:
            check_pace(member, moment)
        former = hold_of(member, product)
        if former is not None and not former.is_withdrawn:
            return change(former, written, actor=member, at=moment, backfilled=backfilled)
        check_may_write_unless(backfilled, member)
        ready = make_ready(written, actor=member)
        look = look_at(ready, None, author=member, product=product, at=moment, backfilled=backfilled)
        review = _saved(former, ready, author=member, product=product, at=moment, is_held=look.is_held)
        keep_version(review)
        keep_pictures(review, ready.pictures)
        if review.is_published:
            tell_published(review, picture_count=len(ready.pictures), at=moment, backfilled=backfilled)
        hold_back(review, look, author=member, at=moment)
    return review


def _saved(
    former: Review | None, ready: Ready, *, author: Member, product: Product, at: datetime, is_held: bool
) -> Review:
    """Written anew after a withdrawal it is the same row, so that it keeps its address and a moderator's word."""
    review = former or Review(author=author, product=product)
    line = purchase_of(author, product, at)
    review.rating = ready.rating
    review.title = ready.title
    review.html = ready.html
    review.plain = ready.plain
    review.cleaner_version = CLEANER_VERSION
    review.language = author.language
    review.fit = ready.fit
    review.order_line = line
    review.variant = line.variant if line else None
    review.verified = line is not None
    review.created_at = at
    review.edited_at = None
    review.published_at = None if is_held else at
    review.version = former.version + 1 if former else 1
    review.state = Review.State.PENDING if is_held else Review.State.PUBLISHED
    if former and _stays_hidden(former):
        review.state = Review.State.HIDDEN
    review.save()
    return review


def _stays_hidden(former: Review) -> bool:
    """Withdrawing and writing again is no way around a moderator."""
    return Hiding.objects.filter(review=former, lifted_at__isnull=True).exists()


def tell_published(review: Review, *, picture_count: int, at: datetime, backfilled: bool = False) -> None:
    """Everybody reads it from now on."""
    count_in(review)
    record(
        ReviewPublished(
            review_id=review.pk,
            product_id=review.product_id,
            picture_count=picture_count,
            verified=review.verified,
        ),
        actor_id=review.author_id,
        member_id=review.author_id,
        occurred_at=at,
        backfilled=backfilled,
    )
