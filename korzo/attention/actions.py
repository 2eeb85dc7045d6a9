"""The gate that every message to a member passes, when it is planned and right before it leaves."""

from contextlib import suppress as ignoring
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Count, F
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.attention.activities import CapsChanged
from korzo.attention.digests import digest_of, digests_of
from korzo.attention.models import (
    HOURS_A_DAY,
    Channel,
    ContactLog,
    ContactPolicy,
    ContactTally,
    ContactWish,
    Purpose,
    Suppression,
    Verdict,
)
from korzo.attention.permissions import check_change_caps
from korzo.attention.queries import the_policy, wish_of
from korzo.attention.rules import Question, answer
from korzo.attention.smtp import pass_on
from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in

# After a year only numbers are kept.
LOG_KEPT = timedelta(days=365)
FORGET_BATCH = 5_000
CAP_MAX = 500
DAYS_MAX = 365
DECIDED = ["purpose", "verdict", "rule", "facts", "until", "decided_at", "claimed_at"]


@dataclass(frozen=True)
class Decision:
    """`until` only where it is deferred. `rule` and `facts` are kept, and told to the member as a sentence."""

    verdict: Verdict
    rule: str
    contact_id: int = 0
    until: datetime | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def allowed(self) -> bool:
        return self.verdict is Verdict.ALLOWED

    @property
    def deferred(self) -> bool:
        return self.verdict is Verdict.DEFERRED

    @property
    def refused(self) -> bool:
        return self.verdict is Verdict.REFUSED


def may_contact(
    member: Member,
    *,
    purpose: Purpose,
    channel: Channel,
    at: datetime,
    urgent: bool = False,
    source: str = "",
    expires: datetime | None = None,
    claim: bool = False,
) -> Decision:
    """Ask, and keep the answer. `source` names the message, so that asking again changes its row.

    With `claim` the place is taken, under a lock on the person: whoever claims says `contacted` or `released` next.
    """
    with transaction.atomic():
        # Two workers with two messages for one person: the second sees what the first has claimed.
        person = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        known = _known(person, source, channel)
        if known is not None and known.sent_at is not None:
            return Decision(Verdict.REFUSED, "sent", known.pk)
        found = answer(
            Question(
                person,
                Purpose(purpose),
                Channel(channel),
                at,
                urgent=urgent,
                expires=expires,
                contact_id=known.pk if known else 0,
                policy=the_policy(),
                wish=wish_of(person),
            )
        )
        row = known or ContactLog(member=person, channel=channel, source=source)
        row.purpose, row.verdict, row.rule = purpose, found.verdict, found.rule
        row.facts, row.until, row.decided_at = found.facts, found.until, timezone.now()
        row.claimed_at = at if claim and found.verdict is Verdict.ALLOWED else None
        row.save(update_fields=DECIDED if known else None)
    return Decision(found.verdict, found.rule, row.pk, found.until, found.facts)


def _known(member: Member, source: str, channel: str) -> ContactLog | None:
    return ContactLog.objects.filter(member=member, source=source, channel=channel).first() if source else None


def contacted(decision: Decision, *, at: datetime, message_id: str = "") -> None:
    """It left the house."""
    ContactLog.objects.filter(pk=decision.contact_id).update(sent_at=at, message_id=message_id)


def released(decision: Decision) -> None:
    """It did not leave after all, and may try again: the place is free."""
    ContactLog.objects.filter(pk=decision.contact_id, sent_at__isnull=True).update(claimed_at=None)


def let_go(member_id: int, *, source: str, channel: Channel, rule: str) -> None:
    """What was planned is not sent, for a reason of the room that planned it: "read", "taken_back", "unwanted"."""
    ContactLog.objects.filter(member_id=member_id, source=source, channel=channel, sent_at__isnull=True).update(
        verdict=Verdict.REFUSED, rule=rule, facts={}, until=None, claimed_at=None, decided_at=timezone.now()
    )


def hand_over(
    message: EmailMessage,
    *,
    member: Member,
    purpose: Purpose,
    source: str,
    at: datetime,
    urgent: bool = False,
    expires: datetime | None = None,
) -> Decision:
    """The way of a letter to a member: claimed, handed to the mail server, ticked. SendingFailed where it is not."""
    decision = may_contact(
        member,
        purpose=purpose,
        channel=Channel.MAIL,
        at=at,
        urgent=urgent,
        source=source,
        expires=expires,
        claim=True,
    )
    if not decision.allowed:
        return decision
    try:
        pass_on(message)
    except Exception:
        released(decision)
        raise
    contacted(decision, at=at, message_id=str(message.extra_headers.get("Message-ID", "")))
    return decision


def suppress(address: str, *, reason: Suppression.Reason, at: datetime | None = None) -> None:
    """Nothing goes to this address any more, as far as the reason reaches. Counts at once for what waits."""
    with ignoring(IntegrityError), transaction.atomic():
        Suppression.objects.get_or_create(
            digest=digest_of(address), reason=reason, defaults={"at": at or timezone.now()}
        )


def lift(address: str, *, reason: Suppression.Reason) -> bool:
    """They want it again, or the mailbox is back. Whether there was anything to lift."""
    removed, _by_model = Suppression.objects.filter(digest__in=digests_of(address), reason=reason).delete()
    return bool(removed)


@dataclass(frozen=True)
class Caps:
    news_max: int
    news_within_days: int
    community_max: int
    quiet_from: int
    quiet_until: int
    is_quiet_on_sundays: bool = False
    calm_until: datetime | None = None


def change_caps(caps: Caps, *, actor: Person) -> ContactPolicy:
    check_change_caps(actor)
    _check_hours(caps.quiet_from, caps.quiet_until)
    for name, value, least, most in (
        ("news_max", caps.news_max, 0, CAP_MAX),
        ("news_within_days", caps.news_within_days, 1, DAYS_MAX),
        ("community_max", caps.community_max, 1, CAP_MAX),
    ):
        if not least <= value <= most:
            words = _("Please choose a number from %(least)s to %(most)s.")
            raise FieldRefused(name, words % {"least": spoken(least), "most": spoken(most)})
    with transaction.atomic():
        policy, _made = ContactPolicy.objects.update_or_create(
            pk=1, defaults={**vars(caps), "changed_at": timezone.now()}
        )
        record(CapsChanged(), actor_id=actor.pk if actor else None, actor_kind="staff")
    return policy


def choose_limits(
    *, actor: Person, rhythm: str = "", quiet_from: int | None = None, quiet_until: int | None = None
) -> ContactWish:
    """A member's own quiet hours and how often the shop may write. Without hours those of the shop hold."""
    member = check_signed_in(actor)
    if rhythm not in ContactWish.Rhythm.values:
        raise FieldRefused("rhythm", _("Please choose one of the rhythms in the list."))
    if (quiet_from is None) != (quiet_until is None):
        raise FieldRefused("quiet_from", _("Please say from when until when, or leave both empty."))
    if quiet_from is not None and quiet_until is not None:
        _check_hours(quiet_from, quiet_until)
    wish, _made = ContactWish.objects.update_or_create(
        member=member, defaults={"rhythm": rhythm, "quiet_from": quiet_from, "quiet_until": quiet_until}
    )
    return wish


def _check_hours(start: int, end: int) -> None:
    for name, hour in (("quiet_from", start), ("quiet_until", end)):
        if not 0 <= hour < HOURS_A_DAY:
            raise FieldRefused(name, _("Please choose an hour from 0 to 23."))


def forget_old(now: datetime | None = None) -> int:
    """Of what is older than a year only the counts stay. How many rows went."""
    before = (now or timezone.now()) - LOG_KEPT
    gone = 0
    while True:
        with transaction.atomic():
            old = ContactLog.objects.filter(decided_at__lt=before).order_by("decided_at")
            ids = list(old.values_list("pk", flat=True)[:FORGET_BATCH])
            if not ids:
                return gone
            _add_up(ids)
            count, _by_model = ContactLog.objects.filter(pk__in=ids).delete()
            gone += count


def _add_up(ids: list[int]) -> None:
    rows = ContactLog.objects.filter(pk__in=ids).annotate(month=TruncMonth("decided_at"))
    for row in rows.values("month", "purpose", "channel", "verdict").annotate(n=Count("pk")).order_by("month"):
        key = {"month": row["month"].date(), **{name: row[name] for name in ("purpose", "channel", "verdict")}}
        ContactTally.objects.get_or_create(**key)
        ContactTally.objects.filter(**key).update(count=F("count") + row["n"])


def forget_member(member_id: int) -> int:
    """Part of a member's erasure."""
    with transaction.atomic():
        count, _by_model = ContactLog.objects.filter(member_id=member_id).delete()
        ContactWish.objects.filter(member_id=member_id).delete()
    return count
