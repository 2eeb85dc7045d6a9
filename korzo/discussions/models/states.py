"""What somebody brought about: who, when and why, as a row. Where there is no row, the state is not."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.discussions.models.talk import REASON_LENGTH_MAX, Post, Space, Topic
from korzo.moderation.models import Waiting


class Brought(models.Model):
    """Who brought a state about, and when. Nobody, where the house did it by itself or the person left."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Acceptance(Brought):
    """This answer solved the question. There may be several; the first accepted stands first."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="acceptances")
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="acceptance")

    def __str__(self) -> str:
        return f"post {self.post_id} solves topic {self.topic_id}"


class PostRemoval(Brought):
    """Taken from view, by its author or by a moderator. The words stay for the team until they are cleared away."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="removal")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH_MAX, blank=True)

    def __str__(self) -> str:
        return f"post {self.post_id} removed"


class PostHold(Waiting):
    """Waits for a person to look at it, read by its author and the team alone. Refused, it stays so, with why."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="hold")
    # Of the post, so that whoever wrote in a topic finds what of theirs waits there without reading the talk.
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # It was read by all before, and its author changed it.
    stood_before = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["topic", "author"], name="discussions_held_of")]

    def __str__(self) -> str:
        return f"post {self.post_id} held back"


class TopicClosure(Brought):
    """Everybody may read on, nobody writes."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="closure")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH_MAX)

    def __str__(self) -> str:
        return f"topic {self.topic_id} closed"


class TopicPin(Brought):
    """Stands on top of its space."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="pin")
    # Of the topic, so that the few are found without walking through all topics. A move takes the pin off.
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"topic {self.topic_id} pinned"


class TopicFeature(Brought):
    """Shown to everybody who comes by."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="feature")

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="discussions_featured")]

    def __str__(self) -> str:
        return f"topic {self.topic_id} featured"


class TopicSchedule(Brought):
    """Will be published later. Until then its author and the team read it."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="schedule")
    publish_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["publish_at"], name="discussions_due")]

    def __str__(self) -> str:
        return f"topic {self.topic_id} scheduled"


class TopicMove(Brought):
    """From one space to another. There may be several."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="moves")
    of_space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+", db_index=False)
    to_space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH_MAX, blank=True)

    def __str__(self) -> str:
        return f"topic {self.topic_id} moved to space {self.to_space_id}"


class TopicMerge(Brought):
    """All posts went into another topic, and the address leads there."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="merge")
    into = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="merged")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH_MAX, blank=True)

    def __str__(self) -> str:
        return f"topic {self.topic_id} joined to {self.into_id}"


class TopicSplit(Brought):
    """This topic was made of posts of another."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="split")
    of_topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH_MAX, blank=True)

    def __str__(self) -> str:
        return f"topic {self.topic_id} split from {self.of_topic_id}"
