"""What becomes of questions: who shares them, which are the same, who was asked to help, and how useful answers are."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from korzo.discussions.models.states import Brought
from korzo.discussions.models.talk import Post, Topic

MEMBER = settings.AUTH_USER_MODEL


class QuestionState(models.TextChoices):
    """What a question is to whoever comes by: always exactly one of these."""

    OPEN = "open", pgettext_lazy("state of a question", "Waiting for an answer")
    EXPIRED = "expired", pgettext_lazy("state of a question", "Waiting longer than promised")
    ANSWERED = "answered", pgettext_lazy("state of a question", "Answered")
    ACCEPTED = "accepted", pgettext_lazy("state of a question", "Solved")
    DUPLICATE = "duplicate", pgettext_lazy("state of a question", "Asked before")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a question", "Withdrawn")
    CLOSED = "closed", pgettext_lazy("state of a question", "Closed")


class SameQuestion(models.Model):
    """One more member wonders the same. It makes a follower, and no post."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="same_questions", db_index=False)
    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "member"], name="discussions_same_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} asks topic {self.topic_id} too"


class QuestionDuplicate(Brought):
    """It was asked before: its words and answers stay, and lead to the other. Nothing leads to one that leads on."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="duplicate")
    of = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="duplicates")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(topic=F("of")), name="discussions_not_own_duplicate")]

    def __str__(self) -> str:
        return f"question {self.topic_id} is question {self.of_id}"


class DuplicateProposal(Brought):
    """A member thinks so; whoever asked, or the team, decides. What was declined is not proposed again."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="duplicate_proposals", db_index=False)
    of = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "of"], name="discussions_proposed_once")]

    def __str__(self) -> str:
        return f"question {self.topic_id} may be question {self.of_id}"


class QuestionWithdrawal(Brought):
    """Whoever asked needs no answer any more. Others may still read what was said."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="withdrawal")

    def __str__(self) -> str:
        return f"question {self.topic_id} withdrawn"


class QuestionWait(models.Model):
    """The promise of its space passed before anybody answered, and this is who has it now.

    It is kept when an answer comes, and counts again should that answer go.
    """

    class Stage(models.TextChoices):
        ASKED = "asked", pgettext_lazy("stage of a waiting question", "Members were asked")
        TEAM = "team", pgettext_lazy("stage of a waiting question", "With the team")

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="wait")
    stage = models.CharField(max_length=5, choices=Stage)
    # Counted as the requests are written, in the same transaction.
    owners_asked = models.PositiveSmallIntegerField(default=0)
    helpers_asked = models.PositiveSmallIntegerField(default=0)
    expired_at = models.DateTimeField(default=timezone.now)
    stage_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["stage", "stage_at"], name="discussions_wait_stage")]

    def __str__(self) -> str:
        return f"question {self.topic_id} waits: {self.stage}"


class AnswerRequest(models.Model):
    """A member was asked whether they know: once for each question, and not often in a week."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="answer_requests", db_index=False)
    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Why they: the product is theirs, or they answered well before.
    is_owner = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "member"], name="discussions_asked_once")]
        indexes = [models.Index(fields=["member", "at"], name="discussions_asked_of")]

    def __str__(self) -> str:
        return f"member {self.member_id} asked about question {self.topic_id}"


class AcceptReminder(models.Model):
    """When whoever asked is told that answers wait for their word. Without a time there is nothing to tell any more."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="accept_reminder")
    due_at = models.DateTimeField(null=True)
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="discussions_accept_reminders"
            )
        ]

    def __str__(self) -> str:
        return f"question {self.topic_id}: told {self.told} times"


class AnswerMerit(models.Model):
    """How useful readers found a post, from their "helpful": what the order of answers reads. Made from the rows of
    the reactions by `actions.weigh_answers`, for every post that has such a vote.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="merit")
    # Of the post, so that the best of a long talk are found without walking through it.
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+", db_index=False)
    votes = models.PositiveIntegerField()
    # The lower bound of Wilson's interval, from 0 to 1.
    merit = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["topic", "-merit", "post"], name="discussions_best_answers")]

    def __str__(self) -> str:
        return f"post {self.post_id}: {self.votes} helpful"
