from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.kit.html import CLEANER_VERSION
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions import hold_writer
from korzo.reviews.actions.held import hold, purchase_of
from korzo.reviews.actions.look import check_may_write_unless, hold_back, look_at
from korzo.reviews.actions.totals import count_in, count_out
from korzo.reviews.actions.words import Written, keep_pictures, keep_version, make_ready
from korzo.reviews.activities import ReviewEdited
from korzo.reviews.models import Review, ReviewPicture
from korzo.reviews.permissions import check_edit, check_pace
from korzo.writing.actions import drop_draft


def edit_review(
    review: Review,
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
    """All of it is said anew: pictures that are not among `picture_ids` leave the review."""
    moment = at or timezone.now()
    written = Written(rating, body, title, body_format == "html", picture_ids, descriptions or {}, fit)
    with transaction.atomic():
        member = check_edit(actor, review)
        hold_writer(member)
        if not backfilled:
            check_pace(member, moment)
        held = hold(review)
        check_edit(member, held)
        drop_draft(f"review:{held.product_id}", actor=member)
        return change(held, written, actor=member, at=moment, backfilled=backfilled)


def change(review: Review, written: Written, *, actor: Member, at: datetime, backfilled: bool) -> Review:
    """The row is held by the caller. A hidden review can be changed too, and stays hidden until it is shown again.

    One that waits goes on waiting, with its new words.
    """
    standing = [row.picture for row in ReviewPicture.objects.filter(review=review).select_related("picture")]
    check_may_write_unless(backfilled, actor)
    ready = make_ready(written, actor=actor, standing=standing)
    look = look_at(ready, review, author=actor, product=review.product, at=at, backfilled=backfilled)
    if review.is_published:
        count_out(review)
        if look.is_held:
            review.state = Review.State.PENDING
    _look_for_purchase(review, actor, at)
    review.rating = ready.rating
    review.title = ready.title
    review.html = ready.html
    review.plain = ready.plain
    review.cleaner_version = CLEANER_VERSION
    review.fit = ready.fit
    review.version += 1
    review.edited_at = at
    review.save(
        update_fields=[
            *("rating", "title", "html", "plain", "cleaner_version", "fit", "version", "edited_at"),
            *("order_line", "variant", "verified", "state"),
        ]
    )
    if review.is_published:
        count_in(review)
    keep_version(review)
    keep_pictures(review, ready.pictures)
    record(
        ReviewEdited(
            review_id=review.pk,
            product_id=review.product_id,
            version=review.version,
            picture_count=len(ready.pictures),
            verified=review.verified,
        ),
        actor_id=actor.pk,
        member_id=actor.pk,
        occurred_at=at,
        backfilled=backfilled,
    )
    hold_back(review, look, author=actor, at=at)
    return review


def _look_for_purchase(review: Review, author: Member, at: datetime) -> None:
    """Who bought or confirmed their mail since then gets the mark now; nobody loses it."""
    if review.verified:
        return
    line = purchase_of(author, review.product, at)
    if line is not None:
        review.order_line = line
        review.variant = line.variant
        review.verified = True
