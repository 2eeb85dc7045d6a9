"""What the checks remember: the owner's rules and words, what recent texts looked like, what people decided before."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.members.models import Member

LIST_NAME_LENGTH_MAX = 80
LIST_LENGTH_MAX = 100_000
LIST_SENTENCE_LENGTH_MAX = 300


class SpamRules(models.Model):
    """There is one row; the check keeps it so. The counts are those of the filter, and whoever learns locks it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    newcomer_days = models.PositiveSmallIntegerField(_("so many days somebody is new"), default=3)
    links_max = models.PositiveSmallIntegerField(_("links in a post of somebody new"), default=2)
    unknown_hosts_wait = models.BooleanField(
        _("a first post waits if it links to where nobody linked before"), default=True
    )
    filter_holds = models.BooleanField(_("the filter may hold what looks like spam to it"), default=True)
    asks_akismet = models.BooleanField(_("ask Akismet about posts of members who are new"), default=False)
    trusted_hosts = models.TextField(_("sites that everybody may link to, one in each line"), blank=True)
    # Drawn anew with each change of a list, so that every process notices.
    lists_version = models.CharField(max_length=16, default="")
    spam_count = models.PositiveIntegerField(default=0)
    honest_count = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="moderation_spam_rules_only_one")]
        verbose_name_plural = "spam rules"

    def __str__(self) -> str:
        return "spam rules"


class WordList(models.Model):
    """Words of the owner (`spam.lists` says how they are written), for one language or for all."""

    class Effect(models.TextChoices):
        HOLD = "hold", _("The text waits for a person")
        REFUSE = "refuse", _("The text is not taken, and the sentence says why")

    name = models.CharField(_("name of the list"), max_length=LIST_NAME_LENGTH_MAX)
    language = models.CharField(_("language of the texts it is for"), max_length=5, blank=True)
    effect = models.CharField(_("what happens"), max_length=6, choices=Effect, default=Effect.HOLD)
    sentence = models.CharField(_("sentence for the author"), max_length=LIST_SENTENCE_LENGTH_MAX, blank=True)
    entries = models.TextField(_("words, one in each line"), max_length=LIST_LENGTH_MAX)
    is_on = models.BooleanField(_("in use"), default=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class LinkHost(models.Model):
    """What this community knows about a site that its members linked to."""

    host = models.CharField(max_length=253, primary_key=True)
    # By people of the team, of texts that waited or were flagged.
    approved = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    # Texts of members who are not new, which nothing held.
    vouched = models.PositiveIntegerField(default=0)
    # Texts of members who are new, since `wave_from`; both begin anew when the time of a wave is over.
    newcomers = models.PositiveIntegerField(default=0)
    wave_from = models.DateTimeField(default=timezone.now)
    met_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.host


class Trace(models.Model):
    """What a recent text looked like (`spam.likeness`), and never its words. Four bands, each with an index."""

    author = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    band_1 = models.BigIntegerField(db_index=True)
    band_2 = models.BigIntegerField(db_index=True)
    band_3 = models.BigIntegerField(db_index=True)
    band_4 = models.BigIntegerField(db_index=True)
    signature = models.BinaryField(max_length=48)
    # Somebody of the team took this text for spam.
    is_spam = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["at"], name="moderation_trace_old")]

    def __str__(self) -> str:
        return f"trace #{self.pk}"


class Token(models.Model):
    """In how many texts of each kind something was met. The number is all that is left of it."""

    token = models.BigIntegerField(primary_key=True)
    spam = models.PositiveIntegerField(default=0)
    honest = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"token {self.token}"


class Lesson(models.Model):
    """The filter learnt one text, with exactly what it counted, so that it can be taken back to the last number."""

    digest = models.BinaryField(max_length=16, unique=True)
    is_spam = models.BooleanField()
    # Eight bytes each.
    tokens = models.BinaryField()
    hosts = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"lesson #{self.pk}"


class Rate(models.Model):
    """How often somebody did something since `begins_at`. Who it was cannot be read from the key."""

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=22)
    begins_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="moderation_rate_once")]
        indexes = [models.Index(fields=["begins_at"], name="moderation_rate_old")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"


class Origin(models.Model):
    """Where a member wrote from, as a keyed hash: a hint to the team about rings, gone after thirty days."""

    class Kind(models.TextChoices):
        BLOCK = "block", _("the same block of addresses")
        BROWSER = "browser", _("the same browser")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    key = models.CharField(max_length=22)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind", "key"], name="moderation_origin_once")]
        indexes = [
            models.Index(fields=["kind", "key"], name="moderation_origin_key"),
            models.Index(fields=["at"], name="moderation_origin_old"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.member_id}"
