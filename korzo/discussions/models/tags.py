"""Words by which topics of all spaces are found together."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from korzo.discussions.models.talk import Topic

TAG_NAME_LENGTH_MAX = 30


class Tag(models.Model):
    """One that was merged into another, or renamed, stays so that its address leads on."""

    slug = models.CharField(max_length=TAG_NAME_LENGTH_MAX, unique=True)
    name = models.CharField(_("name"), max_length=TAG_NAME_LENGTH_MAX)
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="merged")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="discussions_tag_not_itself"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tags:tag", args=[self.slug])


class TopicTag(models.Model):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="topic_tags", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="topic_tags", db_index=False)
    # Of the topic, so that a tag's newest topics are found without sorting all of them.
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "tag"], name="discussions_tag_once")]
        indexes = [models.Index(fields=["tag", "-created_at", "-topic"], name="discussions_tagged")]

    def __str__(self) -> str:
        return f"tag {self.tag_id} on topic {self.topic_id}"
