"""How this community moderates: what its team may set."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SENTENCE_LENGTH_MAX = 500


class Policy(models.Model):
    """There is one row; the check keeps it so. Before anybody changed anything an unsaved one holds our defaults."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    # In hundredths: three members whose flags were right so far.
    hide_threshold = models.PositiveIntegerField(_("what hides a post before anybody decided"), default=300)
    first_posts_wait = models.BooleanField(_("a newcomer’s first post waits for a person"), default=False)
    terms_url = models.CharField(_("address of your rules"), max_length=300, blank=True)
    contact_mail = models.EmailField(_("address for members and authorities"), blank=True)
    dispute_body = models.CharField(_("body that settles disputes out of court"), max_length=300, blank=True)
    publishes_report = models.BooleanField(_("everybody may read the report"), default=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="moderation_policy_only_one"),
            models.CheckConstraint(condition=Q(hide_threshold__gte=50), name="moderation_threshold_is_felt"),
        ]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return "policy"


class Reason(models.Model):
    """Why something is taken down, in the words that its author reads. One of ours with the same code is replaced."""

    code = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name in the list"), max_length=80)
    sentence = models.CharField(_("sentence for the author"), max_length=SENTENCE_LENGTH_MAX)
    rule = models.CharField(_("the rule, as it stands in your terms or the law"), max_length=SENTENCE_LENGTH_MAX)
    is_law = models.BooleanField(_("it is against the law, not only against the rules"), default=False)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=50)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name
