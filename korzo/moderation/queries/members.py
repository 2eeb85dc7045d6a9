"""What the team knows about one member, and what the member knows about their own standing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from korzo.kit.errors import Missing
from korzo.members.models import Member
from korzo.moderation.models import Flag, Item, MemberNote, Sanction, Statement, Sweep

# As Discourse: each time longer. What lies a year back counts no more.
GRADES_HOURS = (24, 72, 168, 720)
FORGOTTEN_AFTER = timedelta(days=365)
LISTED_MAX = 20
SWEEP_UNDO = timedelta(days=30)


def hours_proposed(member_id: int) -> int:
    """How long the next silence or suspension should last."""
    before = Sanction.objects.filter(
        member=member_id,
        kind__in=[Sanction.Kind.SILENCE, Sanction.Kind.SUSPENSION],
        lifted_at__isnull=True,
        at__gt=timezone.now() - FORGOTTEN_AFTER,
    ).count()
    return GRADES_HOURS[min(before, len(GRADES_HOURS) - 1)]


@dataclass(frozen=True)
class Record:
    """The history of an author, beside what is to be decided."""

    member: Member
    taken_down: int
    flags_agreed: int
    flags_disagreed: int
    own_flags_agreed: int
    own_flags_disagreed: int
    sanctions: Sequence[Sanction]
    notes: Sequence[MemberNote]
    sweeps: Sequence[Sweep]
    hours_proposed: int


def record_of(member: Member) -> Record:
    # Two questions: for one with "or" the database would walk through all flags.
    about, own = _verdicts(Flag.objects.filter(item__author=member)), _verdicts(Flag.objects.filter(member=member))
    return Record(
        member=member,
        taken_down=Statement.objects.filter(
            member=member,
            restriction__in=[Statement.Restriction.REMOVED, Statement.Restriction.NOT_SHOWN],
            withdrawal__isnull=True,
        ).count(),
        flags_agreed=about[Flag.Outcome.AGREED],
        flags_disagreed=about[Flag.Outcome.DISAGREED],
        own_flags_agreed=own[Flag.Outcome.AGREED],
        own_flags_disagreed=own[Flag.Outcome.DISAGREED],
        sanctions=list(Sanction.objects.filter(member=member).select_related("by").order_by("-pk")[:LISTED_MAX]),
        notes=list(MemberNote.objects.filter(member=member).select_related("by").order_by("-pk")[:LISTED_MAX]),
        sweeps=list(
            Sweep.objects.filter(member=member, at__gt=timezone.now() - SWEEP_UNDO).annotate(count=Count("things"))
        ),
        hours_proposed=hours_proposed(member.pk),
    )


def _verdicts(flags: QuerySet[Flag]) -> Counter[str]:
    """How many were agreed with, and how many not."""
    rows = flags.order_by().values_list("outcome").annotate(count=Count("pk"))
    return Counter(dict(rows.values_list("outcome", "count")))


def get_warning_for(member: Member, pk: int) -> Sanction:
    found = Sanction.objects.filter(pk=pk, member=member, kind=Sanction.Kind.WARNING).first()
    if found is None:
        raise Missing(str(pk))
    return found


@dataclass(frozen=True)
class Standing:
    """What a member reads about themselves."""

    warnings: Sequence[Sanction]
    limits: Sequence[Sanction]
    statements: Sequence[Statement]
    flags: Sequence[Flag]
    open_items: int


def standing_of(member: Member) -> Standing:
    rows = list(
        Sanction.objects.filter(member=member, lifted_at__isnull=True).select_related("statement").order_by("-pk")
    )
    limits = [one for one in rows if one.stands and one.kind != Sanction.Kind.WARNING]
    return Standing(
        warnings=[one for one in rows if one.kind == Sanction.Kind.WARNING and one.read_at is None],
        limits=limits,
        statements=list(
            Statement.objects.filter(member=member).select_related("withdrawal", "appeal").order_by("-pk")[:LISTED_MAX]
        ),
        flags=list(Flag.objects.filter(member=member).select_related("item").order_by("-pk")[:LISTED_MAX]),
        open_items=Item.objects.filter(author=member, kind=Item.Kind.HELD, closed_at__isnull=True).count(),
    )
