"""People as reviews show them."""

from korzo.kit.slots import Badge
from korzo.members.queries import Byline, byline
from korzo.reviews.models import Review


def author_of(review: Review, badges: dict[int, list[Badge]]) -> Byline:
    """A reviewer without an account here has a name and no page."""
    if review.author is None and review.display_name:
        return Byline(name=review.display_name, gone=False)
    return byline(review.author, badges)
