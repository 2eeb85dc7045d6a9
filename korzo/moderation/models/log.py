"""The audit log: every decision, by whom, about what. A trigger refuses every change but the blanking of a person."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.members.models import Member


class Entry(models.Model):
    """One step. `data` holds ids, codes and durations, never anybody's words."""

    class Verb(models.TextChoices):
        FLAGGED = "flagged", _("Flagged")
        HELD = "held", _("Held before it was shown")
        HIDDEN_AT_ONCE = "hidden_at_once", _("Hidden by the flags, until somebody decides")
        NOTICE_RECEIVED = "notice_received", _("Legal notice received")
        DECIDED = "decided", _("Decided")
        UNDONE = "undone", _("Decision taken back")
        TAKEN_DOWN = "taken_down", _("Taken down")
        PUT_BACK = "put_back", _("Put back")
        SANCTIONED = "sanctioned", _("Sanctioned")
        BAN_PROPOSED = "ban_proposed", _("Ban proposed")
        LIFTED = "lifted", _("Sanction lifted")
        APPEALED = "appealed", _("Appealed")
        APPEAL_DECIDED = "appeal_decided", _("Appeal decided")
        NOTED = "noted", _("Note written")
        SWEPT = "swept", _("Traces hidden")
        SWEEP_UNDONE = "sweep_undone", _("Traces shown again")
        POLICY_CHANGED = "policy_changed", _("Rules of the desk changed")

    verb = models.CharField(max_length=20, choices=Verb)
    # None is the house itself: a threshold, not a person.
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    label = models.CharField(max_length=60, default="")
    subject_id = models.BigIntegerField(null=True)
    # Stays when its person leaves and the actor is blanked.
    automated = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["verb", "at"], name="moderation_log_verb"),
            models.Index(fields=["-at", "-id"], name="moderation_log_newest"),
            models.Index(fields=["label", "subject_id"], name="moderation_log_subject"),
        ]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.verb} #{self.pk}"
