"""Part of a person's erasure: they wonder about nothing any more, and nobody waits for an answer of theirs."""

from itertools import batched

from django.db.models import F

from korzo.discussions.actions.settle_questions import settle_questions
from korzo.discussions.models import (
    AnswerRequest,
    DuplicateProposal,
    Kind,
    QuestionDuplicate,
    QuestionWait,
    QuestionWithdrawal,
    SameQuestion,
    Topic,
)
from korzo.kit.generations import bump_on_commit

BATCH = 200


def asked_by(member_id: int) -> list[int]:
    """To be remembered before their name goes: a note of theirs counts as an answer of nobody afterwards."""
    return list(Topic.objects.filter(author_id=member_id, kind=Kind.QUESTION).values_list("pk", flat=True))


def forget_questions(member_id: int, asked: list[int]) -> None:
    """After their name went out of topics and posts."""
    for states in (QuestionDuplicate, DuplicateProposal, QuestionWithdrawal):
        states.objects.filter(by_id=member_id).update(by=None)
    shared = SameQuestion.objects.filter(member_id=member_id)
    stale = {*asked, *shared.values_list("topic_id", flat=True)}
    shared.delete()
    requests = AnswerRequest.objects.filter(member_id=member_id)
    for topic_id, is_owner in requests.values_list("topic_id", "is_owner"):
        column = "owners_asked" if is_owner else "helpers_asked"
        QuestionWait.objects.filter(topic=topic_id).update(**{column: F(column) - 1})
        stale.add(topic_id)
    requests.delete()
    for ids in batched(sorted(stale), BATCH):
        settle_questions(ids)
    bump_on_commit(*(f"topic:{pk}" for pk in stale))
