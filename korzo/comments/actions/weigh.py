"""Whether new words are shown at once, or wait until a person of the team looked at them."""

from datetime import datetime

from korzo.comments.actions.words import Ready, Written
from korzo.comments.models import Comment, Guest, Rules
from korzo.members.models import Member
from korzo.moderation import actions as moderation
from korzo.moderation.actions import Look, Reason, Submission

LABEL = "comments.comment"
FIRST = Reason("first_post")


def look_at(
    written: Written, ready: Ready, *, author: Member, rules: Rules, at: datetime, is_edit: bool = False
) -> Look:
    is_first = not is_edit and not Comment.objects.filter(author=author, state=Comment.State.VISIBLE).exists()
    look = moderation.look_at(LABEL, ready, written, author=author, at=at, is_first=is_first, is_edit=is_edit)
    return look.also_for(FIRST) if is_first and rules.first_comments_wait and not author.is_staff else look


def look_at_guest(comment: Comment, guest: Guest, *, rules: Rules, at: datetime) -> Look:
    """Only once the mail is confirmed: what nobody confirms teaches the checks nothing."""
    submission = Submission(
        subject_label=LABEL,
        author=None,
        title=guest.name,
        plain=comment.plain,
        html=comment.html,
        language=comment.language,
        at=at,
        trap_filled=guest.trap_filled,
        is_first_post=True,
        is_proven=guest.is_proven,
    )
    look = Look(moderation.weigh(submission), submission)
    return look.also_for(FIRST) if rules.first_comments_wait else look
