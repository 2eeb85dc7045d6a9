"""Questions that wait longer than their space promised: members are asked who may know, then it is the team's turn."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.asking import Candidate, helpers_for
from korzo.discussions.actions.settle import hold_topic
from korzo.discussions.activities import AnswerAsked, QuestionPassedOn, QuestionWithTeam
from korzo.discussions.models import AnswerRequest, QuestionWait, Space, Topic
from korzo.discussions.permissions import LOOK_AFTER_QUESTIONS, readers_among
from korzo.kit.errors import Missing
from korzo.members.models import Member
from korzo.members.permissions import can

Stage = QuestionWait.Stage
# Time for those who were asked. They were chosen well, and a day has an evening.
ASKED_FOR = timedelta(hours=24)
# Nobody is bothered with what is older when it is first found, as after an import: the team's list has it.
STALE_AFTER = timedelta(days=60)
# Looked at in one step; a backlog takes as many steps as it needs.
STEP = 100
# A shop's team. More people than this hear of it from one another.
TEAM_TOLD_MAX = 20


def look_after_questions(*, now: datetime | None = None) -> int:
    """Each question in a transaction of its own, so that a round that was killed goes on with the next one. How many
    went one step further.
    """
    moment = now or timezone.now()
    return sum(_step(pk, moment) for pk in [*_expired(moment), *_asked_long_ago(moment)])


def _expired(now: datetime) -> list[int]:
    """The oldest first, of each space by its own promise."""
    found: list[int] = []
    for space_id, hours in Space.objects.order_by("pk").values_list("pk", "promise_hours"):
        due = now - timedelta(hours=hours)
        late = Topic.objects.standing().unanswered().filter(space=space_id, created_at__lte=due)
        found += late.filter(wait__isnull=True).order_by("created_at", "pk").values_list("pk", flat=True)[:STEP]
    return found


def _asked_long_ago(now: datetime) -> list[int]:
    asked = QuestionWait.objects.filter(stage=Stage.ASKED, stage_at__lte=now - ASKED_FOR, topic__is_waiting=True)
    standing = asked.filter(topic__is_standing=True).order_by("stage_at", "pk")
    return list(standing.values_list("topic_id", flat=True)[:STEP])


def _step(topic_id: int, now: datetime) -> bool:
    """The rows themselves say whether somebody answered meanwhile, or was quicker."""
    with transaction.atomic():
        try:
            topic = hold_topic(topic_id)
        except Missing:
            return False
        if not (topic.is_waiting and topic.is_standing):
            return False
        wait = QuestionWait.objects.filter(topic=topic).first()
        if wait is None:
            helpers = [] if _is_stale(topic, now) else helpers_for(topic, at=now)
            wait = QuestionWait.objects.create(
                topic=topic,
                stage=Stage.ASKED if helpers else Stage.TEAM,
                owners_asked=sum(1 for one in helpers if one.is_owner),
                helpers_asked=sum(1 for one in helpers if not one.is_owner),
                expired_at=now,
                stage_at=now,
            )
            _ask(topic, helpers, now)
        elif wait.stage == Stage.ASKED and wait.stage_at <= now - ASKED_FOR:
            QuestionWait.objects.filter(pk=wait.pk).update(stage=Stage.TEAM, stage_at=now)
            wait.stage = Stage.TEAM
        else:
            return False
        if wait.stage == Stage.TEAM and not _is_stale(topic, now):
            _tell_team(topic, now)
        record(
            QuestionPassedOn(topic_id=topic.pk, stage=wait.stage, asked=wait.owners_asked + wait.helpers_asked),
            actor_kind=Activity.ActorKind.SYSTEM,
            member_id=topic.author_id,
            occurred_at=now,
        )
    return True


def _is_stale(topic: Topic, now: datetime) -> bool:
    return topic.created_at < now - STALE_AFTER


def _ask(topic: Topic, helpers: list[Candidate], now: datetime) -> None:
    AnswerRequest.objects.bulk_create(
        AnswerRequest(topic=topic, member=one.member, is_owner=one.is_owner, at=now) for one in helpers
    )
    for one in helpers:
        record(
            AnswerAsked(topic_id=topic.pk, is_owner=one.is_owner),
            actor_kind=Activity.ActorKind.SYSTEM,
            member_id=one.member.pk,
            occurred_at=now,
            dedupe_key=f"discussions.answer_asked:{topic.pk}:{one.member.pk}",
        )


def _tell_team(topic: Topic, now: datetime) -> None:
    present = Member.objects.get_queryset().present().exclude(role=Member.Role.MEMBER).order_by("pk")
    team = [one for one in present[:TEAM_TOLD_MAX] if can(one, LOOK_AFTER_QUESTIONS) and one.pk != topic.author_id]
    for one in readers_among(topic.space, team):
        record(
            QuestionWithTeam(topic_id=topic.pk),
            actor_kind=Activity.ActorKind.SYSTEM,
            member_id=one.pk,
            occurred_at=now,
            dedupe_key=f"discussions.question_with_team:{topic.pk}:{one.pk}",
        )
