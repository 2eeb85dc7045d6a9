"""Who liked what."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LABEL_LENGTH_MAX = 60


class Reaction(models.Model):
    """A key and not the sign itself, so that a shop may draw its own."""

    class Emoji(models.TextChoices):
        HEART = "heart", _("Heart")

    # The subject may live in any room above, so it is a label ("discussions.post") and an id, and no foreign key.
    subject_label = models.CharField(max_length=LABEL_LENGTH_MAX)
    subject_id = models.BigIntegerField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=20, choices=Emoji, default=Emoji.HEART)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_label", "subject_id", "emoji", "member"], name="reactions_reaction_once"
            )
        ]
        indexes = [models.Index(fields=["member", "-at"], name="reactions_of_member")]

    def __str__(self) -> str:
        return f"{self.emoji} on {self.subject_label} {self.subject_id}"
