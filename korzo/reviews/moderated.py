"""Reviews as the moderation room sees them: flagged, held, hidden and shown like all that members write."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.members.permissions import Person
from korzo.moderation.actions import Moderated, Seen, found_at, newest_of, seen_of
from korzo.reviews.actions.look import LABEL
from korzo.reviews.actions.moderate import put_review_back, take_review_down
from korzo.reviews.models import Review
from korzo.reviews.permissions import visible_to


def fetch(ids: list[int]) -> dict[int, Seen]:
    rows = Review.objects.filter(pk__in=ids).select_related("product")
    return {review.pk: _seen(review) for review in rows}


def _seen(review: Review) -> Seen:
    title = review.title or _("A review of %(product)s") % {"product": review.product.title}
    return seen_of(review, title=title, is_shown=review.is_published)


def may_see(person: Person, pk: int) -> bool:
    return visible_to(person).published().filter(pk=pk).exists()


def of_author(member_id: int, limit: int) -> list[int]:
    return newest_of(Review.objects.exclude(state=Review.State.WITHDRAWN), member_id, limit)


def at_address(path: str) -> int | None:
    return found_at(path, {"reviews:review": lambda pk: pk})


REVIEWS = Moderated(
    label=LABEL,
    name=gettext_lazy("Review"),
    fetch=fetch,
    hide=take_review_down,
    show=put_review_back,
    release=put_review_back,
    refuse=take_review_down,
    may_see=may_see,
    of_author=of_author,
    at_address=at_address,
)
