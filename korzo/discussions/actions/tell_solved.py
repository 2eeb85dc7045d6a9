"""Telling those who wait for an answer that it is there, a few at a time."""

from django.db import transaction
from django.db.models import Q

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.activities import QuestionSolved
from korzo.discussions.models import Acceptance, QuestionDuplicate, SameQuestion, Topic
from korzo.discussions.permissions import readers_among
from korzo.members.models import Member
from korzo.reactions.models import Follow

# One short transaction each, however many people wait.
TOLD_AT_ONCE = 200
HEARING = (Follow.Level.WATCHING, Follow.Level.TRACKING)


def tell_solved(topic_id: int, *, behind: int = 0) -> int:
    """The next members after the id `behind`, in the order of their ids; 0 when all were told. Each hears it once,
    however often answers are accepted and taken back.

    Those who have the same question, and of each question that leads here whoever asked it and whoever follows it.
    """
    acceptance = Acceptance.objects.filter(topic=topic_id).select_related("post").order_by("at", "pk").first()
    topic = Topic.objects.standing().select_related("space").filter(pk=topic_id).first()
    if topic is None or acceptance is None:
        return 0
    leading = QuestionDuplicate.objects.filter(of=topic).values("topic_id")
    asking = SameQuestion.objects.filter(Q(topic=topic) | Q(topic__in=leading))
    following = Follow.objects.filter(subject_label="discussions.topic", subject_id__in=leading, level__in=HEARING)
    people = Member.objects.get_queryset().present().filter(pk__gt=behind)
    waiting = people.filter(
        Q(pk__in=asking.values("member_id"))
        | Q(pk__in=following.values("member_id"))
        | Q(pk__in=Topic.objects.filter(pk__in=leading, author__isnull=False).values("author_id"))
    )
    # They know: it is their answer, or their question.
    members = list(waiting.exclude(pk__in=_told_already(topic, acceptance)).order_by("pk")[:TOLD_AT_ONCE])
    with transaction.atomic():
        for member in readers_among(topic.space, members):
            record(
                QuestionSolved(topic_id=topic.pk),
                actor_id=acceptance.by_id,
                actor_kind=Activity.ActorKind.MEMBER,
                member_id=member.pk,
                occurred_at=acceptance.at,
                dedupe_key=f"discussions.question_solved:{topic.pk}:{member.pk}",
            )
    return members[-1].pk if len(members) == TOLD_AT_ONCE else 0


def _told_already(topic: Topic, acceptance: Acceptance) -> set[int]:
    return {pk for pk in (topic.author_id, acceptance.post.author_id, acceptance.by_id) if pk is not None}
