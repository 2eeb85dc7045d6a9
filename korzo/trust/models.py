"""How far each member is trusted, what the team decided about that, and the owner's numbers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.members.models import Member
from korzo.trust.levels import HIGHEST, LEVELS

REASON_LENGTH_MAX = 300


class Thresholds(models.Model):
    """What each level asks for. One row; before anybody changed anything, an unsaved one holds our defaults."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    new_topics = models.PositiveIntegerField(_("topics opened"), default=5)
    new_posts = models.PositiveIntegerField(_("posts read"), default=30)
    new_minutes = models.PositiveIntegerField(_("minutes of reading"), default=10)
    new_by_purchase = models.BooleanField(_("a confirmed purchase is enough"), default=True)
    member_topics = models.PositiveIntegerField(_("topics opened"), default=20)
    member_posts = models.PositiveIntegerField(_("posts read"), default=100)
    member_minutes = models.PositiveIntegerField(_("minutes of reading"), default=60)
    member_days = models.PositiveIntegerField(_("days on which they were here"), default=15)
    member_given = models.PositiveIntegerField(_("reactions given"), default=1)
    member_received = models.PositiveIntegerField(_("reactions received"), default=1)
    member_replied = models.PositiveIntegerField(_("others’ topics replied in"), default=3)
    # 0 switches this way off.
    member_answers = models.PositiveIntegerField(_("accepted answers that are enough by themselves"), default=2)
    regular_days = models.PositiveIntegerField(_("days on which they were here"), default=50)
    regular_replied = models.PositiveIntegerField(_("others’ topics helped in"), default=10)
    regular_topics_percent = models.PositiveIntegerField(_("of new topics opened, in percent"), default=25)
    regular_posts_percent = models.PositiveIntegerField(_("of new posts read, in percent"), default=25)
    regular_given = models.PositiveIntegerField(_("reactions given"), default=30)
    regular_received = models.PositiveIntegerField(_("thanks received"), default=20)
    regular_flags = models.PositiveIntegerField(_("posts that the team took down, at most"), default=5)
    regular_topics_ever = models.PositiveIntegerField(_("topics opened, ever"), default=200)
    regular_posts_ever = models.PositiveIntegerField(_("posts read, ever"), default=500)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="trust_thresholds_only_one"),
            models.CheckConstraint(
                condition=Q(regular_topics_percent__lte=100, regular_posts_percent__lte=100), name="trust_percent"
            ),
        ]
        verbose_name_plural = "thresholds"

    def __str__(self) -> str:
        return "thresholds"


class Standing(models.Model):
    """One member's level. The grants that follow from it are what other rooms read."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="+")
    level = models.PositiveSmallIntegerField(default=0)
    reached_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    # What the team took away does not grow back by itself.
    bound = models.PositiveSmallIntegerField(null=True)
    # Of those with a mark: the day they were here last, once that is long ago.
    quiet_since = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__lte=HIGHEST), name="trust_level_known"),
            models.CheckConstraint(
                condition=Q(bound__isnull=True) | Q(level__lte=models.F("bound")), name="trust_within_bound"
            ),
        ]
        indexes = [models.Index(fields=["level", "-reached_at"], name="trust_by_level")]

    def __str__(self) -> str:
        return f"member {self.member_id} at {self.level}"


class Decision(models.Model):
    """What the team decided about somebody's level, and why. The member reads the reason."""

    class Verb(models.TextChoices):
        GIVEN = "given", _("given")
        TAKEN = "taken", _("taken")
        FREED = "freed", _("free to grow again")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=5, choices=Verb)
    level_before = models.PositiveSmallIntegerField()
    level_after = models.PositiveSmallIntegerField()
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH_MAX)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["member", "-at", "-id"], name="trust_decisions_of")]

    def __str__(self) -> str:
        return f"{self.verb}: {self.level_before} to {self.level_after}"

    @property
    def is_taken(self) -> bool:
        return self.verb == self.Verb.TAKEN

    @property
    def level_name(self) -> str:
        return str(LEVELS[self.level_after].name)
