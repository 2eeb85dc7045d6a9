"""Would they recommend us? For the team, quarter by quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from korzo.members.permissions import Person
from korzo.members.queries import Byline, bylines
from korzo.polls.models import SCORE_MAX, Opinion
from korzo.polls.quarters import name_of, quarter_of

# Below that the score jumps by many points with each answer.
ANSWERS_FOR_SCORE_MIN = 30
PROMOTERS_FROM = 9
DETRACTORS_TO = 6
QUARTERS_SHOWN = 8
COMMENTS_SHOWN = 50


@dataclass(frozen=True)
class Quarter:
    """`score` is the share of promoters less that of detractors, -100 to 100; None below thirty answers."""

    number: int
    name: str
    answers: int
    promoters: int
    passives: int
    detractors: int
    score: int | None


@dataclass(frozen=True)
class Comment:
    score: int
    words: str
    author: Byline
    at: datetime


@dataclass(frozen=True)
class OpinionReport:
    quarters: list[Quarter]
    # How often each number was given in the chosen quarter, from 0 to 10.
    counts: list[int]
    comments: list[Comment]
    chosen: Quarter | None


def score_of(promoters: int, detractors: int, answers: int) -> int | None:
    if answers < ANSWERS_FOR_SCORE_MIN:
        return None
    return round(100 * (promoters - detractors) / answers)


def opinion_report(wanted: int | None = None) -> OpinionReport:
    """`wanted` is a quarter; without it, or with one that has no answers, the newest."""
    quarters = _quarters()
    chosen = next((one for one in quarters if one.number == wanted), quarters[0] if quarters else None)
    number = chosen.number if chosen else 0
    given = dict(
        Opinion.objects.filter(quarter=number).values("score").annotate(n=Count("pk")).values_list("score", "n")
    )
    return OpinionReport(
        quarters=quarters,
        counts=[given.get(score, 0) for score in range(SCORE_MAX + 1)],
        comments=_comments(number),
        chosen=chosen,
    )


def _quarters() -> list[Quarter]:
    rows = (
        Opinion.objects.values("quarter")
        .annotate(
            answers=Count("pk"),
            promoters=Count("pk", filter=Q(score__gte=PROMOTERS_FROM)),
            detractors=Count("pk", filter=Q(score__lte=DETRACTORS_TO)),
        )
        .order_by("-quarter")
    )
    return [
        Quarter(
            number=row["quarter"],
            name=name_of(row["quarter"]),
            answers=row["answers"],
            promoters=row["promoters"],
            passives=row["answers"] - row["promoters"] - row["detractors"],
            detractors=row["detractors"],
            score=score_of(row["promoters"], row["detractors"], row["answers"]),
        )
        for row in rows[:QUARTERS_SHOWN]
    ]


def _comments(quarter: int) -> list[Comment]:
    rows: Sequence[Opinion] = list(
        Opinion.objects.filter(quarter=quarter).exclude(comment="").order_by("-at", "-pk")[:COMMENTS_SHOWN]
    )
    people = bylines(row.member_id for row in rows)
    return [Comment(row.score, row.comment, people[row.member_id], row.at) for row in rows]


def has_given_opinion(person: Person, at: datetime | None = None) -> Opinion | None:
    """What this person said in the running quarter, so that nobody is asked twice in one."""
    if person is None:
        return None
    return Opinion.objects.filter(member=person, quarter=quarter_of(at or timezone.now())).first()
