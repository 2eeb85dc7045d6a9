"""Points: the rules that give them, each entry with its cause, and the sums that pages read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from korzo.loyalty.levels import Level, level_at

RULE_KEY_LENGTH_MAX = 60
VERB_LENGTH_MAX = 80
LABEL_LENGTH_MAX = 60


class Rule(models.Model):
    """What gives points. A version never changes: a better rule is a new one, and old entries keep naming theirs."""

    key = models.CharField(max_length=RULE_KEY_LENGTH_MAX)
    version = models.PositiveSmallIntegerField(default=1)
    on = models.CharField(max_length=VERB_LENGTH_MAX)
    points = models.PositiveSmallIntegerField()
    # An empty cap is no cap. What was reversed does not count against an object, and still counts against its day.
    times_a_day = models.PositiveSmallIntegerField(null=True)
    times_an_object = models.PositiveSmallIntegerField(null=True, default=1)
    times_ever = models.PositiveSmallIntegerField(null=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="loyalty_rule_version"),
            models.UniqueConstraint(fields=["key"], condition=Q(is_active=True), name="loyalty_rule_one_active"),
            models.CheckConstraint(condition=Q(points__gte=1), name="loyalty_rule_gives"),
            models.CheckConstraint(
                condition=(Q(times_a_day__isnull=True) | Q(times_a_day__gte=1))
                & (Q(times_an_object__isnull=True) | Q(times_an_object__gte=1))
                & (Q(times_ever__isnull=True) | Q(times_ever__gte=1)),
                name="loyalty_rule_caps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class PointEntry(models.Model):
    """Points that a member got, or that went with their cause. Never changed: a trigger in the database refuses it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    points = models.SmallIntegerField()
    rule_key = models.CharField(max_length=RULE_KEY_LENGTH_MAX)
    rule_version = models.PositiveSmallIntegerField()
    # The activity that caused it, in a log that keeps no foreign keys of others.
    activity_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=LABEL_LENGTH_MAX)
    subject_id = models.BigIntegerField()
    # An entry is reversed once: the database says so.
    reverses = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="reversal")
    explanation = models.JSONField(default=dict)
    key = models.UUIDField(unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(points=0), name="loyalty_entry_not_nothing"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, points__gt=0) | Q(reverses__isnull=False, points__lt=0),
                name="loyalty_entry_reversal_takes",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-at", "-id"], name="loyalty_entries_of"),
            models.Index(fields=["at", "member"], name="loyalty_entries_lately"),
            models.Index(fields=["subject_label", "subject_id", "rule_key"], name="loyalty_entries_about"),
        ]
        verbose_name_plural = "point entries"

    def __str__(self) -> str:
        return f"{self.points} to {self.member_id} by {self.rule_key}"


class Standing(models.Model):
    """The sum of a member's entries and the level it means. A projection: `rebuild_standings` makes it anew."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    points = models.IntegerField(default=0)
    level = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.points} of {self.member_id}"

    @property
    def rung(self) -> Level:
        return level_at(self.level)


class CapCount(models.Model):
    """How often a rule has paid a member within one bucket: a day, an object, or ever."""

    class Scope(models.TextChoices):
        DAY = "day"
        OBJECT = "object"
        EVER = "ever"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rule_key = models.CharField(max_length=RULE_KEY_LENGTH_MAX)
    scope = models.CharField(max_length=6, choices=Scope)
    bucket = models.CharField(max_length=90)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "rule_key", "scope", "bucket"], name="loyalty_cap_bucket")
        ]

    def __str__(self) -> str:
        return f"{self.rule_key} {self.scope} {self.bucket}: {self.times}"
