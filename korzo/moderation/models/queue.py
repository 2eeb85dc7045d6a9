"""What waits for a person, and what was decided."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.members.models import Member

WORDS_LENGTH_MAX = 1000
NOTICE_LENGTH_MAX = 5000
# Longer things are shown in their place; here stands enough to decide.
FROZEN_LENGTH_MAX = 40_000


class Item(models.Model):
    """One thing to decide, with its subject frozen as it was seen then.

    `version` grows with everything that may change a decision: a further flag, an edit that somebody noticed.
    """

    class Kind(models.TextChoices):
        FLAGS = "flags", _("Flagged")
        HELD = "held", _("Waiting to be shown")
        NOTICE = "notice", _("Legal notice")
        APPEAL = "appeal", _("Appeal")
        BAN = "ban", _("Ban to confirm")

    kind = models.CharField(max_length=6, choices=Kind)
    # Empty where a notice names an address that is nothing of ours, and where a member as a whole is meant.
    label = models.CharField(max_length=60, default="")
    subject_id = models.BigIntegerField(null=True)
    author = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    # The sum of the flags' weights, in hundredths.
    score = models.PositiveIntegerField(default=0)
    flag_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=300, default="")
    html = models.TextField(default="")
    plain = models.TextField(default="")
    address = models.CharField(max_length=1000, default="")
    language = models.CharField(max_length=5, default="")
    written_at = models.DateTimeField(null=True)
    subject_version = models.PositiveIntegerField(default=1)
    # Why the checks held it: a list of {"code", "facts"}.
    held_for = models.JSONField(default=list)
    # By the flags alone; a person decides whether it stays so.
    hidden_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # When the team was told that it waits too long.
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "label", "subject_id"],
                condition=Q(closed_at__isnull=True, kind__in=["flags", "held"]),
                name="moderation_item_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "opened_at"], condition=Q(closed_at__isnull=True), name="moderation_item_open"
            ),
            # The order of the queue: its first page is found without sorting what waits, however much that is.
            models.Index(
                fields=["-score", "opened_at", "id"],
                condition=Q(closed_at__isnull=True),
                name="moderation_item_weight",
            ),
            models.Index(
                fields=["kind", "-score", "opened_at", "id"],
                condition=Q(closed_at__isnull=True),
                name="moderation_item_of_kind",
            ),
            models.Index(fields=["label", "subject_id"], name="moderation_item_subject"),
            models.Index(fields=["author", "-opened_at"], name="moderation_item_author"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Flag(models.Model):
    """One member says that something is not right. Without an item it is a word to the author alone."""

    class Reason(models.TextChoices):
        OFF_TOPIC = "off_topic", _("It is about something else")
        RUDE = "rude", _("It is unkind or hurtful")
        SPAM = "spam", _("It is an advertisement")
        ILLEGAL = "illegal", _("It is against the law")
        WRONG_SPACE = "wrong_space", _("It belongs in another place")
        PRIVATE_DATA = "private_data", _("It shows somebody’s private data")
        OTHER = "other", _("Something else")
        TELL_AUTHOR = "tell_author", _("I only want to say a word to the author")

    class Outcome(models.TextChoices):
        OPEN = "open", _("Waiting")
        AGREED = "agreed", _("Agreed with")
        DISAGREED = "disagreed", _("Not agreed with")
        IGNORED = "ignored", _("Closed without a verdict")

    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="flags")
    label = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    words = models.CharField(max_length=WORDS_LENGTH_MAX, default="")
    # Hundredths of an ordinary member's flag, as it counted when it was raised.
    weight = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.OPEN)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="moderation_flag_once")]
        indexes = [
            models.Index(fields=["member", "-at"], name="moderation_flag_member"),
            models.Index(fields=["label", "subject_id"], name="moderation_flag_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} #{self.pk}"


class LegalNotice(models.Model):
    """What Article 16 of the Digital Services Act asks for, from anybody."""

    class Ground(models.TextChoices):
        HATE = "hate", _("Hate, threats or harassment")
        DEFAMATION = "defamation", _("Untrue statements about somebody")
        PRIVACY = "privacy", _("Private data or pictures")
        COPYRIGHT = "copyright", _("Somebody else’s work")
        FRAUD = "fraud", _("Fraud or a dangerous product")
        CHILD = "child", _("Abuse of children")
        TERROR = "terror", _("Terrorism or a threat to life")
        OTHER = "other", _("Something else")

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="notice")
    # In the link of the receipt: whoever has it reads what became of the notice.
    key = models.CharField(max_length=43, unique=True)
    ground = models.CharField(max_length=10, choices=Ground)
    address = models.CharField(max_length=1000)
    reason = models.TextField()
    name = models.CharField(max_length=120, default="")
    mail = models.EmailField(default="")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=5, default="en")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"notice #{self.pk}"


class Decision(models.Model):
    """What a person decided about an item. One at a time: the next is possible once this one was taken back."""

    class Verb(models.TextChoices):
        AGREE = "agree", _("Agree")
        DISAGREE = "disagree", _("Disagree")
        IGNORE = "ignore", _("Close without a verdict")
        SILENCE = "silence", _("Agree, and silence the author")
        BAN = "ban", _("Agree, and propose a ban")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=8, choices=Verb)
    reason = models.CharField(max_length=40, default="")
    words = models.CharField(max_length=WORDS_LENGTH_MAX, default="")
    hours = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    # What it changed, so that taking it back changes exactly that.
    hid = models.BooleanField(default=False)
    showed = models.BooleanField(default=False)
    statement_id = models.BigIntegerField(null=True)
    sanction_id = models.BigIntegerField(null=True)
    ban_item_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(undone_at__isnull=True), name="moderation_decision_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("at")), name="moderation_undone_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} #{self.pk}"
