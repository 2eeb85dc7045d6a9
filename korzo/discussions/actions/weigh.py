"""Whether new words are shown at once, or wait until a person of the team looked at them."""

from datetime import datetime

from korzo.discussions.actions.write import Ready, Written
from korzo.discussions.models import Post
from korzo.members.models import Member
from korzo.moderation import actions as moderation
from korzo.moderation.actions import Look

LABEL = "discussions.post"


def look_at(
    written: Written,
    ready: Ready,
    *,
    author: Member,
    at: datetime,
    title: str = "",
    asked: str = "",
    is_edit: bool = False,
    backfilled: bool,
) -> Look:
    """`asked` are the words of a poll. What is imported was weighed where it comes from."""
    if backfilled:
        return Look()
    is_first = not Post.objects.filter(author=author).exists()
    return moderation.look_at(
        LABEL, ready, written, author=author, at=at, title=title, asked=asked, is_first=is_first, is_edit=is_edit
    )
