"""What others may ask about points: a member's own book, the level beside a name, who helped most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korzo.activity.models import Activity
from korzo.edge.recording import lasts, reads
from korzo.kit.formats import number
from korzo.kit.slots import Badge
from korzo.loyalty.levels import LEVELS, Level, level_after, level_at
from korzo.loyalty.models import PointEntry, Rule, Standing
from korzo.loyalty.permissions import visible_to
from korzo.loyalty.words import limits, reward_of_reviews, why, words_of
from korzo.members.models import Member
from korzo.members.permissions import Person

ENTRIES_A_PAGE = 30
LEADERS_MAX = 50
# What somebody got a week ago leaves the board by itself.
BOARD_LASTS_SECONDS = 300


@dataclass(frozen=True)
class Rung:
    """One step of the ladder, as this member sees it."""

    level: Level
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Way:
    """One way to earn, in plain words."""

    icon: str
    how: str
    limits: str
    points: int


@dataclass(frozen=True)
class Line:
    """One entry of the book, with its answer to "Why did I get this?"."""

    pk: int
    points: int
    why: str
    icon: str
    link: str
    at: datetime
    is_reversal: bool
    was_reversed: bool
    rule_version: int


@dataclass(frozen=True)
class Place:
    """Fits `ui/leaders.html`."""

    place: int
    key: int
    name: str
    url: str
    avatar_url: str
    points: int
    me: bool


def standing(member: Member) -> Standing:
    """Points and level; nobody has to earn first to be asked about."""
    reads("standing")
    return Standing.objects.filter(pk=member.pk).first() or Standing(member=member)


def points_to_next(mine: Standing) -> tuple[Level, int] | None:
    """The next level and how many points are left to it; None on the last."""
    following = level_after(mine.rung)
    return (following, following.from_points - mine.points) if following else None


def ladder(mine: Standing) -> list[Rung]:
    return [Rung(one, is_done=one.number < mine.level, is_current=one.number == mine.level) for one in LEVELS]


def ways_to_earn() -> list[Way]:
    rules = Rule.objects.filter(is_active=True).order_by("points", "key")
    return [Way(words_of(one.key).icon, str(words_of(one.key).how), limits(one), one.points) for one in rules]


def entries(person: Person, *, before: int | None = None) -> list[Line]:
    """A page of the member's own book, the newest first; `before` is the last entry of the page above."""
    rows = visible_to(person).select_related("reversal").order_by("-at", "-pk")
    last = visible_to(person).filter(pk=before).first() if before else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    page = list(rows[:ENTRIES_A_PAGE])
    causes = Activity.objects.in_bulk({row.activity_id for row in page})
    return [_line(row, causes.get(row.activity_id)) for row in page]


def _line(entry: PointEntry, cause: Activity | None) -> Line:
    reversed_later = hasattr(entry, "reversal")
    stands = entry.reverses_id is None and not reversed_later
    return Line(
        pk=entry.pk,
        points=entry.points,
        why=why(entry),
        icon=words_of(entry.rule_key).icon if entry.reverses_id is None else "undo-2",
        # What was taken away has no page to look at.
        link=cause.kind.link() if cause is not None and stands else "",
        at=entry.at,
        is_reversal=entry.reverses_id is not None,
        was_reversed=reversed_later,
        rule_version=entry.rule_version,
    )


def most_helpful(*, days: int = 7, limit: int = 5, me: Person = None, at: datetime | None = None) -> list[Place]:
    """Who got the most points lately, and one's own place below them, however far down it is."""
    reads("standing")
    lasts(BOARD_LASTS_SECONDS)
    since = (at or timezone.now()) - timedelta(days=days)
    lately = PointEntry.objects.filter(at__gt=since, member__is_active=True, member__erased_at__isnull=True)
    sums = lately.order_by().values("member_id").annotate(sum=Sum("points")).filter(sum__gt=0)
    best = list(sums.order_by("-sum", "member_id").values_list("member_id", "sum")[: min(limit, LEADERS_MAX)])
    if me is not None and me.pk not in dict(best):
        mine = sums.filter(member_id=me.pk).values_list("sum", flat=True).first()
        if mine:
            # The list is full, or this member would be on it; those ahead are counted in the database.
            ahead = sums.filter(sum__gt=mine).count()
            return [*_places(best, me), *_places([(me.pk, mine)], me, first=ahead + 1)]
    return _places(best, me)


def _places(sums: list[tuple[int, int]], me: Person, *, first: int = 1) -> list[Place]:
    """Equal points share a place, as in sports."""
    ids = [member_id for member_id, _sum in sums]
    reads(*(f"member:{pk}" for pk in ids))
    people = Member.objects.in_bulk(ids)
    points = [total for _member_id, total in sums]
    return [
        Place(
            place=first + points.index(total),
            key=member_id,
            name=people[member_id].name,
            url=people[member_id].get_absolute_url(),
            avatar_url=people[member_id].avatar_url,
            points=total,
            me=me is not None and me.pk == member_id,
        )
        for member_id, total in sums
    ]


def badges(member_ids: list[int]) -> dict[int, Badge]:
    """The level beside the name, for all names of a page in one query."""
    reads(*(f"member:{pk}" for pk in member_ids))
    found = Standing.objects.filter(pk__in=member_ids, points__gt=0).values_list("pk", "level")
    return {pk: _badge(level_at(level)) for pk, level in found}


def _badge(level: Level) -> Badge:
    title = _("Level %(number)s of %(of)s") % {
        "number": number(level.number, get_language()),
        "of": number(len(LEVELS), get_language()),
    }
    return Badge(label=str(level.name), icon=level.icon, hue=level.hue, title=title)


def rewards_of_reviews(product_ids: list[int]) -> dict[int, str]:
    """What authors of reviews get, the same for every product."""
    rule = Rule.objects.filter(key="review.pictured", is_active=True).first()
    return dict.fromkeys(product_ids, reward_of_reviews(rule)) if rule else {}


def export(member_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """A member's points, for the file with all their data."""
    parts: dict[int, dict[str, Any]] = {}
    for member_id in member_ids:
        rows = PointEntry.objects.filter(member_id=member_id).order_by("at", "pk")
        parts[member_id] = {
            "points": [
                {"points": row.points, "why": why(row), "rule": row.rule_key, "version": row.rule_version, "at": row.at}
                for row in rows
            ]
        }
    return parts
