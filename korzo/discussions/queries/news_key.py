"""What a list tells of a topic for everybody, so that what is new for one member needs no topics to be asked for."""

from dataclasses import astuple, dataclass
from datetime import datetime

from korzo.discussions.models import Topic


@dataclass(frozen=True)
class NewsKey:
    """Times in microseconds, so that the key is plain text."""

    topic_id: int
    author_id: int
    highest_number: int
    created: int
    last_post: int

    def __str__(self) -> str:
        return " ".join(map(str, astuple(self)))


def news_key(topic: Topic) -> NewsKey:
    return NewsKey(
        topic.pk,
        topic.author_id or 0,
        topic.highest_number,
        microseconds(topic.created_at),
        microseconds(topic.last_post_at),
    )


def parse_news_key(text: str) -> NewsKey:
    """Only for what we wrote ourselves."""
    return NewsKey(*map(int, text.split(" ")))


def microseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
