"""All that can be done with a review: one verb a file."""

from korzo.reviews.actions.edit_review import edit_review
from korzo.reviews.actions.forget_member import forget_member
from korzo.reviews.actions.hide_review import hide_review, show_again
from korzo.reviews.actions.mark_helpful import mark_helpful, unmark_helpful
from korzo.reviews.actions.mark_read import mark_read
from korzo.reviews.actions.moderate import put_review_back, take_review_down
from korzo.reviews.actions.reply_for_shop import reply_for_shop
from korzo.reviews.actions.withdraw_review import withdraw_review
from korzo.reviews.actions.write_review import write_review

__all__ = [
    "edit_review",
    "forget_member",
    "hide_review",
    "mark_helpful",
    "mark_read",
    "put_review_back",
    "reply_for_shop",
    "show_again",
    "take_review_down",
    "unmark_helpful",
    "withdraw_review",
    "write_review",
]
