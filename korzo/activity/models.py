"""What happened, who still has to hear about it, and what still has to leave the house."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.activity import activities


class Activity(models.Model):
    """A fact. A trigger in the database refuses every change but the blanking of an erased member."""

    class ActorKind(models.TextChoices):
        MEMBER = "member", _("Member")
        STAFF = "staff", _("Staff")
        AUTOMATION = "automation", _("Automation")
        INTEGRATION = "integration", _("Integration")
        SYSTEM = "system", _("System")

    verb = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=12, choices=ActorKind)
    # Members live on a higher floor, so these are their ids and not foreign keys.
    actor_id = models.BigIntegerField(null=True)
    member_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=60, default="")
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    dedupe_key = models.CharField(max_length=200, null=True, unique=True)
    caused_by = models.BigIntegerField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)
    backfilled = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["verb", "-occurred_at"], name="activity_verb_time"),
            models.Index(fields=["actor_id", "-occurred_at"], name="activity_actor_time"),
            models.Index(fields=["member_id", "-occurred_at"], name="activity_member_time"),
            models.Index(fields=["subject_label", "subject_id"], name="activity_subject"),
        ]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return f"{self.verb} #{self.pk}"

    @property
    def kind(self) -> activities.Kind:
        return activities.load(self.verb, self.data)


class Delivery(models.Model):
    """One subscriber's turn with one activity. Written with the activity, so a crash loses nothing."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        # Staff said that it need not happen any more.
        DROPPED = "dropped", _("Dropped")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=120)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "subscriber"], name="activity_delivery_once")]
        indexes = [
            # What is open stays cheap to find however long the log grows.
            models.Index(fields=["not_before", "id"], condition=Q(state="open"), name="activity_delivery_open"),
            models.Index(fields=["id"], condition=Q(state="failed"), name="activity_delivery_failed"),
        ]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.subscriber} #{self.pk}"


class Outgoing(models.Model):
    """Something that must leave the house once: its key is unique, and the sender passes it on where it can."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        # Staff said that it need not be sent any more.
        DROPPED = "dropped", _("Dropped")

    key = models.CharField(max_length=200, unique=True)
    sender = models.CharField(max_length=60)
    member_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state="waiting"), name="activity_outgoing_waiting"),
            models.Index(fields=["id"], condition=Q(state="failed"), name="activity_outgoing_failed"),
            models.Index(fields=["member_id"], name="activity_outgoing_member"),
        ]
        verbose_name_plural = "outgoing"

    def __str__(self) -> str:
        return f"{self.sender} {self.key}"
