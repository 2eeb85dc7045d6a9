"""What the personal parts of a topic's page need to know of it: the same for everybody, so it is kept with the page."""

from collections.abc import Collection
from dataclasses import dataclass

from korzo.discussions.models import OPEN_STATES, Topic
from korzo.discussions.permissions import check_reply_in, is_closed
from korzo.edge.recording import reads, remembered_many
from korzo.kit.errors import Refused
from korzo.members.permissions import Person
from korzo.moderation.permissions import check_may_write


@dataclass(frozen=True)
class TopicFacts:
    pk: int
    url: str
    author_id: int | None
    reply_key: str
    is_question: bool
    is_idea: bool
    is_standing: bool
    is_closed: bool
    is_pinned: bool
    is_featured: bool
    is_joined: bool
    is_wanted_still: bool
    vote_count: int


def topic_facts(ids: Collection[int]) -> dict[int, TopicFacts]:
    return remembered_many("discussions.topic_facts", sorted(ids), _facts)


def _facts(ids: list[int]) -> dict[int, TopicFacts]:
    reads("spaces", *(f"topic:{pk}" for pk in ids))
    topics = Topic.objects.filter(pk__in=ids).select_related("space", "closure", "pin", "feature", "idea_merge")
    return {
        topic.pk: TopicFacts(
            pk=topic.pk,
            url=topic.get_absolute_url(),
            author_id=topic.author_id,
            reply_key=topic.space.reply_key,
            is_question=topic.is_question,
            is_idea=topic.is_idea,
            is_standing=topic.is_standing,
            is_closed=is_closed(topic),
            is_pinned=hasattr(topic, "pin"),
            is_featured=hasattr(topic, "feature"),
            is_joined=hasattr(topic, "idea_merge"),
            is_wanted_still=topic.is_standing and topic.idea_state in OPEN_STATES,
            vote_count=topic.vote_count,
        )
        for topic in topics
    }


def reply_refusal(person: Person, facts: TopicFacts) -> str:
    """Why this person cannot write here; empty for those who can."""
    try:
        check_reply_in(person, is_open=facts.is_standing, is_closed=facts.is_closed, reply_key=facts.reply_key)
        check_may_write(person)
    except Refused as refusal:
        return refusal.sentence
    return ""
