"""What the personal part of a question needs to know: the same for everybody, so it is kept with the page."""

from collections.abc import Collection
from dataclasses import dataclass

from korzo.discussions.models import DuplicateProposal, SameQuestion, Topic
from korzo.discussions.permissions import can_settle, leads_on
from korzo.discussions.queries.question_states import QUESTION_STATES
from korzo.edge.recording import reads, remembered_many
from korzo.members.permissions import Person

# So many are kept by name; whoever is not among them, where there are more, is looked for.
SAME_KEPT = 200


@dataclass(frozen=True)
class Proposed:
    """Another question that may be the same."""

    pk: int
    title: str
    url: str
    lang: str


@dataclass(frozen=True)
class QuestionFacts:
    pk: int
    url: str
    author_id: int | None
    is_standing: bool
    is_withdrawn: bool
    is_duplicate: bool
    same_count: int
    same_ids: frozenset[int]
    proposed: tuple[Proposed, ...]


@dataclass(frozen=True)
class QuestionForm:
    """Two people for whom all fields are the same see the same."""

    pk: int
    url: str
    same_count: int
    is_guest: bool
    is_withdrawn: bool
    is_duplicate: bool
    mine: bool = False
    own: bool = False
    may_settle: bool = False
    proposed: tuple[Proposed, ...] = ()


def question_facts(ids: Collection[int]) -> dict[int, QuestionFacts]:
    return remembered_many("discussions.question_facts", sorted(ids), _facts)


def _facts(ids: list[int]) -> dict[int, QuestionFacts]:
    reads("spaces", *(f"topic:{pk}" for pk in ids))
    topics = list(Topic.objects.filter(pk__in=ids).select_related("space", *QUESTION_STATES))
    return {topic.pk: _of(topic) for topic in topics}


def _of(topic: Topic) -> QuestionFacts:
    """Pages show one question at a time, so what it has of its own is asked for each."""
    same = SameQuestion.objects.filter(topic=topic).order_by("pk").values_list("member_id", flat=True)
    waiting = DuplicateProposal.objects.filter(topic=topic, declined_at__isnull=True).select_related("of__space")
    proposed = [one.of for one in waiting.order_by("pk")]
    return QuestionFacts(
        pk=topic.pk,
        url=topic.get_absolute_url(),
        author_id=topic.author_id,
        is_standing=topic.is_standing,
        is_withdrawn=hasattr(topic, "withdrawal"),
        is_duplicate=hasattr(topic, "duplicate"),
        same_count=topic.same_count,
        same_ids=frozenset(same[:SAME_KEPT]) if topic.same_count else frozenset(),
        proposed=tuple(
            Proposed(of.pk, of.title, of.get_absolute_url(), of.language) for of in proposed if leads_on(topic, of)
        ),
    )


def question_form(person: Person, facts: QuestionFacts) -> QuestionForm:
    """On a page that this person may read."""
    own = person is not None and facts.author_id == person.pk
    may_settle = can_settle(person, facts.author_id)
    return QuestionForm(
        pk=facts.pk,
        url=facts.url,
        same_count=facts.same_count,
        is_guest=person is None,
        is_withdrawn=facts.is_withdrawn,
        is_duplicate=facts.is_duplicate,
        mine=_is_mine(person, facts),
        own=own,
        may_settle=may_settle,
        proposed=facts.proposed if may_settle else (),
    )


def _is_mine(person: Person, facts: QuestionFacts) -> bool:
    if person is None:
        return False
    if person.pk in facts.same_ids or facts.same_count <= len(facts.same_ids):
        return person.pk in facts.same_ids
    return SameQuestion.objects.filter(topic=facts.pk, member=person).exists()
