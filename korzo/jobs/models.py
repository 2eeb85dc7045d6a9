"""What we know beyond the queue's own rows: what failed, how far long work has come, and who waits for a turn."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class RetryPlan(models.Model):
    """One job that failed at least once: how often, and whether it waits for a person now."""

    # The queue deletes its rows by itself, so this is a job's id and not a foreign key.
    job_id = models.UUIDField(unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField(default=timezone.now)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["planned_at"], name="jobs_retry_plan_age")]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.attempts}"


class Progress(models.Model):
    """How far one piece of long work has come, and where it goes on after a break."""

    key = models.CharField(max_length=120, unique=True)
    # A source string of the catalogues, so that each reader sees it in their language.
    words = models.CharField(max_length=200)
    done = models.PositiveBigIntegerField(default=0)
    # Null while nobody knows how much there is.
    total = models.PositiveBigIntegerField(null=True)
    # The work's own note of where it stands; empty at the beginning.
    cursor = models.CharField(max_length=200, default="")
    started_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "progress"

    def __str__(self) -> str:
        return f"{self.key}: {self.done}/{self.total}"


class Destination(models.Model):
    """Something outside that bears only so much: a host, an API, an account there. Its row is the lock of its line."""

    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class Turn(models.Model):
    """One start towards a destination: taken in the last minute, or promised to somebody who waits."""

    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, related_name="turns")
    # A job or an outgoing row: rows of other tables that come and go by themselves, so no foreign key.
    holder = models.CharField(max_length=80)
    at = models.DateTimeField()
    is_taken = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "holder"], condition=Q(is_taken=False), name="jobs_turn_promised_once"
            )
        ]
        indexes = [models.Index(fields=["destination", "is_taken", "at"], name="jobs_turn_line")]

    def __str__(self) -> str:
        return f"{self.holder} at {self.at}"
