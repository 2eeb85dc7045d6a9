"""What the team decides about one member's level. Each needs a reason, and the member reads it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.kit.errors import Refused
from korzo.live.actions import revoke
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.trust.actions.recount import put_at, tell_reached
from korzo.trust.activities import LevelFreed, LevelTaken
from korzo.trust.models import Decision, Standing
from korzo.trust.permissions import check_decide, check_lift, check_lower, checked_reason


def give_level(
    member: Member, *, level: int, actor: Person, reason: str, at: datetime | None = None, backfilled: bool = False
) -> Standing:
    """Above what grew by itself; the last level is reached in no other way. It lifts an earlier bound."""
    moment = at or timezone.now()
    with transaction.atomic():
        by, standing, before = _held(member, actor)
        check_lift(standing, level)
        why = checked_reason(reason)
        standing.bound = None
        put_at(standing, level, at=moment)
        _keep(member, by, Decision.Verb.GIVEN, before, level, why, moment)
        tell_reached(member.pk, level, at=moment, actor_id=by.pk, is_quiet=backfilled)
    return standing


def take_level(member: Member, *, level: int, actor: Person, reason: str, at: datetime | None = None) -> Standing:
    """Down to this level, which stays the highest until the team says otherwise."""
    moment = at or timezone.now()
    with transaction.atomic():
        by, standing, before = _held(member, actor)
        check_lower(standing, level)
        why = checked_reason(reason)
        standing.bound, standing.quiet_since = level, None
        put_at(standing, level, at=moment)
        # Spaces may have closed: open pages hear of them no longer.
        revoke(f"member:{member.pk}")
        _keep(member, by, Decision.Verb.TAKEN, before, level, why, moment)
        record(
            LevelTaken(of_member_id=member.pk, level=level),
            actor_id=by.pk,
            actor_kind=Activity.ActorKind.STAFF,
            member_id=member.pk,
            occurred_at=moment,
        )
    return standing


def free_level(member: Member, *, actor: Person, reason: str, at: datetime | None = None) -> Standing:
    """What was taken may grow again, beginning with the next look."""
    moment = at or timezone.now()
    with transaction.atomic():
        by, standing, before = _held(member, actor)
        if standing.bound is None:
            raise Refused(_("This level grows by itself already."))
        why = checked_reason(reason)
        standing.bound, standing.counted_at = None, None
        standing.save(update_fields=["bound", "counted_at"])
        _keep(member, by, Decision.Verb.FREED, before, before, why, moment)
        record(
            LevelFreed(of_member_id=member.pk, level=before),
            actor_id=by.pk,
            actor_kind=Activity.ActorKind.STAFF,
            member_id=member.pk,
            occurred_at=moment,
        )
    return standing


def _held(member: Member, actor: Person) -> tuple[Member, Standing, int]:
    by = check_decide(actor, member)
    Standing.objects.bulk_create([Standing(member=member)], ignore_conflicts=True)
    standing = Standing.objects.select_for_update().get(pk=member.pk)
    return by, standing, standing.level


def _keep(member: Member, by: Member, verb: str, before: int, after: int, reason: str, at: datetime) -> None:
    Decision.objects.create(
        member=member, by=by, verb=verb, level_before=before, level_after=after, reason=reason, at=at
    )
