"""What was told, for a day, so that nobody who was away for a moment misses it; and how many listen."""

from django.db import models
from django.utils import timezone

CHANNEL_LENGTH_MAX = 40
NAME_LENGTH_MAX = 80


class Event(models.Model):
    """News on one channel: ids and counts, never words. What the ids mean is asked for by those who may see it."""

    # The name of one event that is not handed on: those who listen are asked again whether they may.
    REVOKED = "revoked"

    channel = models.CharField(max_length=CHANNEL_LENGTH_MAX)
    name = models.CharField(max_length=NAME_LENGTH_MAX)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["channel", "id"], name="live_event_channel")]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk} on {self.channel}"


class Readers(models.Model):
    """How many streams of one process listen to one channel. Who they are is written nowhere."""

    process = models.CharField(max_length=32)
    channel = models.CharField(max_length=CHANNEL_LENGTH_MAX)
    count = models.PositiveIntegerField()
    # Said again while the process lives; what was not said for a while belongs to one that is gone.
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "process"], name="live_readers_once")]
        verbose_name_plural = "readers"

    def __str__(self) -> str:
        return f"{self.count} on {self.channel}"
