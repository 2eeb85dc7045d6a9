"""Giving points and taking them back with their cause. Sums and levels follow in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.kit.generations import bump_on_commit
from korzo.loyalty.activities import LevelReached, PointsEarned, PointsReversed
from korzo.loyalty.levels import level_for
from korzo.loyalty.models import CapCount, PointEntry, Rule, Standing
from korzo.members.models import Member

AWARDS = uuid5(NAMESPACE_URL, "urn:korzo:award:v1")

# One bucket for all times and one for each object or day: the counter's row is the lock.
TAKE_ONE_TURN = f"""
    INSERT INTO {CapCount._meta.db_table} (member_id, rule_key, scope, bucket, times) VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (member_id, rule_key, scope, bucket) DO UPDATE SET times = {CapCount._meta.db_table}.times + 1
    WHERE {CapCount._meta.db_table}.times < %s RETURNING times
"""  # noqa: S608 (only our own table's name is put in)


@dataclass(frozen=True)
class Claim:
    """What somebody did, and how to ask whether it still stands."""

    member_id: int
    rule_key: str
    # The verb that the rule is about; the cause may also be one that brings the same state back.
    on: str
    subject_label: str
    subject_id: int
    stands: Callable[[], bool]


class CapReached(Exception):
    """The rule has paid as often as it may."""


def award_key(rule_key: str, event: str, beneficiary: str, unit: str) -> UUID:
    """The same event never pays the same person twice by one rule, whatever the rule's version says."""
    return uuid5(AWARDS, f"{rule_key}|{event}|{beneficiary}|{unit}")


def award(claim: Claim, *, cause: Activity) -> PointEntry | None:
    """Points for a claim that stands and was not paid yet, as far as the caps allow; else None.

    The standing is locked before the claim is looked at. So whichever of "accepted" and "no longer accepted" is
    delivered last, the entries end as the world is.
    """
    with transaction.atomic():
        standing = _lock_standing(claim.member_id)
        rule = Rule.objects.filter(key=claim.rule_key, on=claim.on, is_active=True).first()
        key = award_key(claim.rule_key, f"activity:{cause.pk}", f"member:{claim.member_id}", "points")
        if standing is None or rule is None or not claim.stands() or _paid(claim) is not None:
            return None
        if PointEntry.objects.filter(key=key).exists() or not _take_turns(rule, claim, cause.occurred_at):
            return None
        entry = PointEntry.objects.create(
            member_id=claim.member_id,
            points=rule.points,
            rule_key=rule.key,
            rule_version=rule.version,
            activity_id=cause.pk,
            subject_label=claim.subject_label,
            subject_id=claim.subject_id,
            explanation={"cause": cause.verb},
            key=key,
            at=cause.occurred_at,
        )
        _change_standing(standing, entry, backfilled=cause.backfilled)
        record(
            PointsEarned(entry_id=entry.pk, points=entry.points, rule_key=entry.rule_key),
            actor_kind=Activity.ActorKind.SYSTEM,
            member_id=entry.member_id,
            occurred_at=entry.at,
            backfilled=cause.backfilled,
        )
    return entry


def reverse(claim: Claim, *, cause: Activity) -> PointEntry | None:
    """The entry for a claim that no longer stands is balanced by a second one; both stay readable."""
    with transaction.atomic():
        standing = _lock_standing(claim.member_id)
        if standing is None or claim.stands():
            return None
        paid = _paid(claim)
        if paid is None:
            return None
        entry = PointEntry.objects.create(
            member_id=paid.member_id,
            points=-paid.points,
            rule_key=paid.rule_key,
            rule_version=paid.rule_version,
            activity_id=cause.pk,
            subject_label=paid.subject_label,
            subject_id=paid.subject_id,
            reverses=paid,
            explanation={"cause": cause.verb},
            key=award_key(paid.rule_key, f"reversal:{paid.pk}", f"member:{paid.member_id}", "points"),
            at=cause.occurred_at,
        )
        _give_turns_back(claim)
        _change_standing(standing, entry, backfilled=cause.backfilled)
        record(
            PointsReversed(entry_id=entry.pk, points=paid.points, rule_key=paid.rule_key),
            actor_kind=Activity.ActorKind.SYSTEM,
            member_id=paid.member_id,
            occurred_at=entry.at,
            backfilled=cause.backfilled,
        )
    return entry


def _lock_standing(member_id: int) -> Standing | None:
    """None for somebody who left: nothing is written about them any more."""
    if not Member.objects.filter(pk=member_id, is_active=True, erased_at__isnull=True).exists():
        return None
    Standing.objects.get_or_create(member_id=member_id)
    return Standing.objects.select_for_update().get(member_id=member_id)


def _paid(claim: Claim) -> PointEntry | None:
    """The entry of this claim that nothing has reversed."""
    return PointEntry.objects.filter(
        member_id=claim.member_id,
        rule_key=claim.rule_key,
        subject_label=claim.subject_label,
        subject_id=claim.subject_id,
        reverses__isnull=True,
        reversal__isnull=True,
    ).first()


def _take_turns(rule: Rule, claim: Claim, at: datetime) -> bool:
    """One turn of each cap, or none of any."""
    wanted = [
        (CapCount.Scope.DAY, timezone.localdate(at).isoformat(), rule.times_a_day),
        (CapCount.Scope.OBJECT, _object_bucket(claim), rule.times_an_object),
        (CapCount.Scope.EVER, "", rule.times_ever),
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for scope, bucket, most in wanted:
                if most is None:
                    continue
                cursor.execute(TAKE_ONE_TURN, [claim.member_id, rule.key, scope.value, bucket, most])
                if cursor.fetchone() is None:
                    raise CapReached(scope)
    except CapReached:
        return False
    return True


def _give_turns_back(claim: Claim) -> None:
    """What went does not count against its object or for ever; the day stays used, so that nobody spins the wheel."""
    counts = CapCount.objects.filter(member_id=claim.member_id, rule_key=claim.rule_key, times__gt=0)
    counts.filter(scope=CapCount.Scope.OBJECT, bucket=_object_bucket(claim)).update(times=F("times") - 1)
    counts.filter(scope=CapCount.Scope.EVER).update(times=F("times") - 1)


def _object_bucket(claim: Claim) -> str:
    return f"{claim.subject_label}:{claim.subject_id}"


def _change_standing(standing: Standing, entry: PointEntry, *, backfilled: bool) -> None:
    had_points = standing.points > 0
    Standing.objects.filter(pk=standing.pk).update(points=F("points") + entry.points)
    standing.refresh_from_db(fields=["points"])
    level = level_for(standing.points)
    if had_points != (standing.points > 0):
        # From the first point on the level stands beside the name.
        bump_on_commit(f"member:{standing.pk}")
    if level.number == standing.level:
        return
    risen = level.number > standing.level
    Standing.objects.filter(pk=standing.pk).update(level=level.number)
    # Also where it fell, which is no news.
    bump_on_commit(f"member:{standing.pk}")
    if risen:
        record(
            LevelReached(of_member_id=standing.pk, level=level.number),
            actor_kind=Activity.ActorKind.SYSTEM,
            member_id=standing.pk,
            occurred_at=entry.at,
            # Coming back to a level after a reversal is not news.
            dedupe_key=f"loyalty.level:{standing.pk}:{level.number}",
            backfilled=backfilled,
        )


def rebuild_standings() -> int:
    """Make every sum and level anew from the entries; how many were wrong. Safe beside awards that go on."""
    members = set(PointEntry.objects.order_by().values_list("member_id", flat=True).distinct())
    members |= set(Standing.objects.exclude(points=0).values_list("pk", flat=True))
    return sum(_rebuild_standing(member_id) for member_id in sorted(members))


def _rebuild_standing(member_id: int) -> bool:
    with transaction.atomic():
        Standing.objects.get_or_create(member_id=member_id)
        standing = Standing.objects.select_for_update().get(member_id=member_id)
        points = PointEntry.objects.filter(member_id=member_id).aggregate(sum=Sum("points"))["sum"] or 0
        level = level_for(points).number
        if (standing.points, standing.level) == (points, level):
            return False
        Standing.objects.filter(pk=member_id).update(points=points, level=level)
        bump_on_commit("standing", f"member:{member_id}")
    return True


def forget_member(member_id: int) -> int:
    """Part of a member's erasure: entries, sums and counters go."""
    with transaction.atomic():
        count, _by_model = PointEntry.objects.filter(member_id=member_id).delete()
        Standing.objects.filter(member_id=member_id).delete()
        CapCount.objects.filter(member_id=member_id).delete()
        bump_on_commit("standing", f"member:{member_id}")
    return count
