"""A member is told what became of a letter; at most once a day, and never anybody else."""

from datetime import datetime, timedelta

from django.utils import timezone

from korzo.activity.actions import send_out
from korzo.members.models import Member
from korzo.notifications.incoming.models import IncomingMail

REFUSAL_SENDER = "notifications.mail_refused"
ONCE_IN = timedelta(days=1)


def tell(mail: IncomingMail, *, sentence: str = "", at: datetime | None = None) -> bool:
    """In the transaction of the outcome. `sentence` where the talk said why, in the member's language."""
    if mail.member_id is None:
        return False
    now = at or timezone.now()
    # Two letters refused at one time: one of them waits here and sees the other.
    Member.objects.select_for_update(no_key=True).get(pk=mail.member_id)
    if IncomingMail.objects.filter(member_id=mail.member_id, told_at__gt=now - ONCE_IN).exists():
        return False
    IncomingMail.objects.filter(pk=mail.pk).update(told_at=now)
    return send_out(
        REFUSAL_SENDER,
        key=f"{REFUSAL_SENDER}:{mail.pk}",
        payload={"mail_id": mail.pk, "sentence": sentence},
        member_id=mail.member_id,
    )
