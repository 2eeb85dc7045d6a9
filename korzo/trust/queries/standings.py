"""Who stands where: beside names, on one's own page, for the team."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korzo.edge.recording import reads, remembered_many
from korzo.kit.formats import month_and_year
from korzo.kit.slots import Badge
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.trust.levels import HIGHEST_BY_ITSELF, LEVELS, SHOWN_FROM, Level, level_at
from korzo.trust.models import Decision, Standing
from korzo.trust.permissions import decisions_visible_to
from korzo.trust.queries.steps import Progress, towards

LISTED_MAX = 200


@dataclass(frozen=True)
class Mine:
    """One's own place on the ladder. `progress` is None where nothing grows by itself any more."""

    standing: Standing
    level: Level
    progress: Progress | None
    last_decision: Decision | None


def standing_of(member: Member) -> Standing:
    return Standing.objects.filter(pk=member.pk).first() or Standing(member=member)


def mine(member: Member, at: datetime | None = None) -> Mine:
    standing = standing_of(member)
    return Mine(standing, level_at(standing.level), progress_of(standing, at), _last_decision(member))


def progress_of(standing: Standing, at: datetime | None = None) -> Progress | None:
    """Towards the level after this one."""
    following = standing.level + 1
    if following > HIGHEST_BY_ITSELF or (standing.bound is not None and following > standing.bound):
        return None
    return towards(following, [standing.member_id], at or timezone.now())[standing.member_id]


def _last_decision(member: Member) -> Decision | None:
    return decisions_visible_to(member).filter(member=member).order_by("-at", "-pk").first()


def badges(member_ids: Collection[int]) -> dict[int, Badge]:
    """For all names of a page with one question, and none where they were shown a moment ago."""
    made = remembered_many("trust.badge", member_ids, _badges)
    return {pk: one for pk, one in made.items() if one is not None}


def _badges(ids: list[int]) -> Mapping[int, Badge | None]:
    reads(*(f"member:{pk}" for pk in ids))
    found = {one.pk: one for one in Standing.objects.filter(pk__in=ids, level__gte=SHOWN_FROM)}
    return {pk: _badge(found[pk]) if pk in found else None for pk in ids}


def _badge(standing: Standing) -> Badge:
    level = level_at(standing.level)
    title = _("Trusted here: %(level)s") % {"level": level.name}
    if standing.quiet_since is not None:
        words = _("%(trust)s. Last active in %(month)s.")
        title = words % {"trust": title, "month": month_and_year(standing.quiet_since, get_language())}
    return Badge(label=str(level.name), icon=level.icon, hue=level.hue, title=title)


def counts_by_level() -> list[tuple[Level, int]]:
    """How many members stand where; those whom nobody looked at yet just arrived."""
    present = Standing.objects.filter(member__is_active=True, member__erased_at__isnull=True, level__gt=0)
    found = dict(present.order_by().values_list("level").annotate(n=Count("pk")))
    everybody = Member.objects.get_queryset().present().count()
    return [(one, found.get(one.number, everybody - sum(found.values()))) for one in LEVELS]


def highest() -> list[Standing]:
    """Those with a mark, for the team."""
    rows = Standing.objects.filter(level__gte=SHOWN_FROM, member__erased_at__isnull=True).select_related("member")
    return list(rows.order_by("-level", "-reached_at")[:LISTED_MAX])


def decisions_about(person: Person, member: Member) -> list[Decision]:
    return list(decisions_visible_to(person).filter(member=member).select_related("by").order_by("-at", "-pk"))


def about_members(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """For their own export."""
    return {pk: {"trust": _about(pk)} for pk in ids}


def _about(member_id: int) -> dict[str, Any]:
    decisions = Decision.objects.filter(member=member_id).order_by("at", "pk")
    return {
        "standing": list(Standing.objects.filter(pk=member_id).values("level", "reached_at", "bound", "quiet_since")),
        "decisions": list(decisions.values("verb", "level_before", "level_after", "reason", "at")),
    }
