"""Drafts, versions of texts, and cards of links."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LABEL_LENGTH_MAX = 60
KEY_LENGTH_MAX = 80
WINDOW_LENGTH_MAX = 40
ABOUT_LENGTH_MAX = 200
PATH_LENGTH_MAX = 300
REASON_LENGTH_MAX = 300
URL_LENGTH_MAX = 2_000
CARD_TITLE_LENGTH_MAX = 200
CARD_TEXT_LENGTH_MAX = 300
NAME_LENGTH_MAX = 80


class Draft(models.Model):
    """What a member began to write. The words passed the cleaner; only their writer ever sees them."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=KEY_LENGTH_MAX)
    # Grows with each save: a window that read a smaller one has not seen what is kept here.
    sequence = models.PositiveIntegerField(default=1)
    # The window that wrote last, and how often it had written: its own saves may overtake each other on the way.
    window = models.CharField(max_length=WINDOW_LENGTH_MAX)
    turn = models.PositiveIntegerField(default=0)
    html = models.TextField(blank=True)
    plain = models.TextField(blank=True)
    # Other fields of the form, by name: a title, the ids of pictures.
    fields = models.JSONField(default=dict)
    reply_to = models.BigIntegerField(null=True)
    about = models.CharField(max_length=ABOUT_LENGTH_MAX, blank=True)
    # The page on which it was begun.
    path = models.CharField(max_length=PATH_LENGTH_MAX, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="writing_draft_once")]
        indexes = [
            models.Index(fields=["member", "-saved_at"], name="writing_drafts_of"),
            models.Index(fields=["saved_at"], name="writing_old_drafts"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of member {self.member_id}"


class Revision(models.Model):
    """A text as it stood at one time. The subject may live in any room above, so it is a label and an id."""

    subject_label = models.CharField(max_length=LABEL_LENGTH_MAX)
    subject_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    html = models.TextField()
    plain = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH_MAX, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_label", "subject_id", "version"], name="writing_version_once")
        ]
        indexes = [models.Index(fields=["by"], name="writing_versions_by")]

    def __str__(self) -> str:
        return f"version {self.version} of {self.subject_label} {self.subject_id}"

    @property
    def is_hidden(self) -> bool:
        return hasattr(self, "hiding")


class RevisionNaming(models.Model):
    """Somebody is mentioned in a version: when they leave, it goes with them."""

    # The constraint begins with the revision.
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="namings", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "member"], name="writing_named_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} in revision {self.revision_id}"


class RevisionHiding(models.Model):
    """The team took one version from view, for a private number in it or the like."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="hiding")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH_MAX)

    def __str__(self) -> str:
        return f"{self.revision_id} hidden"


class LinkCard(models.Model):
    """What a foreign address says about itself: words alone, and a small picture that we drew anew."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being looked at")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Nothing to show")

    # Addresses are longer than what a database likes to keep unique, so their hash is.
    url_hash = models.CharField(max_length=64, unique=True)
    url = models.CharField(max_length=URL_LENGTH_MAX)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    title = models.CharField(max_length=CARD_TITLE_LENGTH_MAX, blank=True)
    text = models.CharField(max_length=CARD_TEXT_LENGTH_MAX, blank=True)
    site = models.CharField(max_length=NAME_LENGTH_MAX, blank=True)
    author = models.CharField(max_length=NAME_LENGTH_MAX, blank=True)
    # A path in the storage; empty where there is no picture.
    photo = models.CharField(max_length=100, blank=True)
    photo_width = models.PositiveIntegerField(default=0)
    photo_height = models.PositiveIntegerField(default=0)
    tone = models.CharField(max_length=7, blank=True)
    # Until then what is known counts, good or bad.
    good_until = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["good_until"], name="writing_old_cards")]

    def __str__(self) -> str:
        return self.url
