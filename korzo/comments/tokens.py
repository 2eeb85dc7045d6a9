"""The signed links in our letters to guests."""

from datetime import timedelta

from korzo.comments.actions.forget import UNCONFIRMED_KEPT_FOR
from korzo.comments.models import Comment
from korzo.kit.errors import Missing
from korzo.kit.signing import BadToken, sign, unsign

CONFIRM, REMOVE = "comments.confirm", "comments.remove"
# As long as an address may be kept at most, and the link with it: taking back must stay as easy as giving.
_LIVES = {CONFIRM: UNCONFIRMED_KEPT_FOR, REMOVE: timedelta(days=731)}


def token_for(purpose: str, comment: Comment) -> str:
    return sign(purpose, comment.pk)


def comment_id_in(purpose: str, token: str) -> int:
    """Missing where we did not sign it for this purpose, or its time is over."""
    try:
        return int(unsign(purpose, token, max_age=_LIVES[purpose]))
    except (BadToken, TypeError, ValueError):
        raise Missing(purpose) from None
