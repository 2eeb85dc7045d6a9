"""How often one person may comment: as quick as in the talk, and a guest only as quick as their mail."""

from datetime import datetime

from django.utils.translation import gettext as _

from korzo.comments.models import Comment, Guest
from korzo.kit.errors import FieldRefused
from korzo.members.models import Member
from korzo.moderation.actions import TALK, TALK_OF_NEWCOMER, check_writing_pace
from korzo.moderation.queries.newcomers import has_first_day_limits

# Nobody waits for more than two letters of ours at once; a form must not fill a stranger's mailbox.
AWAITING_OF_MAIL_MAX = 2


def check_pace(member: Member, at: datetime) -> None:
    paces = TALK_OF_NEWCOMER if has_first_day_limits(member, at) else TALK
    check_writing_pace(Comment.objects.all(), paces, author=member, at=at)


def check_mail_pace(mail: str) -> None:
    awaiting = Guest.objects.filter(mail__iexact=mail, confirmed_at__isnull=True, comment__removal__isnull=True)
    if awaiting.count() >= AWAITING_OF_MAIL_MAX:
        raise FieldRefused(
            "mail", _("Two comments with this address wait already. Please confirm them with the link in our mail.")
        )
