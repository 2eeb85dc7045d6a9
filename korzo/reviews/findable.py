"""Reviews as the search knows them. Only published ones are found, by the team too."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.kit.html import excerpt
from korzo.members.activities import MemberErased
from korzo.members.permissions import Person
from korzo.members.queries import bylines
from korzo.reviews.actions import forget_member
from korzo.reviews.activities import (
    ReviewEdited,
    ReviewHidden,
    ReviewKind,
    ReviewPublished,
    ReviewShown,
    ReviewWithdrawn,
)
from korzo.reviews.models import Review
from korzo.reviews.permissions import visible_to
from korzo.reviews.queries.gallery import photos_of
from korzo.reviews.queries.people import author_of
from korzo.search import actions as search
from korzo.search.actions import Findable, Shown, Source

REVIEW = "review"
# A review without a title is called by its first words.
NAME_LENGTH = 70


def reviews(ids: Collection[int]) -> Mapping[int, Findable]:
    return {
        row.pk: Findable(
            kind=REVIEW,
            object_id=row.pk,
            at=row.published_at or row.created_at,
            title=row.title,
            body=row.plain,
            language=row.language,
            author_id=row.author_id,
            product_id=row.product_id,
        )
        for row in Review.objects.published().filter(pk__in=ids)
    }


def review_ids(behind: int, limit: int) -> Sequence[int]:
    return list(Review.objects.filter(pk__gt=behind).order_by("pk").values_list("pk", flat=True)[:limit])


def shown_reviews(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    rows = list(visible_to(person).published().filter(pk__in=ids).select_related("product"))
    people = bylines(row.author_id for row in rows)
    photos = photos_of(row.pk for row in rows)
    return {
        row.pk: Shown(
            title=row.title or excerpt(row.plain, NAME_LENGTH),
            url=row.get_absolute_url(),
            moment=row.published_at or row.created_at,
            body=row.plain,
            lang=row.language,
            place=row.product.title,
            place_url=row.product.get_absolute_url(),
            author=author_of(row, people),
            rating=row.rating,
            photo=next(iter(photos.get(row.pk, [])), None),
        )
        for row in rows
    }


SOURCES = (
    Source(
        kind=REVIEW,
        label=_("Reviews"),
        name=pgettext_lazy("noun", "Review"),
        icon="star",
        rank=40,
        load=reviews,
        ids=review_ids,
        count=Review.objects.count,
        shown=shown_reviews,
    ),
)


@bookkeeper(ReviewPublished, ReviewEdited, ReviewWithdrawn, ReviewHidden, ReviewShown, history=True)
def index_review(activity: Activity) -> None:
    search.index(REVIEW, [loaded(activity, ReviewKind).review_id])


@bookkeeper(MemberErased, history=True)
def index_without_reviewer(activity: Activity) -> None:
    """In one transaction with the forgetting, whoever hears of the erasure first."""
    member_id = loaded(activity, MemberErased).of_member_id
    forget_member(member_id)
    search.index_about_member(REVIEW, member_id)
