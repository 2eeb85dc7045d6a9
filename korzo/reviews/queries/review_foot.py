"""Below each review: how many found it useful, and what this person can do with it. For all of a page at once."""

from collections.abc import Collection
from dataclasses import dataclass

from korzo.edge.recording import reads
from korzo.members.permissions import Person
from korzo.reviews.models import Helpful, Review
from korzo.reviews.permissions import can_edit, can_hide, can_mark_helpful, can_reply, can_withdraw


@dataclass(frozen=True)
class ReviewFoot:
    """Two people for whom all fields are the same see the same."""

    pk: int
    url: str
    helpful_count: int
    is_guest: bool
    helpful_by_me: bool
    hidden: bool
    has_reply: bool
    can_mark_helpful: bool
    can_edit: bool
    can_withdraw: bool
    can_hide: bool
    can_reply: bool
    can_flag: bool


def review_feet(ids: Collection[int], person: Person) -> dict[int, ReviewFoot]:
    reads(*(f"review:{pk}" for pk in ids))
    rows = Review.objects.filter(pk__in=ids).select_related("product", "reply")
    marked = _marked(ids, person)
    return {review.pk: _foot(review, person, marked=review.pk in marked) for review in rows}


def _foot(review: Review, person: Person, *, marked: bool) -> ReviewFoot:
    return ReviewFoot(
        pk=review.pk,
        url=review.get_absolute_url(),
        helpful_count=review.helpful_count,
        is_guest=person is None,
        helpful_by_me=marked,
        hidden=review.is_hidden,
        has_reply=hasattr(review, "reply"),
        can_mark_helpful=can_mark_helpful(person, review),
        can_edit=can_edit(person, review),
        can_withdraw=can_withdraw(person, review),
        can_hide=can_hide(person, review),
        can_reply=can_reply(person, review),
        can_flag=person is not None and review.is_published and review.author_id != person.pk,
    )


def _marked(ids: Collection[int], person: Person) -> set[int]:
    """Guests cost no query."""
    if person is None:
        return set()
    return set(Helpful.objects.filter(member=person, review_id__in=ids).values_list("review_id", flat=True))
