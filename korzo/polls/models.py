"""Polls, surveys and opinions: what was asked, who answered, and, where that may be known, what."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LABEL_LENGTH_MAX = 60
QUESTION_LENGTH_MAX = 200
OPTION_LENGTH_MAX = 120
TITLE_LENGTH_MAX = 120
INTRO_LENGTH_MAX = 1_000
COMMENT_LENGTH_MAX = 1_000
RATING_MIN, RATING_MAX = 1, 5
SCORE_MAX = 10


class Poll(models.Model):
    """One question below something that has an id. Its kind and whether it is anonymous never change after a vote."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("Choose one")
        MULTIPLE = "multiple", _("Choose several")
        RANKED = "ranked", _("Put in order")
        RATING = "rating", _("Rate from 1 to 5")

    class Results(models.TextChoices):
        """When members see how the vote stands."""

        VOTED = "voted", _("After voting")
        ALWAYS = "always", _("Always")
        CLOSED = "closed", _("When the poll has closed")
        STAFF = "staff", _("Only the team")

    # The subject may live in any room above, so it is a label ("discussions.post") and an id, and no foreign key.
    subject_label = models.CharField(max_length=LABEL_LENGTH_MAX)
    subject_id = models.BigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    question = models.CharField(_("question"), max_length=QUESTION_LENGTH_MAX)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SINGLE)
    choices_min = models.PositiveSmallIntegerField(default=1)
    choices_max = models.PositiveSmallIntegerField(default=1)
    is_anonymous = models.BooleanField(default=False)
    shows_results = models.CharField(max_length=6, choices=Results, default=Results.VOTED)
    lets_add = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    # As many as there are rows in Ballot.
    ballot_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_label", "subject_id"], name="polls_one_a_subject"),
            models.CheckConstraint(
                condition=Q(choices_min__gte=1, choices_max__gte=F("choices_min")), name="polls_choices_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(closes_at__isnull=False), name="polls_closing"),
            models.Index(fields=["author"], name="polls_of_author"),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("polls:poll", args=[self.pk])


class Option(models.Model):
    """Something to choose. In a rating the five options are the five values, in order."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=OPTION_LENGTH_MAX)
    # Drawn when the option was written, for ties that nothing else breaks: the lower lot goes out first.
    lot = models.PositiveIntegerField()
    # Who added it to the poll of somebody else.
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # Ballots of an open poll that hold this option; of an anonymous one it stands in its box.
    ballot_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="polls_option_position"),
            models.UniqueConstraint(fields=["poll", "text"], name="polls_option_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Ballot(models.Model):
    """Somebody voted. In an anonymous poll it has no time and no choices: those are counted in the poll's box."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "member"], name="polls_one_ballot_each")]

    def __str__(self) -> str:
        return f"a ballot in poll {self.poll_id}"


class Choice(models.Model):
    """What a ballot of an open poll holds; the position is the rank in a ranked poll."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="choices", db_index=False)
    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "option"], name="polls_choice_once"),
            models.UniqueConstraint(fields=["ballot", "position"], name="polls_choice_position"),
        ]

    def __str__(self) -> str:
        return f"option {self.option_id} at {self.position}"


class Box(models.Model):
    """What was chosen in an anonymous poll: {"3 1": 4} says that four ballots hold option 3 and then option 1.

    One row, written anew with sorted keys at each vote, so that nothing in it belongs to one ballot: neither a place
    nor a moment nor an earlier state to compare it with.
    """

    poll = models.OneToOneField(Poll, on_delete=models.CASCADE, primary_key=True, related_name="box")
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "boxes"

    def __str__(self) -> str:
        return f"the box of poll {self.poll_id}"


class PollClosure(models.Model):
    """The poll ended: by its date, or because somebody closed it."""

    poll = models.OneToOneField(Poll, on_delete=models.CASCADE, related_name="closure")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"poll {self.poll_id} closed"


class Survey(models.Model):
    """Several pages of questions. `draft` is what the team works on; members answer a published version."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX)
    intro = models.CharField(_("introduction"), max_length=INTRO_LENGTH_MAX, blank=True)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    closes_at = models.DateTimeField(null=True)
    # Where a block invites to it, such as the first post of a topic.
    subject_label = models.CharField(max_length=LABEL_LENGTH_MAX, blank=True)
    subject_id = models.BigIntegerField(null=True)
    draft = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    # As many as there are finished sheets.
    answer_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["subject_label", "subject_id"], name="polls_survey_subject"),
            models.Index(fields=["closes_at"], condition=Q(closes_at__isnull=False), name="polls_survey_closing"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", args=[self.slug])


class SurveyVersion(models.Model):
    """The pages as they were published. Whoever began with a version ends with it."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="polls_survey_version")]

    def __str__(self) -> str:
        return f"version {self.number} of survey {self.survey_id}"


class SurveyClosure(models.Model):
    """The survey takes no more answers."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="closure")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"survey {self.survey_id} closed"


class Sheet(models.Model):
    """One member's way through a survey. In an anonymous one it says that they took part: no times and no answers."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="sheets", db_index=False)
    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE, related_name="sheets")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # By the key of the question: an option, a list of options, a number or a text.
    answers = models.JSONField(default=dict)
    is_finished = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "member"], name="polls_one_sheet_each")]

    def __str__(self) -> str:
        return f"a sheet of survey {self.survey_id}"


class SurveyBox(models.Model):
    """All answers to one version of an anonymous survey: a sorted list of sheets, in one row as in `Box`."""

    version = models.OneToOneField(SurveyVersion, on_delete=models.CASCADE, primary_key=True, related_name="box")
    sheets = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "survey boxes"

    def __str__(self) -> str:
        return f"the box of version {self.version_id}"


class Opinion(models.Model):
    """Would you recommend us? Once a quarter for each member; what is said again in the same quarter replaces it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # 20264 is the last quarter of 2026.
    quarter = models.PositiveIntegerField()
    score = models.PositiveSmallIntegerField()
    comment = models.CharField(_("comment"), max_length=COMMENT_LENGTH_MAX, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "quarter"], name="polls_one_opinion_a_quarter"),
            models.CheckConstraint(condition=Q(score__lte=SCORE_MAX), name="polls_score_to_ten"),
        ]
        indexes = [models.Index(fields=["quarter", "-at"], name="polls_opinions_newest")]

    def __str__(self) -> str:
        return f"{self.score} in {self.quarter}"
