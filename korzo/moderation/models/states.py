"""What the checks leave beside a thing of another room, as a row of that room: it waits for a person."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

# Also what stands in the place of a thing for its author.
SENTENCE_LENGTH_MAX = 300


class Waiting(models.Model):
    """Read by its author and the team alone until a person looked at it. Refused, it stays so, with why.

    A room adds the thing, one to one, and `stood_before` where words that were read may wait again after a change.
    """

    at = models.DateTimeField(default=timezone.now)
    # As the checks gave them: {"code": …, "facts": {…}}.
    reasons = models.JSONField(default=list)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=SENTENCE_LENGTH_MAX, blank=True)

    class Meta:
        abstract = True

    @property
    def is_refused(self) -> bool:
        return self.refused_at is not None

    def stored_reasons(self) -> list[dict[str, Any]]:
        return list(self.reasons)
