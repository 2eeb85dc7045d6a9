"""Planning what leaves the house about a notice: asked at the gate now, and once more when it goes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from korzo.activity.actions import send_out
from korzo.activity.models import Outgoing
from korzo.attention.actions import Decision, may_contact
from korzo.attention.models import Channel
from korzo.community.queries import the_community
from korzo.kit.generations import bump_on_commit
from korzo.live.actions import publish
from korzo.members.models import Member
from korzo.notifications.kinds import purpose_of
from korzo.notifications.models import Device, Notice
from korzo.notifications.wishes import Wish

MAIL_SENDER = "notifications.mail"
PUSH_SENDER = "notifications.push"
LETTER_SENDER = "notifications.letter"
# Who reads it on the site meanwhile gets no mail about it.
MAIL_WAIT = timedelta(minutes=10)
# Long enough for an open page to show it first.
PUSH_WAIT = timedelta(seconds=20)
# In a demonstration mail goes nowhere but to the staff's page, where people look for it at once.
WAIT_IN_DEMO = timedelta(0)
# News that could not go for three days is no news; it stays on the site.
MAIL_IS_NEWS_FOR = timedelta(days=3)
PUSH_IS_NEWS_FOR = timedelta(days=1)


def is_at_once() -> bool:
    """Nobody sleeps beside a demonstration: there is no night in it either."""
    return the_community().is_demo


def source_of(notice: Notice, activity_id: int) -> str:
    """What the gate knows this message by: once for each time that a notice opens."""
    return f"notice:{notice.pk}.{activity_id}"


def plan(notice: Notice, wish: Wish, member: Member) -> None:
    """In the transaction of the notice: the rows are there if and only if it is."""
    if wish.by_mail:
        _plan_mail(notice, member)
    if wish.by_push:
        _plan_push(notice, member)


def _plan_mail(notice: Notice, member: Member) -> None:
    at = timezone.now() + (WAIT_IN_DEMO if is_at_once() else MAIL_WAIT)
    decision = may_contact(
        member,
        purpose=purpose_of(notice.kind),
        channel=Channel.MAIL,
        at=at,
        source=source_of(notice, notice.activity_id),
        expires=at + MAIL_IS_NEWS_FOR,
        urgent=is_at_once(),
    )
    if not decision.refused:
        send_out(
            MAIL_SENDER,
            key=f"{MAIL_SENDER}:{notice.pk}:{notice.activity_id}",
            payload={"notice_id": notice.pk, "activity_id": notice.activity_id},
            member_id=member.pk,
            not_before=decision.until or at,
        )


def _plan_push(notice: Notice, member: Member) -> None:
    devices = list(Device.objects.filter(member=member).values_list("pk", flat=True))
    if not devices:
        return
    at = timezone.now() + PUSH_WAIT
    decision = may_contact(
        member,
        purpose=purpose_of(notice.kind),
        channel=Channel.PUSH,
        at=at,
        source=source_of(notice, notice.activity_id),
        expires=at + PUSH_IS_NEWS_FOR,
    )
    if decision.refused:
        return
    for device_id in devices:
        send_out(
            PUSH_SENDER,
            key=f"{PUSH_SENDER}:{notice.pk}:{notice.activity_id}:{device_id}",
            payload={"notice_id": notice.pk, "activity_id": notice.activity_id, "device_id": device_id},
            member_id=member.pk,
            not_before=decision.until or at,
        )


def try_later(outgoing: Outgoing, at: datetime) -> None:
    """The gate, or the other side, named a time: a row of its own, for the one under way is done."""
    beginning = outgoing.key.split("@", 1)[0]
    send_out(
        outgoing.sender,
        key=f"{beginning}@{at:%Y%m%d%H%M%S}",
        payload=outgoing.payload,
        member_id=outgoing.member_id,
        not_before=at,
    )


def go_or_wait(outgoing: Outgoing, decision: Decision) -> bool:
    """Whether it may go now; what was deferred is planned anew."""
    if decision.deferred and decision.until is not None:
        try_later(outgoing, decision.until)
    return decision.allowed


def tell_unread(member_ids: Iterable[int]) -> None:
    """To the open pages of these members, and to nobody else; the numbers that were remembered are stale."""
    wanted = sorted(set(member_ids))
    unread = Notice.objects.filter(member_id__in=wanted, read_at__isnull=True, on_site=True)
    counts = dict.fromkeys(wanted, 0)
    for member_id in unread.values_list("member_id", flat=True):
        counts[member_id] += 1
    bump_on_commit(*(f"notices:{pk}" for pk in wanted))
    for member_id, count in counts.items():
        publish(f"member:{member_id}", "notifications.unread", {"count": count})
