"""Letters of ours that did not arrive. A mailbox that is full today may be read tomorrow; one that is gone is gone."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from korzo.attention.actions import lift, suppress
from korzo.attention.models import Suppression
from korzo.members.models import Member
from korzo.notifications.incoming.models import MailTrouble

SOFT, HARD = 1, 2
STOPS_AT = 4
FORGIVEN_AFTER = timedelta(days=30)


def count_bounce(member: Member, code: str, *, at: datetime | None = None) -> MailTrouble:
    """`code` as mail servers write it: "4.2.2" for now, "5.1.1" for good; any other counts nothing."""
    points = {"4": SOFT, "5": HARD}.get(code[:1], 0)
    now = at or timezone.now()
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        trouble = MailTrouble.objects.filter(member=member).first() or MailTrouble(member=member, last_at=now)
        if now - trouble.last_at > FORGIVEN_AFTER:
            trouble.score = 0
        if points:
            trouble.score += points
            trouble.last_at = now
            if trouble.score >= STOPS_AT and trouble.stopped_at is None:
                trouble.stopped_at = now
                suppress(member.email, reason=Suppression.Reason.HARD_BOUNCE, at=now)
            MailTrouble.objects.update_or_create(
                member=member,
                defaults={"score": trouble.score, "last_at": trouble.last_at, "stopped_at": trouble.stopped_at},
            )
    return trouble


def forget_bounces(now: datetime | None = None) -> int:
    """A month after the last one the mailbox gets another chance. How many do."""
    before = (now or timezone.now()) - FORGIVEN_AFTER
    count = 0
    for trouble in MailTrouble.objects.select_related("member").filter(last_at__lt=before):
        with transaction.atomic():
            if trouble.stopped_at is not None:
                lift(trouble.member.email, reason=Suppression.Reason.HARD_BOUNCE)
            MailTrouble.objects.filter(pk=trouble.pk).delete()
            count += 1
    return count
