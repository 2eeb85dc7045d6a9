"""What the team does with a contest: prepare, change, announce, call off."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.community import actions as community
from korzo.contests.actions.hold import hold_contest
from korzo.contests.actions.plan import Plan, Ready, make_ready
from korzo.contests.activities import ContestAnnounced, ContestCancelled, ContestChanged, ContestKind, ContestMade
from korzo.contests.models import REASON_LENGTH_MAX, Announcement, Cancellation, Contest, Criterion
from korzo.contests.permissions import check_run
from korzo.contests.queries.running import is_one_on
from korzo.kit.errors import FieldRefused, Refused
from korzo.media import actions as media
from korzo.media.models import Picture
from korzo.members.models import Member
from korzo.members.permissions import Person

SEED_BYTES = 16
# What people read when they came in; the story and the picture may still get better, and there may be more time.
SETTLED = (
    *("title", "rules_plain", "prizes", "kind", "entries_each", "enter_key", "judging", "votes_each", "jury_weight"),
    "opens_at",
)
ENDS = ("entries_until", "jury_until", "votes_until", "results_at")


def make_contest(plan: Plan, *, actor: Person, at: datetime | None = None, backfilled: bool = False) -> Contest:
    moment = at or timezone.now()
    with transaction.atomic():
        member = check_run(actor)
        ready = make_ready(plan)
        contest = Contest.objects.create(
            **ready.fields,
            picture=_claimed(plan.picture_id, member),
            language=member.language,
            seed=secrets.token_hex(SEED_BYTES),
            made_by=member,
            created_at=moment,
        )
        _keep_criteria(contest, ready.criteria)
        _tell(ContestMade(contest_id=contest.pk), member, moment, backfilled=backfilled)
    return contest


def change_contest(contest: Contest, plan: Plan, *, actor: Person, at: datetime | None = None) -> Contest:
    moment = at or timezone.now()
    with transaction.atomic():
        member = check_run(actor)
        held = hold_contest(contest.pk)
        if hasattr(held, "result") or hasattr(held, "cancellation"):
            raise Refused(_("This contest is over. It stays as it was."))
        ready = make_ready(plan)
        if hasattr(held, "announcement") and moment >= held.opens_at:
            _check_settled(held, ready, moment)
        _change_picture(held, plan.picture_id, member)
        for name, value in ready.fields.items():
            setattr(held, name, value)
        held.save(update_fields=[*ready.fields, "picture"])
        if _criteria_of(held) != list(ready.criteria):
            _keep_criteria(held, ready.criteria)
        _tell(ContestChanged(contest_id=held.pk), member, moment)
    return held


def _check_settled(held: Contest, ready: Ready, at: datetime) -> None:
    """Once it is open nobody plays with the rules; ends that have not passed may move further away."""
    for name in SETTLED:
        if getattr(held, name) != ready.fields[name]:
            field = "rules" if name == "rules_plain" else name
            raise FieldRefused(field, _("The contest is open. This stays as people read it when they came in."))
    if _criteria_of(held) != list(ready.criteria):
        raise FieldRefused("criteria", _("The contest is open. This stays as people read it when they came in."))
    for name in ENDS:
        former, wanted = getattr(held, name), ready.fields[name]
        if former is None or former == wanted:
            continue
        assert isinstance(wanted, datetime)
        if former <= at or wanted < former:
            raise FieldRefused(name, _("There may be more time, but not less, and what is over stays over."))


def announce_contest(
    contest: Contest, *, actor: Person, at: datetime | None = None, backfilled: bool = False
) -> Announcement:
    """From now on everybody sees it. Doing it twice changes nothing."""
    moment = at or timezone.now()
    with transaction.atomic():
        member = check_run(actor)
        held = hold_contest(contest.pk)
        if hasattr(held, "announcement"):
            return held.announcement
        if moment >= held.entries_until:
            raise Refused(_("The time for entries would be over already. Please look at the dates."))
        announcement = Announcement.objects.create(contest=held, by=member, at=moment)
        _tell(ContestAnnounced(contest_id=held.pk), member, moment, backfilled=backfilled)
    return announcement


def cancel_contest(contest: Contest, *, actor: Person, reason: str, at: datetime | None = None) -> Cancellation:
    moment = at or timezone.now()
    with transaction.atomic():
        member = check_run(actor)
        held = hold_contest(contest.pk)
        why = " ".join(reason.replace("\x00", "").split())[:REASON_LENGTH_MAX]
        if not why:
            raise FieldRefused("reason", _("Please say why. Everybody who comes by will read it."))
        if hasattr(held, "result"):
            raise Refused(_("The results stand already."))
        if hasattr(held, "cancellation"):
            return held.cancellation
        cancellation = Cancellation.objects.create(contest=held, by=member, at=moment, reason=why)
        _tell(ContestCancelled(contest_id=held.pk), member, moment)
    return cancellation


def _claimed(picture_id: int | None, member: Member) -> Picture | None:
    if picture_id is None:
        return None
    claimed = media.claim_pictures([picture_id], actor=member)
    if not claimed:
        raise FieldRefused("picture", _("This picture is not here any more. Please choose it again."))
    return claimed[0]


def _change_picture(held: Contest, picture_id: int | None, member: Member) -> None:
    """None keeps the one that is there."""
    if picture_id is None or picture_id == held.picture_id:
        return
    if held.picture_id is not None:
        media.release_pictures([held.picture_id])
    held.picture = _claimed(picture_id, member)


def _criteria_of(contest: Contest) -> list[str]:
    return list(contest.criteria.order_by("position").values_list("name", flat=True))


def _keep_criteria(contest: Contest, names: Sequence[str]) -> None:
    """Only before anybody gave marks: the rules are settled by then."""
    Criterion.objects.filter(contest=contest).delete()
    Criterion.objects.bulk_create(
        Criterion(contest=contest, position=place, name=name) for place, name in enumerate(names)
    )


def _tell(kind: ContestKind, member: Member, at: datetime, *, backfilled: bool = False) -> None:
    record(kind, actor_id=member.pk, actor_kind=Activity.ActorKind.STAFF, occurred_at=at, backfilled=backfilled)
    community.show_contests(is_on=is_one_on())
