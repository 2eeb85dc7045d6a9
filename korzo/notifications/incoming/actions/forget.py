"""What is not needed any more: letters after a month, and all that a person sent who leaves."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from korzo.notifications.incoming import keeping
from korzo.notifications.incoming.models import IncomingMail, MailTrouble, Outcome

KEPT_FOR = timedelta(days=30)
# The hash alone stays on, so that a letter which is delivered twice is known however late the second comes.
KNOWN_FOR = timedelta(days=365)
BATCH = 500


def forget_letters(now: datetime | None = None) -> int:
    """How many letters were taken off the disk. What waits for a person after a month waits in vain."""
    moment = now or timezone.now()
    old = IncomingMail.objects.filter(came_at__lt=moment - KEPT_FOR).exclude(file="", sender="").order_by("came_at")
    count = 0
    while found := list(old.values_list("pk", "file")[:BATCH]):
        for _pk, name in found:
            keeping.forget(name)
        rows = IncomingMail.objects.filter(pk__in=[pk for pk, _name in found])
        rows.filter(outcome=Outcome.WAITING).update(outcome=Outcome.DROPPED)
        count += rows.update(file="", sender="")
    IncomingMail.objects.filter(came_at__lt=moment - KNOWN_FOR, file="").delete()
    return count


def forget_mail_of(member_id: int) -> int:
    """Part of a member's erasure."""
    names = list(IncomingMail.objects.filter(member_id=member_id).exclude(file="").values_list("file", flat=True))
    # The files first: should this break off, the next try finds their names again.
    for name in names:
        keeping.forget(name)
    with transaction.atomic():
        count, _by_model = IncomingMail.objects.filter(member_id=member_id).delete()
        IncomingMail.objects.filter(decided_by_id=member_id).update(decided_by=None)
        MailTrouble.objects.filter(member_id=member_id).delete()
    return count
