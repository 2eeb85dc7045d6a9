"""What a member is told, and how they wish to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

KIND_LENGTH_MAX = 80
KEY_LENGTH_MAX = 120
LINK_LENGTH_MAX = 300


class Notice(models.Model):
    """News for one member. It holds ids only; the sentence is made when it is read, in the reader's language."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The verb of the activity.
    kind = models.CharField(max_length=KIND_LENGTH_MAX)
    # News with one key is one notice until it is read: "Lucia and 4 others".
    key = models.CharField(max_length=KEY_LENGTH_MAX)
    # The latest activity, in a log that keeps no foreign keys of others.
    activity_id = models.BigIntegerField()
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=LINK_LENGTH_MAX, blank=True)
    # The newest first, and no more than are ever needed to see whether somebody is new among them.
    actor_ids = models.JSONField(default=list)
    actor_count = models.PositiveIntegerField(default=0)
    # False for news that its reader wants by mail alone: it is kept until the mail has gone.
    on_site = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="notifications_notice_key")]
        indexes = [
            models.Index(fields=["member", "-at", "-id"], name="notifications_of"),
            # The bell is on every page: its count reads this small index alone.
            models.Index(
                fields=["member"], condition=Q(read_at__isnull=True, on_site=True), name="notifications_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.member_id}"


class Preference(models.Model):
    """A member's own wish for one kind of notice. Without a row our defaults hold."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=KIND_LENGTH_MAX)
    on_site = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="notifications_preference_once")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.member_id}: site {self.on_site}, mail {self.by_mail}"
