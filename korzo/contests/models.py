"""Contests, what members send in, and how it is judged. Marks and votes are rows; every figure is counted from them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.media.models import Picture
from korzo.moderation.models import Waiting

TITLE_LENGTH_MAX = 120
PRIZES_LENGTH_MAX = 1_000
KEY_LENGTH_MAX = 80
CRITERION_LENGTH_MAX = 60
REASON_LENGTH_MAX = 300
MARK_MIN, MARK_MAX = 1, 5
# More of one person in one gallery is an album; more votes are no choice.
ENTRIES_EACH_MAX, VOTES_EACH_MAX = 10, 20


class Contest(models.Model):
    """What may be sent in, who judges it, and when. Each phase ends where the next one begins."""

    class Kind(models.TextChoices):
        PICTURES = "pictures", _("Pictures")
        STORIES = "stories", _("Stories")

    class Judging(models.TextChoices):
        VOTES = "votes", _("The members vote")
        JURY = "jury", _("A jury")
        BOTH = "both", _("A jury, and the members vote")

    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX)
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, related_name="+")
    story_html = models.TextField(blank=True)
    story_plain = models.TextField(blank=True)
    rules_html = models.TextField(blank=True)
    rules_plain = models.TextField(blank=True)
    cleaner_version = models.PositiveSmallIntegerField()
    prizes = models.TextField(_("what one may win"), max_length=PRIZES_LENGTH_MAX, blank=True)
    language = models.CharField(max_length=5)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PICTURES)
    entries_each = models.PositiveSmallIntegerField(default=1)
    # Empty for every member, or the key of a grant such as owns:product:9.
    enter_key = models.CharField(max_length=KEY_LENGTH_MAX, blank=True)
    judging = models.CharField(max_length=5, choices=Judging, default=Judging.VOTES)
    votes_each = models.PositiveSmallIntegerField(default=3)
    # In percent; the members' votes weigh the rest.
    jury_weight = models.PositiveSmallIntegerField(default=50)
    opens_at = models.DateTimeField()
    entries_until = models.DateTimeField()
    jury_until = models.DateTimeField(null=True)
    votes_until = models.DateTimeField(null=True)
    results_at = models.DateTimeField()
    # Drawn when the contest was made and shown with the results; its digest stands on the page from the beginning.
    seed = models.CharField(max_length=64, editable=False)
    # The number that the latest entry got.
    last_number = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(entries_until__gt=F("opens_at")), name="contests_entry_takes_time"),
            models.CheckConstraint(
                condition=Q(jury_until__isnull=True) | Q(jury_until__gt=F("entries_until")),
                name="contests_jury_after_entry",
            ),
            models.CheckConstraint(
                condition=Q(votes_until__isnull=True) | Q(votes_until__gt=F("entries_until")),
                name="contests_votes_after_entry",
            ),
            models.CheckConstraint(condition=Q(results_at__gte=F("entries_until")), name="contests_results_last"),
            models.CheckConstraint(
                condition=Q(judging="votes", jury_until__isnull=True, votes_until__isnull=False)
                | Q(judging="jury", jury_until__isnull=False, votes_until__isnull=True)
                | Q(judging="both", jury_until__isnull=False, votes_until__isnull=False),
                name="contests_judged_by_somebody",
            ),
            models.CheckConstraint(condition=Q(jury_weight__lte=100), name="contests_weight_in_percent"),
            models.CheckConstraint(
                condition=Q(entries_each__gte=1, entries_each__lte=ENTRIES_EACH_MAX), name="contests_entries_each"
            ),
            models.CheckConstraint(
                condition=Q(votes_each__gte=1, votes_each__lte=VOTES_EACH_MAX), name="contests_votes_each"
            ),
        ]
        indexes = [models.Index(fields=["-opens_at", "-id"], name="contests_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contests:contest", args=[self.pk])

    @property
    def has_jury(self) -> bool:
        return self.judging != self.Judging.VOTES

    @property
    def has_votes(self) -> bool:
        return self.judging != self.Judging.JURY


class Criterion(models.Model):
    """One thing that the jury looks at."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="criteria", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=CRITERION_LENGTH_MAX)

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["contest", "position"], name="contests_criterion_position")]

    def __str__(self) -> str:
        return self.name


class Announcement(models.Model):
    """Everybody reads of the contest since then. Accounts made later have no vote that counts."""

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, related_name="announcement")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"contest {self.contest_id} announced"


class Cancellation(models.Model):
    """The contest ends without results, for a reason that everybody reads."""

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, related_name="cancellation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=REASON_LENGTH_MAX)

    def __str__(self) -> str:
        return f"contest {self.contest_id} called off"


class Telling(models.Model):
    """Something that the clock brings was told, so that nobody hears of it twice."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="tellings", db_index=False)
    what = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "what"], name="contests_told_once")]

    def __str__(self) -> str:
        return f"{self.what} of contest {self.contest_id}"


class Entry(models.Model):
    """What a member sent in. It stands while it is neither held nor hidden nor withdrawn."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="entries", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX)
    html = models.TextField(blank=True)
    plain = models.TextField(blank=True)
    cleaner_version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    version = models.PositiveIntegerField(default=1)
    # What its author confirmed about the pictures and words, in the words that they saw.
    rights_text = models.TextField()
    rights_at = models.DateTimeField()
    is_standing = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="contests_entry_number")]
        indexes = [
            models.Index(fields=["author", "-created_at"], name="contests_entries_of"),
            models.Index(fields=["contest", "id"], condition=Q(is_standing=True), name="contests_entries_standing"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contests:entry", args=[self.pk])


class EntryPicture(models.Model):
    """A picture in an entry, which keeps it from being cleared away."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="entry_pictures", db_index=False)
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "picture"], name="contests_picture_once"),
            models.UniqueConstraint(fields=["entry", "position"], name="contests_picture_position"),
        ]

    def __str__(self) -> str:
        return f"picture {self.picture_id} in entry {self.entry_id}"


class EntryHold(Waiting):
    """It waits until somebody of the team looked at it; refused, it stays so."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="hold")

    def __str__(self) -> str:
        return f"entry {self.entry_id} waits"


class EntryHiding(models.Model):
    """Taken from view by the team, or by the house itself where nobody is named."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="hiding")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=REASON_LENGTH_MAX)

    def __str__(self) -> str:
        return f"entry {self.entry_id} hidden"


class EntryWithdrawal(models.Model):
    """Its author took it back."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="withdrawal")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"entry {self.entry_id} withdrawn"


class Vote(models.Model):
    """One member for one entry. Whether the account was too young is settled when the vote is given."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="votes", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    is_young = models.BooleanField(default=False)
    # It belonged to a ring when somebody of that ring left; it goes on counting as one with the others of it.
    was_in_ring = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "member"], name="contests_one_vote_each")]

    def __str__(self) -> str:
        return f"a vote for entry {self.entry_id}"


class VoteRuling(models.Model):
    """The team looked at a vote that was given in an odd way, and said whether it counts, and why."""

    vote = models.OneToOneField(Vote, on_delete=models.CASCADE, related_name="ruling")
    counts = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=REASON_LENGTH_MAX, blank=True)

    def __str__(self) -> str:
        return f"vote {self.vote_id} {'counts' if self.counts else 'is set aside'}"


class Juror(models.Model):
    """A member whom the team asked to judge."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="jurors", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "member"], name="contests_juror_once")]

    def __str__(self) -> str:
        return f"a juror of contest {self.contest_id}"


class Mark(models.Model):
    """What a juror gives an entry for one criterion."""

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="marks")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="marks", db_index=False)
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="marks")
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "juror", "criterion"], name="contests_mark_once"),
            models.CheckConstraint(condition=Q(value__gte=MARK_MIN, value__lte=MARK_MAX), name="contests_mark_inside"),
        ]

    def __str__(self) -> str:
        return f"{self.value} for entry {self.entry_id}"


class Result(models.Model):
    """How the contest ended, frozen: entries by number, no names. Each digest covers the one before it."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="result")
    at = models.DateTimeField(default=timezone.now)
    # Canonical JSON: UTF-8, sorted keys, no spaces.
    document = models.TextField()
    former_digest = models.CharField(max_length=64, blank=True, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"result of contest {self.contest_id}"


class Breach(models.Model):
    """The nightly look found that these results are not the ones that were published. Gone once they are again."""

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, related_name="breach")
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "breaches"

    def __str__(self) -> str:
        return f"the seal of contest {self.contest_id} is broken"
