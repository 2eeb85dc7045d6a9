"""May we contact this person now: the caps of the shop, the wishes of the person, and what was decided and sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.members.models import Member

SOURCE_LENGTH_MAX = 120
MESSAGE_ID_LENGTH_MAX = 200
HOURS_A_DAY = 24


class Purpose(models.TextChoices):
    """Why somebody is written to. It decides which rules hold."""

    TRANSACTIONAL = "transactional", _("Your account and your orders")
    SERVICE = "service", _("An answer to you")
    REMINDER = "reminder", _("A reminder that you asked for")
    COMMUNITY = "community", _("News from the community")
    ASKS = "asks", _("A question that you may know an answer to")
    NEWS = "news", _("News from the shop")
    OFFERS = "offers", _("Offers")
    REVIEWS = "reviews", _("A question about what you bought")
    ADS = "ads", _("Advertising elsewhere")


class Channel(models.TextChoices):
    MAIL = "mail", _("Mail")
    PUSH = "push", _("On your device")
    CHAT = "chat", _("Chat")


class Verdict(models.TextChoices):
    ALLOWED = "allowed", _("Allowed")
    DEFERRED = "deferred", _("Later")
    REFUSED = "refused", _("Not sent")


class ContactPolicy(models.Model):
    """What the shop asks of nobody more than. There is one row; hours are of the receiver's own day."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    news_max = models.PositiveSmallIntegerField(_("letters of the shop"), default=1)
    news_within_days = models.PositiveSmallIntegerField(_("in so many days"), default=7)
    community_max = models.PositiveSmallIntegerField(_("messages about the community in a day"), default=20)
    quiet_from = models.PositiveSmallIntegerField(_("quiet from, in hours"), default=21)
    quiet_until = models.PositiveSmallIntegerField(_("quiet until, in hours"), default=8)
    is_quiet_on_sundays = models.BooleanField(_("quiet on Sundays"), default=False)
    # While something is wrong in the shop nobody wants to read of anything else.
    calm_until = models.DateTimeField(_("nothing before"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="attention_one_policy"),
            models.CheckConstraint(
                condition=Q(quiet_from__lt=HOURS_A_DAY, quiet_until__lt=HOURS_A_DAY), name="attention_policy_hours"
            ),
            models.CheckConstraint(
                condition=Q(news_within_days__gte=1, community_max__gte=1), name="attention_policy_caps"
            ),
        ]
        verbose_name_plural = "contact policies"

    def __str__(self) -> str:
        return "What we ask of nobody more than"


class ContactWish(models.Model):
    """A member's own limits. Without a row those of the shop hold."""

    class Rhythm(models.TextChoices):
        SHOP = "", _("As the shop does")
        MONTHLY = "monthly", _("At most once a month")
        NEVER = "never", _("Only about my orders")

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(_("letters of the shop"), max_length=8, choices=Rhythm, blank=True)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__lt=HOURS_A_DAY, quiet_until__lt=HOURS_A_DAY),
                name="attention_wish_hours",
            )
        ]

    def __str__(self) -> str:
        return f"limits of {self.member_id}"


class Suppression(models.Model):
    """An address that is not written to any more: its keyed hash, never the address."""

    class Reason(models.TextChoices):
        HARD_BOUNCE = "hard_bounce", _("There is no such mailbox")
        COMPLAINT = "complaint", _("Marked as spam by its reader")
        UNSUBSCRIBED = "unsubscribed", _("Wants no mail at all")
        SUNSET = "sunset", _("Was not heard of for long")

    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=12, choices=Reason)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "reason"], name="attention_suppression_once")]

    def __str__(self) -> str:
        return f"{self.reason} since {self.at:%Y-%m-%d}"


class ContactLog(models.Model):
    """One message to one member on one channel: what was decided last, why, and whether it went. Holds no words."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=13, choices=Purpose)
    channel = models.CharField(max_length=4, choices=Channel)
    # What it is about, in the words of the room that sends: "notice:7.31". Empty for what is asked only once.
    source = models.CharField(max_length=SOURCE_LENGTH_MAX, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict)
    rule = models.CharField(max_length=20)
    # Numbers, hours and zones that the rule looked at, for its sentence.
    facts = models.JSONField(default=dict)
    until = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(default=timezone.now)
    # Counts as sent while it is on its way, so that two workers never both see the last free place.
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=MESSAGE_ID_LENGTH_MAX, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "source", "channel"], condition=~Q(source=""), name="attention_contact_once"
            )
        ]
        indexes = [
            models.Index(fields=["member", "-decided_at", "-id"], name="attention_of_member"),
            models.Index(
                fields=["member", "claimed_at"], name="attention_counted", condition=Q(claimed_at__isnull=False)
            ),
            models.Index(fields=["decided_at"], name="attention_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel} to {self.member_id}: {self.verdict}"


class ContactTally(models.Model):
    """What is left of the log after a year: how many, and nobody's."""

    month = models.DateField()
    purpose = models.CharField(max_length=13, choices=Purpose)
    channel = models.CharField(max_length=4, choices=Channel)
    verdict = models.CharField(max_length=8, choices=Verdict)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "purpose", "channel", "verdict"], name="attention_tally_once")
        ]
        verbose_name_plural = "contact tallies"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.purpose} {self.channel} {self.verdict}: {self.count}"
