"""What a member is told, and how they wish to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.notifications.incoming.models import (
    IncomingMail,
    IncomingPicture,
    MailboxFailure,
    MailboxState,
    MailTrouble,
)

__all__ = [
    "Device",
    "IncomingMail",
    "IncomingPicture",
    "Letter",
    "MailTrouble",
    "MailboxFailure",
    "MailboxState",
    "Manner",
    "Notice",
    "Preference",
    "PushKey",
]

KIND_LENGTH_MAX = 80
KEY_LENGTH_MAX = 120
LINK_LENGTH_MAX = 300
PERIOD_LENGTH_MAX = 10
# Push services use a few hundred signs today.
ENDPOINT_LENGTH_MAX = 1_000


class Notice(models.Model):
    """News for one member. It holds ids only; the sentence is made when it is read, in the reader's language."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The verb of the activity, or of ours where one activity is news for two reasons.
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
    """A member's own wish for one kind of notice. Without a row their manner holds."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=KIND_LENGTH_MAX)
    on_site = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=True)
    by_push = models.BooleanField(default=False, db_default=False)
    # In the letter of the day or week, in place of a mail of its own.
    in_letter = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="notifications_preference_once")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.member_id}: site {self.on_site}, mail {self.by_mail}"


class Manner(models.Model):
    """How a member wishes to be told on the whole, and when their next letter is due. No row: what is for them."""

    class Preset(models.TextChoices):
        FOR_ME = "for_me", _("Only what is for me")
        EVERYTHING = "everything", _("Everything")
        LETTER = "letter", _("A letter now and then")

    class Rhythm(models.TextChoices):
        NEVER = "never", _("Never")
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    preset = models.CharField(max_length=10, choices=Preset, default=Preset.FOR_ME)
    rhythm = models.CharField(max_length=6, choices=Rhythm, default=Rhythm.NEVER)
    # Of the member's own day.
    hour = models.PositiveSmallIntegerField(default=8)
    # 0 is Monday.
    weekday = models.PositiveSmallIntegerField(default=0)
    next_letter_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lt=24, weekday__lt=7), name="notifications_manner_time")
        ]
        indexes = [
            models.Index(
                fields=["next_letter_at", "id"],
                condition=Q(next_letter_at__isnull=False),
                name="notifications_letters_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.preset} for {self.member_id}, letter {self.rhythm}"


class Letter(models.Model):
    """The news of one period for one member. The row comes first, so that no period is told twice; ids only."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # "2026-11-23" of a daily one, "2026-W48" of a weekly one.
    period = models.CharField(max_length=PERIOD_LENGTH_MAX)
    since = models.DateTimeField()
    until = models.DateTimeField()
    question_ids = models.JSONField(default=list)
    topic_ids = models.JSONField(default=list)
    notice_ids = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "period"], name="notifications_letter_once")]
        indexes = [models.Index(fields=["member", "-until"], name="notifications_letters_of")]

    def __str__(self) -> str:
        return f"letter {self.period} for {self.member_id}"

    @property
    def is_empty(self) -> bool:
        return not (self.question_ids or self.topic_ids or self.notice_ids)


class PushKey(models.Model):
    """Who we are to the push services. Made once and never changed: with another key all devices would be deaf."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    private_pem = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="notifications_one_push_key")]

    def __str__(self) -> str:
        return "the key for push services"


class Device(models.Model):
    """A browser that its owner signed up for notices."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=ENDPOINT_LENGTH_MAX)
    # Of the endpoint, which is too long for an index of its own.
    digest = models.CharField(max_length=64, unique=True)
    # Both as the browser gave them: base64url without padding.
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    # "Firefox on Android": what its owner knows it by.
    label = models.CharField(max_length=80, blank=True)
    # Who signs out on a device hears nothing there any more.
    session_key = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member"], name="notifications_devices_of")]

    def __str__(self) -> str:
        return f"device {self.pk} of {self.member_id}"
