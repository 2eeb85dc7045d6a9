"""What is kept about questions, counted anew from the rows that it tells of."""

from korzo.discussions.actions.settle_questions import wilson
from korzo.discussions.models import (
    Acceptance,
    AnswerMerit,
    AnswerRequest,
    Post,
    QuestionDuplicate,
    QuestionWait,
    QuestionWithdrawal,
    SameQuestion,
    Topic,
    TopicClosure,
)
from korzo.reactions.models import Reaction


def check_merits() -> None:
    """Every post with a vote has its row, with the bound that its votes and its peers' make."""
    given = Reaction.objects.filter(subject_label="discussions.post", emoji="helpful")
    votes: dict[int, list[Reaction]] = {}
    for one in given:
        votes.setdefault(one.subject_id, []).append(one)
    kept = {row.post_id: row for row in AnswerMerit.objects.all()}
    posts = Post.objects.in_bulk(votes)
    assert kept.keys() == votes.keys() & posts.keys()
    for pk, row in kept.items():
        post = posts[pk]
        peers = [
            peer for peer in posts.values() if peer.topic_id == post.topic_id and (peer.is_standing or peer.pk == pk)
        ]
        voters = {vote.member_id for vote in votes[pk]} | {
            vote.member_id for peer in peers for vote in votes[peer.pk] if vote.at >= post.created_at
        }
        assert (row.topic_id, row.votes) == (post.topic_id, len(votes[pk]))
        assert row.merit == wilson(len(votes[pk]), len(voters))


def check_questions() -> None:
    for topic in Topic.objects.all():
        assert topic.same_count == SameQuestion.objects.filter(topic=topic).count()
        assert topic.is_waiting is _waits(topic), topic.pk
    for row in QuestionDuplicate.objects.select_related("topic", "of"):
        assert row.topic_id != row.of_id
        assert row.topic.is_question
        assert row.of.is_question
        assert not QuestionDuplicate.objects.filter(topic=row.of_id).exists(), "a chain"
    for wait in QuestionWait.objects.all():
        asked = AnswerRequest.objects.filter(topic=wait.topic_id)
        owners = asked.filter(is_owner=True).count()
        assert (wait.owners_asked, wait.helpers_asked) == (owners, asked.count() - owners)
    check_merits()


def _waits(topic: Topic) -> bool:
    settled = (Acceptance, QuestionDuplicate, QuestionWithdrawal, TopicClosure)
    if not topic.is_question or any(rows.objects.filter(topic=topic).exists() for rows in settled):
        return False
    answers = Post.objects.filter(topic=topic, number__gt=1, is_standing=True)
    return not any(one.author_id is None or one.author_id != topic.author_id for one in answers)
