"""Looking at members anew: whoever has what the next level asks for is lifted. Nothing here ever lowers anybody."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.kit.generations import bump_on_commit
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.trust.activities import LevelReached
from korzo.trust.levels import HIGHEST, HIGHEST_BY_ITSELF, key_of
from korzo.trust.models import Standing
from korzo.trust.queries.steps import towards

SOURCE = "trust"
# Somebody who reacts to thirty posts in a row is looked at once; the daily round sees the rest.
AGAIN_AFTER = timedelta(minutes=15)
# Whoever was here long before anybody counted is met without a word: levels all at once are no news.
NEWS_FOR_ACCOUNTS_YOUNGER = timedelta(days=7)


def recount(ids: Collection[int], *, at: datetime | None = None) -> int:
    """As many questions for two hundred members as for one. How many were lifted."""
    moment = at or timezone.now()
    with transaction.atomic():
        present = dict(Member.objects.get_queryset().present().filter(pk__in=ids).values_list("pk", "joined_at"))
        Standing.objects.bulk_create([Standing(member_id=pk) for pk in sorted(present)], ignore_conflicts=True)
        # Who else lifts or lowers one of these waits for us; always in one order, so that nobody waits in a circle.
        rows = Standing.objects.select_for_update().filter(pk__in=present).order_by("pk")
        standings = {one.pk: one for one in rows}
        lifted = 0
        for pk, level in reached(standings.values(), moment).items():
            one = standings[pk]
            is_old = one.counted_at is None and present[pk] < moment - NEWS_FOR_ACCOUNTS_YOUNGER
            put_at(one, level, at=moment)
            tell_reached(pk, level, at=moment, is_quiet=is_old)
            lifted += 1
        Standing.objects.filter(pk__in=present).update(counted_at=moment)
    return lifted


def recount_soon(member_id: int | None, *, at: datetime, is_urgent: bool = False) -> int:
    """After something that counts. Urgent is what may lift by itself, such as a purchase."""
    if member_id is None:
        return 0
    known = Standing.objects.filter(pk=member_id).first()
    if known is not None and not _may_grow(known):
        return 0
    if known is not None and known.counted_at and known.counted_at > at - AGAIN_AFTER and not is_urgent:
        return 0
    return recount([member_id], at=at)


def reached(standings: Collection[Standing], at: datetime) -> dict[int, int]:
    """The level that each of them has earned, for those who have earned a higher one."""
    earned: dict[int, int] = {}
    now = {one.pk: one.level for one in standings if _may_grow(one)}
    bounds = {one.pk: HIGHEST_BY_ITSELF if one.bound is None else one.bound for one in standings}
    for level in range(1, HIGHEST_BY_ITSELF + 1):
        there = [pk for pk, have in now.items() if have == level - 1 and bounds[pk] >= level]
        for pk, progress in towards(level, there, at).items():
            if progress.is_reached:
                now[pk] = earned[pk] = level
    return earned


def _may_grow(standing: Standing) -> bool:
    most = HIGHEST_BY_ITSELF if standing.bound is None else min(standing.bound, HIGHEST_BY_ITSELF)
    return standing.level < most


def put_at(standing: Standing, level: int, *, at: datetime) -> None:
    """The row and the grants that follow from it; the caller holds the row."""
    standing.level, standing.reached_at = level, at
    standing.save(update_fields=["level", "reached_at", "bound", "quiet_since"])
    for number in range(1, HIGHEST + 1):
        change = members.grant if number <= level else members.withdraw
        change(standing.pk, key=key_of(number), source=SOURCE)
    bump_on_commit(f"member:{standing.pk}")


def tell_reached(
    member_id: int, level: int, *, at: datetime, actor_id: int | None = None, is_quiet: bool = False
) -> None:
    record(
        LevelReached(of_member_id=member_id, level=level),
        actor_id=actor_id,
        actor_kind=Activity.ActorKind.SYSTEM if actor_id is None else Activity.ActorKind.STAFF,
        member_id=member_id,
        occurred_at=at,
        backfilled=is_quiet,
    )
