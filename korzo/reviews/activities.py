"""What can happen to a review. The member concerned is always its author.

The stars are in none of these on purpose: nothing that listens (points, badges, notices) can depend on them.
A kind with `notice_label` and `notice_sentence` is news for the author, who then reads it among the notices.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind
from korzo.reviews.models import HidingReason, Review


def tags_of(review_id: int, product_id: int) -> tuple[str, ...]:
    """Whatever shows this review or counts it: its own page, its product's, and all lists across products."""
    return (f"review:{review_id}", f"reviews:{product_id}", "reviews")


def authors_of(review_id: int) -> list[int]:
    """Its author, as a list; empty where they left."""
    found = Review.objects.filter(pk=review_id, author__isnull=False).values_list("author_id", flat=True)
    return [pk for pk in found if pk is not None]


@dataclass(frozen=True, kw_only=True)
class ReviewKind(Kind):
    review_id: int
    product_id: int

    def stale(self) -> tuple[str, ...]:
        return tags_of(self.review_id, self.product_id)

    def subject(self) -> tuple[str, int] | None:
        return ("reviews.review", self.review_id)

    def link(self) -> str:
        return reverse("reviews:review", args=[self.review_id])


@dataclass(frozen=True, kw_only=True)
class ReviewPublished(ReviewKind):
    """Everybody can read it now. It comes again for the same review when its author withdrew it and wrote anew."""

    verb: ClassVar[str] = "reviews.published"
    icon: ClassVar[str] = "star"
    sentence = _("wrote a review")
    picture_count: int
    verified: bool

    def visible_to(self, member_id: int | None) -> bool:
        return True

    def heard_on(self) -> tuple[str, ...]:
        return (f"product:{self.product_id}",)


@dataclass(frozen=True, kw_only=True)
class ReviewEdited(ReviewKind):
    verb: ClassVar[str] = "reviews.edited"
    icon: ClassVar[str] = "pencil"
    sentence = _("changed a review")
    version: int
    picture_count: int
    verified: bool


@dataclass(frozen=True, kw_only=True)
class ReviewWithdrawn(ReviewKind):
    """By its author. Nobody sees it any more."""

    verb: ClassVar[str] = "reviews.withdrawn"
    icon: ClassVar[str] = "undo-2"
    sentence = _("withdrew a review")


@dataclass(frozen=True, kw_only=True)
class ReviewHidden(ReviewKind):
    """By a moderator, for a reason from the closed list. Its author still sees it, with the reason.

    What the moderation room decided comes with a statement of reasons, which tells the author by itself (`is_stated`).
    """

    verb: ClassVar[str] = "reviews.hidden"
    icon: ClassVar[str] = "eye-off"
    sentence = _("hid a review")
    notice_label = _("Your review is hidden, and why")
    reason: str
    is_stated: bool = False

    def notice_members(self) -> list[int]:
        return [] if self.is_stated else authors_of(self.review_id)

    def notice_sentence(self) -> str:
        return gettext("Your review is not shown any more. The reason: %(reason)s.") % {
            "reason": HidingReason(self.reason).label
        }

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class ReviewShown(ReviewKind):
    """It was hidden and is shown again. Where the moderation room took its reasons back, that is told instead."""

    verb: ClassVar[str] = "reviews.shown"
    icon: ClassVar[str] = "eye"
    sentence = _("showed a review again")
    notice_label = _("Your review is shown again")
    is_stated: bool = False

    def notice_members(self) -> list[int]:
        return [] if self.is_stated else authors_of(self.review_id)

    def notice_sentence(self) -> str:
        return gettext("Your review is shown again.")


@dataclass(frozen=True, kw_only=True)
class ShopReplied(ReviewKind):
    """The first public reply of the shop; changing it later is no news."""

    verb: ClassVar[str] = "reviews.shop_replied"
    icon: ClassVar[str] = "store"
    sentence = _("replied to a review for the shop")
    notice_label = _("The shop replies to your review")

    def notice_sentence(self) -> str:
        return gettext("The shop replied to your review.")

    def visible_to(self, member_id: int | None) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class MarkedHelpful(ReviewKind):
    """Recorded once for each member and review, however often they change their mind."""

    verb: ClassVar[str] = "reviews.marked_helpful"
    icon: ClassVar[str] = "thumbs-up"
    sentence = _("found a review useful")
    notice_label = _("Somebody finds your review useful")

    def notice_sentence(self) -> str:
        return gettext("Your review was useful to somebody.")


KINDS = (
    ReviewPublished,
    ReviewEdited,
    ReviewWithdrawn,
    ReviewHidden,
    ReviewShown,
    ShopReplied,
    MarkedHelpful,
)
