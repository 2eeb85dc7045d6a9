"""Questions that wait longer than promised, for the team; and which questions may be the same, for whoever proposes."""

from dataclasses import dataclass

from django.db.models import F, Q

from korzo.discussions.cursor import Cursor
from korzo.discussions.models import Topic
from korzo.discussions.permissions import visible_to
from korzo.discussions.queries.question_states import turn_of
from korzo.members.permissions import Person
from korzo.members.queries import Byline, bylines
from korzo.writing.queries import similar_topics

QUESTIONS_ON_PAGE = 30


@dataclass(frozen=True)
class WaitingQuestion:
    topic: Topic
    asker: Byline
    turn: str
    is_with_team: bool


@dataclass(frozen=True)
class WaitingPage:
    questions: list[WaitingQuestion]
    before: str = ""


def waiting_questions(person: Person, *, before: Cursor | None = None) -> WaitingPage:
    """All that wait, whether the promise passed or not; who waits longest stands first."""
    rows = visible_to(person).standing().unanswered().select_related("space", "wait")
    if before is not None:
        rows = rows.filter(Q(created_at__gt=before.at) | Q(created_at=before.at, pk__gt=before.pk))
    found = list(rows.order_by("created_at", "pk")[: QUESTIONS_ON_PAGE + 1])
    shown = found[:QUESTIONS_ON_PAGE]
    people = bylines(topic.author_id for topic in shown)
    rest = str(Cursor(shown[-1].created_at, shown[-1].pk)) if len(found) > QUESTIONS_ON_PAGE else ""
    return WaitingPage([_shown(topic, people[topic.author_id]) for topic in shown], rest)


def _shown(topic: Topic, asker: Byline) -> WaitingQuestion:
    has_wait = hasattr(topic, "wait")
    return WaitingQuestion(topic, asker, turn_of(topic), has_wait and topic.wait.stage == topic.wait.Stage.TEAM)


def same_questions(person: Person, topic: Topic) -> list[Topic]:
    """Questions whose titles are like this one's, the likeliest first."""
    urls = [one.url for one in similar_topics(person, topic.title)]
    ids = {int(url.split("/t/", 1)[1].split("/", 1)[0]) for url in urls if "/t/" in url}
    rows = visible_to(person).filter(pk__in=ids - {topic.pk}, kind=Topic.Kind.QUESTION, duplicate__isnull=True)
    fitting = rows.filter(Q(space__read_key="") | Q(space=topic.space_id)).order_by(F("reply_count").desc(), "pk")
    return list(fitting)
