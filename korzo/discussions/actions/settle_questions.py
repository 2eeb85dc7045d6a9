"""Bringing in line what lists read of questions: whether they wait, how many ask them, how useful their answers are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from math import sqrt

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from korzo.discussions.models import (
    Acceptance,
    AnswerMerit,
    Kind,
    Post,
    QuestionDuplicate,
    QuestionWithdrawal,
    SameQuestion,
    Topic,
    TopicClosure,
)
from korzo.kit.generations import bump_on_commit
from korzo.reactions.models import Reaction

LABEL = "discussions.post"
# The usual 95 in a hundred.
WILSON_Z = 1.96


def settle_questions(topic_ids: Iterable[int]) -> None:
    """From the rows; the caller holds the topics. A note of whoever asked is no answer."""
    answers = Post.objects.filter(topic=OuterRef("pk"), number__gt=1, is_standing=True)
    others = answers.filter(Q(author__isnull=True) | ~Q(author_id=Coalesce(OuterRef("author_id"), 0)))
    is_open = Q(kind=Kind.QUESTION) & ~Q(Exists(others))
    for rows in (Acceptance, QuestionDuplicate, QuestionWithdrawal, TopicClosure):
        is_open &= ~Q(Exists(rows.objects.filter(topic=OuterRef("pk"))))
    asking = SameQuestion.objects.filter(topic=OuterRef("pk")).order_by().values("topic").annotate(n=Count("pk"))
    Topic.objects.filter(pk__in=list(topic_ids)).update(
        is_waiting=Case(When(is_open, then=Value(value=True)), default=Value(value=False)),
        same_count=Coalesce(Subquery(asking.values("n")), 0),
    )


def weigh_answers(topic_ids: Iterable[int], *, new_post_id: int = 0) -> bool:
    """The merits of these topics from the reactions; whether any changed. The caller holds the topics.

    A vote counts for a post, and tells of each post that stood there when it was given that it was not chosen. So an
    answer that came late is measured against those alone who could have read it.
    """
    wanted = list(topic_ids)
    known = AnswerMerit.objects.filter(Q(topic__in=wanted) | Q(post__topic__in=wanted) | Q(post=new_post_id))
    ids = {new_post_id, *known.values_list("post_id", flat=True)}
    posts = list(Post.objects.filter(pk__in=ids, topic__in=wanted).only("pk", "topic_id", "created_at", "is_standing"))
    votes: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    given = Reaction.objects.filter(
        subject_label=LABEL, subject_id__in=[post.pk for post in posts], emoji=Reaction.Emoji.HELPFUL
    )
    for post_id, member_id, at in given.values_list("subject_id", "member_id", "at"):
        votes[post_id].append((member_id, at))
    before = {row.post_id: (row.topic_id, row.votes, row.merit) for row in known}
    after = {
        post.pk: (post.topic_id, len(votes[post.pk]), wilson(len(votes[post.pk]), _voters(post, posts, votes)))
        for post in posts
        if votes[post.pk]
    }
    _keep(before, after)
    changed = [pk for pk in {*before, *after} if before.get(pk) != after.get(pk)]
    if changed:
        bump_on_commit(*(f"topic:{pk}" for pk in wanted))
    return bool(changed)


def _voters(post: Post, posts: Sequence[Post], votes: dict[int, list[tuple[int, datetime]]]) -> int:
    """Who found anything useful here since this post stood beside it."""
    peers = [one for one in posts if one.topic_id == post.topic_id and (one.is_standing or one.pk == post.pk)]
    own = {member_id for member_id, _at in votes[post.pk]}
    return len(own | {who for peer in peers for who, at in votes[peer.pk] if at >= post.created_at})


def _keep(before: dict[int, tuple[int, int, float]], after: dict[int, tuple[int, int, float]]) -> None:
    AnswerMerit.objects.filter(post_id__in=before.keys() - after.keys()).delete()
    made = [
        AnswerMerit(post_id=pk, topic_id=topic_id, votes=count, merit=merit)
        for pk, (topic_id, count, merit) in after.items()
        if before.get(pk) != (topic_id, count, merit)
    ]
    AnswerMerit.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["post"], update_fields=["topic", "votes", "merit"]
    )


def wilson(votes: int, voters: int) -> float:
    """How large the share of those who find it useful is at least, seen how few were asked: from 0 to 1."""
    if not voters:
        return 0.0
    share, z2 = votes / voters, WILSON_Z**2
    spread = WILSON_Z * sqrt((share * (1 - share) + z2 / (4 * voters)) / voters)
    return max(0.0, (share + z2 / (2 * voters) - spread) / (1 + z2 / voters))
