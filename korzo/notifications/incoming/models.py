"""What came in by mail: what became of each letter, and how far each mailbox was read. No words of anybody."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DIGEST_LENGTH = 64
SHOWN_LENGTH_MAX = 120
CODE_LENGTH_MAX = 30
NAME_LENGTH_MAX = 200
ERROR_LENGTH_MAX = 300


class Outcome(models.TextChoices):
    # Somebody is at it, until `leased_until`; whoever comes later waits, or goes on where they were stopped.
    TAKING = "taking", _("Being read")
    POSTED = "posted", _("Posted")
    BOUNCE = "bounce", _("A letter of ours did not arrive")
    AUTOMATIC = "automatic", _("Written by a program")
    REFUSED = "refused", _("Not posted")
    WAITING = "waiting", _("Waits for a person")
    LEFT = "left", _("Wants no more mail")
    DROPPED = "dropped", _("Put aside by the team")


class IncomingMail(models.Model):
    """One letter, by the hash of its Message-ID: the row is the lock that lets it in once."""

    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.TAKING)
    # Which check decided: "forged", "old", "5.1.1", "precedence".
    code = models.CharField(max_length=CODE_LENGTH_MAX, blank=True)
    # The member whose address it was written to.
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    # Who sent it, shortened so that it names nobody: "l•••@example.com".
    sender = models.CharField(max_length=SHOWN_LENGTH_MAX, blank=True)
    topic_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    size_bytes = models.PositiveIntegerField(default=0)
    # The letter as it came, among the files that are never served. Empty once it is forgotten.
    file = models.CharField(max_length=80, blank=True)
    came_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(default=timezone.now)
    # When the member was told what became of it: at most once a day.
    told_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["-came_at", "-id"], name="notifications_mail_newest"),
            models.Index(fields=["member", "-came_at"], name="notifications_mail_of"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}: {self.outcome} {self.code}"


class IncomingPicture(models.Model):
    """A picture that a letter brought into a topic: the next one with it brings a logo, not news."""

    topic_id = models.BigIntegerField()
    digest = models.CharField(max_length=DIGEST_LENGTH)
    mail = models.ForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="pictures")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic_id", "digest"], name="notifications_mail_picture_once")]

    def __str__(self) -> str:
        return f"a picture in topic {self.topic_id}"


class MailTrouble(models.Model):
    """Letters to this member that came back. From a certain score on none are sent, until a month has passed."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.score} for {self.member_id}"


class MailboxState(models.Model):
    """How far a mailbox was read. Numbers of letters count only together with the mailbox's own `validity`."""

    name = models.CharField(max_length=NAME_LENGTH_MAX, unique=True)
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    # Why the last look failed, as the server said it; empty when it went well.
    error = models.CharField(max_length=ERROR_LENGTH_MAX, blank=True)

    def __str__(self) -> str:
        return self.name


class MailboxFailure(models.Model):
    """A letter that could not be taken in. After three tries it is put aside, and lies in the mailbox untouched."""

    mailbox = models.ForeignKey(MailboxState, on_delete=models.CASCADE, related_name="failures")
    uid = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=ERROR_LENGTH_MAX, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "uid"], name="notifications_mail_failure_once")]

    def __str__(self) -> str:
        return f"letter {self.uid}: {self.attempts} tries"
