"""What others may ask about contacts, and the sentences that say why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from korzo.attention.models import Channel, ContactLog, ContactPolicy, ContactWish, Purpose, Suppression, Verdict
from korzo.attention.permissions import visible_to
from korzo.attention.quiet import at_wall
from korzo.attention.rules import quiet_of
from korzo.attention.why import reason_of
from korzo.kit import slots
from korzo.members.models import Member
from korzo.members.permissions import Person

CONTACTS_A_PAGE = 50
FIGURES_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Contact:
    """One message as its reader sees it in the list of what was sent."""

    pk: int
    about: str
    link: str
    why: str
    channel: str
    purpose: str
    icon: str
    at: datetime
    was_sent: bool
    is_planned: bool


@dataclass(frozen=True)
class About:
    """What a room that sends says of its contact; `attention.about` collects them by the id of the contact."""

    words: str
    link: str = ""


@dataclass(frozen=True)
class Figure:
    """A line of the team's table."""

    label: str
    sent: int
    deferred: int
    refused: int


def clock_time(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """When the clock of a zone shows this hour; where it is skipped that day, the hour after it. In UTC."""
    return at_wall(day, hour, zone)


def the_policy() -> ContactPolicy:
    """The one row; before anybody changed it, an unsaved one with our defaults."""
    return ContactPolicy.objects.filter(pk=1).first() or ContactPolicy()


def wish_of(member: Member) -> ContactWish:
    return ContactWish.objects.filter(member=member).first() or ContactWish(member=member)


def quiet_until(member: Member, at: datetime) -> datetime | None:
    """When this person's night or free day is over; None while it is neither. For news that has time until then."""
    quiet = quiet_of(member, the_policy(), wish_of(member))
    return quiet.next_allowed(at) if quiet.covers(at) else None


def reader_of(address: str) -> Member | None:
    """The member behind an address, also behind a second one that is not their main one."""
    mail = parseaddr(address)[1]
    rows = Member.objects.get_queryset().filter(erased_at__isnull=True)
    return rows.filter(Q(email__iexact=mail) | Q(emailaddress__email__iexact=mail)).order_by("pk").first()


def contacts(person: Person, *, before: int | None = None) -> list[Contact]:
    """A page of one's own, the newest first; `before` is the last of the page above."""
    rows = visible_to(person).order_by("-decided_at", "-pk")
    last = visible_to(person).filter(pk=before).first() if before else None
    if last is not None:
        rows = rows.filter(Q(decided_at__lt=last.decided_at) | Q(decided_at=last.decided_at, pk__lt=last.pk))
    return _shown(list(rows[:CONTACTS_A_PAGE]))


ICONS = {Channel.MAIL: "mail", Channel.PUSH: "bell", Channel.CHAT: "message-circle"}


def _shown(rows: list[ContactLog]) -> list[Contact]:
    known = slots.collect("attention.about", [row.pk for row in rows])
    return [_contact(row, next(iter(known.get(row.pk, [])), None)) for row in rows]


def _contact(row: ContactLog, about: About | None) -> Contact:
    return Contact(
        pk=row.pk,
        about=about.words if about else str(Purpose(row.purpose).label),
        link=about.link if about else "",
        why=reason_of(row),
        channel=str(Channel(row.channel).label),
        purpose=str(Purpose(row.purpose).label),
        icon=ICONS[Channel(row.channel)],
        at=row.sent_at or row.decided_at,
        was_sent=row.sent_at is not None,
        is_planned=row.sent_at is None and row.verdict != Verdict.REFUSED,
    )


def sources(contact_ids: Iterable[int], beginning: str) -> dict[int, str]:
    """Which messages of a room these contacts are, for fillers of `attention.about`."""
    rows = ContactLog.objects.filter(pk__in=set(contact_ids), source__startswith=beginning)
    return dict(rows.values_list("pk", "source"))


def figures(now: datetime | None = None) -> list[Figure]:
    """The last week by purpose, for the team: numbers only."""
    since = (now or timezone.now()) - FIGURES_FOR
    rows = (
        _recent(since)
        .values("purpose")
        .annotate(
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            deferred=Count("pk", filter=Q(sent_at__isnull=True, verdict=Verdict.DEFERRED)),
            refused=Count("pk", filter=Q(sent_at__isnull=True, verdict=Verdict.REFUSED)),
        )
    )
    by_purpose = {row["purpose"]: row for row in rows.order_by("purpose")}
    return [
        Figure(str(purpose.label), row["sent"], row["deferred"], row["refused"])
        for purpose in Purpose
        if (row := by_purpose.get(purpose.value))
    ]


def _recent(since: datetime) -> QuerySet[ContactLog]:
    return ContactLog.objects.filter(decided_at__gte=since)


def suppressed_count() -> int:
    return Suppression.objects.values("digest").distinct().count()


def export(member_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What was sent to a member and why, for the file with all their data."""
    return {member_id: _export(member_id) for member_id in member_ids}


def _export(member_id: int) -> dict[str, Any]:
    rows = list(ContactLog.objects.filter(member_id=member_id).order_by("decided_at", "pk"))
    wish = ContactWish.objects.filter(member_id=member_id).values("rhythm", "quiet_from", "quiet_until").first()
    return {
        "contacts": [
            {"about": one.about, "channel": one.channel, "why": one.why, "at": one.at, "sent": one.was_sent}
            for one in _shown(rows)
        ],
        "contact_limits": wish,
    }
