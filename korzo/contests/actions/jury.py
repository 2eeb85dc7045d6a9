"""The jury: members named by the team, and the marks that they give."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.contests.actions.hold import hold_contest, hold_entry
from korzo.contests.activities import Judged, JurorNamed, JurorReleased
from korzo.contests.models import MARK_MAX, MARK_MIN, Contest, Criterion, Entry, Juror, Mark, Vote
from korzo.contests.permissions import check_mark, check_run
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import spoken
from korzo.members.models import Member
from korzo.members.permissions import Person

# A table of people who talk to each other.
JURORS_MAX = 20


def name_juror(
    contest: Contest, *, actor: Person, handle: str, at: datetime | None = None, backfilled: bool = False
) -> Juror:
    """By the name in their address. Naming somebody twice changes nothing."""
    moment = at or timezone.now()
    with transaction.atomic():
        staff = check_run(actor)
        held = hold_contest(contest.pk)
        member = _named(held, handle, moment)
        juror, is_new = Juror.objects.get_or_create(
            contest=held, member=member, defaults={"named_by": staff, "at": moment}
        )
        if is_new:
            record(
                JurorNamed(contest_id=held.pk),
                actor_id=staff.pk,
                actor_kind=Activity.ActorKind.STAFF,
                member_id=member.pk,
                occurred_at=moment,
                backfilled=backfilled,
            )
    return juror


def _named(held: Contest, handle: str, at: datetime) -> Member:
    if not held.has_jury or held.jury_until is None:
        raise Refused(_("In this contest the members vote; there is no jury."))
    if at >= held.jury_until:
        raise Refused(_("The jury is done."))
    wanted = handle.strip().removeprefix("@")
    member = Member.objects.get_queryset().present().in_any_case("handle", wanted).first()
    if member is None:
        raise FieldRefused(
            "handle", _("There is no member with this name. It is the last part of their page’s address.")
        )
    if Entry.objects.filter(contest=held, author=member, withdrawal__isnull=True).exists():
        raise FieldRefused("handle", _("This member takes part, so they cannot judge."))
    if Vote.objects.filter(entry__contest=held, member=member).exists():
        raise FieldRefused("handle", _("This member has voted already."))
    if Juror.objects.filter(contest=held).exclude(member=member).count() >= JURORS_MAX:
        raise FieldRefused("handle", _("A jury has up to %(most)s members.") % {"most": spoken(JURORS_MAX)})
    return member


def release_juror(juror: Juror, *, actor: Person, at: datetime | None = None) -> None:
    """Nobody is taken out once they have judged: that would choose among the marks."""
    with transaction.atomic():
        staff = check_run(actor)
        hold_contest(juror.contest_id)
        if Mark.objects.filter(juror=juror).exists():
            raise Refused(_("They have given marks already, so they stay."))
        if Juror.objects.filter(pk=juror.pk).delete()[0]:
            record(
                JurorReleased(contest_id=juror.contest_id),
                actor_id=staff.pk,
                actor_kind=Activity.ActorKind.STAFF,
                member_id=juror.member_id,
                occurred_at=at or timezone.now(),
            )


def mark_entry(
    entry: Entry, *, actor: Person, marks: Mapping[int, int], at: datetime | None = None, backfilled: bool = False
) -> None:
    """One mark for each criterion, by its id. Marking again replaces what was there, while the phase lasts."""
    with transaction.atomic():
        held = hold_entry(entry.pk)
        moment = at or timezone.now()
        juror = check_mark(actor, held, moment)
        known = set(Criterion.objects.filter(contest=held.contest).values_list("pk", flat=True))
        if known != set(marks) or any(not MARK_MIN <= one <= MARK_MAX for one in marks.values()):
            raise FieldRefused("marks", _("Please give a mark from 1 to 5 for each."))
        Mark.objects.filter(entry=held, juror=juror).delete()
        Mark.objects.bulk_create(
            Mark(entry=held, juror=juror, criterion_id=pk, value=value, at=moment) for pk, value in marks.items()
        )
        record(
            Judged(contest_id=held.contest_id),
            actor_id=juror.member_id,
            member_id=juror.member_id,
            occurred_at=moment,
            dedupe_key=f"contests.judged:{held.contest_id}:{juror.pk}",
            backfilled=backfilled,
        )
