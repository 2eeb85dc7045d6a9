"""Questions: those that wait, and those about a product."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from korzo.discussions.models import Acceptance, Topic, TopicQuerySet
from korzo.discussions.permissions import visible_to
from korzo.discussions.queries.feed import replies_text
from korzo.edge.recording import reads
from korzo.kit.html import excerpt
from korzo.members.queries import Byline, bylines

# What a product page shows before it links to the rest.
QUESTIONS_SHOWN = 5
ANSWER_LENGTH = 280


@dataclass(frozen=True)
class ProductQuestion:
    """A question on a product's page with its accepted answer, if it has one."""

    title: str
    url: str
    lang: str
    moment: datetime
    asker: Byline
    answers_text: str
    answer: str = ""
    answer_lang: str = ""
    answerer: Byline | None = None


def unanswered_questions() -> TopicQuerySet:
    """For the team: who waits longest stands first."""
    waiting = Topic.objects.standing().unanswered().select_related("space", "author")
    return waiting.order_by("created_at", "pk")


def questions_about(product_id: int, *, limit: int = QUESTIONS_SHOWN) -> list[ProductQuestion]:
    reads("talk", "spaces")
    accepted = Acceptance.objects.select_related("post").order_by("at", "pk")
    topics = list(
        visible_to(None)
        .filter(product_id=product_id, kind=Topic.Kind.QUESTION)
        .prefetch_related(Prefetch("acceptances", queryset=accepted))
        .order_by("-created_at", "-pk")[:limit]
    )
    firsts = {topic.pk: next(iter(topic.acceptances.all()), None) for topic in topics}
    people = bylines([*(topic.author_id for topic in topics), *(one.post.author_id for one in firsts.values() if one)])
    return [_question(topic, firsts[topic.pk], people) for topic in topics]


def _question(topic: Topic, accepted: Acceptance | None, people: dict[int | None, Byline]) -> ProductQuestion:
    return ProductQuestion(
        title=topic.title,
        url=topic.get_absolute_url(),
        lang=topic.language,
        moment=topic.created_at,
        asker=people[topic.author_id],
        answers_text=replies_text(topic),
        answer=excerpt(accepted.post.plain, ANSWER_LENGTH) if accepted else "",
        answer_lang=accepted.post.language if accepted else "",
        answerer=people[accepted.post.author_id] if accepted else None,
    )
