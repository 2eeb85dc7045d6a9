"""What we decided about work that failed. The queue itself keeps the jobs; it knows nothing of trying again."""

from django.db import models
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
