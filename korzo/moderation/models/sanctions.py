"""What the team says to a member and about one, why, and how it may be questioned."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.members.models import Member
from korzo.moderation.models.queue import WORDS_LENGTH_MAX, Item

FACTS_LENGTH_MAX = 2000


class Statement(models.Model):
    """A statement of reasons, frozen: what Article 17 of the Digital Services Act asks for. A trigger keeps it so."""

    class Restriction(models.TextChoices):
        REMOVED = "removed", _("What you wrote is not shown any more")
        NOT_SHOWN = "not_shown", _("What you wrote was not published")
        WARNED = "warned", _("You received a warning")
        SILENCED = "silenced", _("You cannot post for a while")
        SUSPENDED = "suspended", _("Your account is suspended")
        BANNED = "banned", _("Your account is closed to you")

    class Source(models.TextChoices):
        NOTICE = "notice", _("Somebody sent us a legal notice")
        FLAGS = "flags", _("Members pointed it out to us")
        OWN = "own", _("The team found it")

    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    label = models.CharField(max_length=60, default="")
    subject_id = models.BigIntegerField(null=True)
    restriction = models.CharField(max_length=9, choices=Restriction)
    territory = models.CharField(max_length=60, default="")
    until = models.DateTimeField(null=True)
    # What it was about, as it stood: the author's own words, and what the decision says about them.
    excerpt = models.TextField(default="")
    facts = models.TextField(default="")
    source = models.CharField(max_length=6, choices=Source)
    automated_detection = models.BooleanField(default=False)
    automated_decision = models.BooleanField(default=False)
    is_law = models.BooleanField(default=False)
    reason = models.CharField(max_length=40)
    # The sentence and the rule as they were then, in the language in which the member reads.
    sentence = models.TextField()
    rule = models.TextField()
    redress = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["member", "-at"], name="moderation_statement_member"),
            models.Index(fields=["label", "subject_id"], name="moderation_statement_subject"),
        ]

    def __str__(self) -> str:
        return f"statement #{self.pk}"


class StatementWithdrawal(models.Model):
    """It does not hold any more: an appeal was right, or the decision was taken back."""

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="withdrawal")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"withdrawal of {self.statement_id}"


class Sanction(models.Model):
    """A warning, or a limit for a while. These rows are the truth; the member's own row repeats the ends of them."""

    class Kind(models.TextChoices):
        WARNING = "warning", _("Warning")
        SILENCE = "silence", _("Silence")
        SUSPENSION = "suspension", _("Suspension")
        BAN = "ban", _("Ban")

    class Content(models.TextChoices):
        STAYS = "stays", _("What they wrote stays")
        HIDES = "hides", _("What they wrote is hidden")
        GOES = "goes", _("What they wrote is taken down for good")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sanctions")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    words = models.CharField(max_length=WORDS_LENGTH_MAX, default="")
    reason = models.CharField(max_length=40)
    statement = models.ForeignKey(Statement, null=True, on_delete=models.SET_NULL, related_name="+")
    content = models.CharField(max_length=5, choices=Content, default=Content.STAYS)
    read_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="moderation_ban_has_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(kind="ban", lifted_at__isnull=True), name="moderation_one_ban"
            ),
        ]
        indexes = [models.Index(fields=["member", "kind", "-at"], name="moderation_sanction_member")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def is_proposed(self) -> bool:
        return self.kind == self.Kind.BAN and self.confirmed_at is None

    @property
    def stands(self) -> bool:
        """Whether it limits somebody today."""
        if self.lifted_at is not None or self.is_proposed:
            return False
        return self.until is None or self.until > timezone.now()


class MemberNote(models.Model):
    """What the team should know about a member. It is in the member's own export."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.CharField(max_length=WORDS_LENGTH_MAX)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["member", "-at"], name="moderation_note_member")]

    def __str__(self) -> str:
        return f"note #{self.pk}"


class Appeal(models.Model):
    """A member asks a second person to look again. Once for each statement."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("Waiting")
        REVERSED = "reversed", _("You were right")
        UPHELD = "upheld", _("The decision stays")

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="appeal")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="appeal")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField()
    answer = models.TextField(default="")
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"appeal #{self.pk}"


class Sweep(models.Model):
    """All that a member wrote hidden in one step; within thirty days one step brings it back."""

    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # With a ban whose second person wanted it so: nothing brings it back but each thing by itself.
    is_for_good = models.BooleanField(default=False)
    undone_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-at"], name="moderation_sweep_member")]

    def __str__(self) -> str:
        return f"sweep #{self.pk}"


class Swept(models.Model):
    """One thing that a sweep hid. What was hidden before is not here, so it stays hidden afterwards."""

    sweep = models.ForeignKey(Sweep, on_delete=models.CASCADE, related_name="things")
    label = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    shown_again_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sweep", "label", "subject_id"], name="moderation_swept_once")]
        verbose_name_plural = "swept"

    def __str__(self) -> str:
        return f"{self.label} {self.subject_id}"
