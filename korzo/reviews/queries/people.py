"""People as reviews show them."""

from collections.abc import Mapping

from korzo.members.queries import Byline
from korzo.reviews.models import Review


def author_of(review: Review, people: Mapping[int | None, Byline]) -> Byline:
    """A reviewer without an account here has a name and no page."""
    if review.author_id is None and review.display_name:
        return Byline(name=review.display_name, gone=False)
    return people[review.author_id]
