"""Topics that come out later: no list of readers shows them, so the team has one."""

from dataclasses import dataclass
from datetime import datetime

from korzo.discussions.models import Topic
from korzo.discussions.permissions import visible_to
from korzo.members.permissions import Person
from korzo.members.queries import Byline, bylines

# A year of a shop's announcements is less.
PLANNED_SHOWN = 100


@dataclass(frozen=True)
class PlannedTopic:
    topic: Topic
    author: Byline
    publish_at: datetime


def planned_topics(person: Person) -> list[PlannedTopic]:
    """What comes out first stands first."""
    rows = visible_to(person).filter(schedule__isnull=False).select_related("space", "schedule")
    topics = list(rows.order_by("schedule__publish_at", "pk")[:PLANNED_SHOWN])
    people = bylines(topic.author_id for topic in topics)
    return [PlannedTopic(topic, people[topic.author_id], topic.schedule.publish_at) for topic in topics]
