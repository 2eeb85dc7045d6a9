"""Letters to guests: about their own comment, and nothing else."""

from korzo.activity.actions import send_out
from korzo.comments.models import Comment

LETTER_SENDER = "comments.letter"


def write_letter(comment: Comment, kind: str) -> None:
    """To a guest with an address; nothing for anybody else. Each kind goes once for each version of their words."""
    if hasattr(comment, "guest") and comment.guest.mail:
        key = f"comments.{kind}:{comment.pk}:{comment.version}"
        send_out(LETTER_SENDER, key=key, payload={"kind": kind, "pk": comment.pk})
