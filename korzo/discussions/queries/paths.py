"""What became of a talk: where it was moved from, what was joined to it, which replies went elsewhere, and why.

Without it the readers of a talk would find a hole in it, and nobody who says who made it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet, Value

from korzo.discussions.models import Space, Topic, TopicMerge, TopicMove, TopicSplit
from korzo.edge.recording import reads
from korzo.members.queries import Byline, bylines

# The latest of them; whoever rearranges more often has a reason to start anew.
STEPS_SHOWN = 5

type _Row = tuple[str, int, datetime, int | None, str]


class Turn(StrEnum):
    MOVED = "moved"
    JOINED = "joined"
    WENT = "went"
    CAME = "came"


@dataclass(frozen=True)
class PathStep:
    """`name` and `url` lead to the other topic, or tell the space that it stood in; empty for what not all may read."""

    turn: Turn
    at: datetime
    by: Byline
    reason: str
    name: str = ""
    url: str = ""

    @property
    def icon(self) -> str:
        return {Turn.MOVED: "move", Turn.JOINED: "merge"}.get(self.turn, "scissors")


def path_of(topic: Topic) -> list[PathStep]:
    """The latest first. One small question, and two more where anything happened."""
    rows = sorted(_rows(topic), key=lambda row: row[2], reverse=True)[:STEPS_SHOWN]
    if not rows:
        return []
    people = bylines(by_id for _turn, _pk, _at, by_id, _reason in rows)
    spaces = _open_spaces({pk for turn, pk, *_rest in rows if turn == Turn.MOVED})
    topics = _open_topics(topic, {pk for turn, pk, *_rest in rows if turn != Turn.MOVED})
    steps = []
    for turn, pk, at, by_id, reason in rows:
        name, url = (spaces if turn == Turn.MOVED else topics).get(pk, ("", ""))
        steps.append(PathStep(Turn(turn), at, people[by_id], reason, name, url))
    return steps


def _rows(topic: Topic) -> Iterable[_Row]:
    return _told(TopicMove.objects.filter(topic=topic), Turn.MOVED, "of_space_id").union(
        _told(TopicMerge.objects.filter(into=topic), Turn.JOINED, "topic_id"),
        _told(TopicSplit.objects.filter(of_topic=topic), Turn.WENT, "topic_id"),
        _told(TopicSplit.objects.filter(topic=topic), Turn.CAME, "of_topic_id"),
        all=True,
    )


def _told(rows: QuerySet[Any], turn: Turn, other: str) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(Value(turn.value), other, "at", "by_id", "reason")


def _open_spaces(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    found = Space.objects.filter(pk__in=ids) if ids else []
    return {one.pk: (one.name, one.get_absolute_url()) for one in found if one.is_public}


def _open_topics(topic: Topic, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """All who read this page may read those of its own space, and those that everybody may read. What was joined here
    has no page any more, and its title is all that is left of it.
    """
    if not ids:
        return {}
    reads("spaces", *(f"topic:{pk}" for pk in ids))
    found = {}
    for one in Topic.objects.filter(pk__in=ids).select_related("space", "merge"):
        is_open = one.space.is_public or one.space_id == topic.space_id
        if is_open and (one.is_standing or hasattr(one, "merge")):
            found[one.pk] = (one.title, one.get_absolute_url() if one.is_standing else "")
    return found
