"""Comments under whatever other rooms registered, who wrote them, and why some are not shown."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.members.models import Member
from korzo.moderation.models import Waiting

LABEL_LENGTH_MAX = 60
NAME_LENGTH_MAX = 60
REASON_LENGTH_MAX = 500
NOTICE_LENGTH_MAX = 2_000
DIGEST_LENGTH = 16


class Comment(models.Model):
    """What one person says under one thing. An answer belongs to a comment, and has no answers of its own."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("Waits for a confirmed mail")
        HELD = "held", _("Waits for the team")
        VISIBLE = "visible", _("Shown")
        HIDDEN = "hidden", _("Taken away")

    # What it stands under, as its room registered it (`subjects`).
    subject_label = models.CharField(max_length=LABEL_LENGTH_MAX)
    subject_id = models.PositiveBigIntegerField()
    # Counts under its subject and is never given again.
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="answers")
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    html = models.TextField()
    plain = models.TextField()
    cleaner_version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    version = models.PositiveIntegerField(default=1)
    # Follows the rows below: hold, removal, a guest's confirmation. `actions.settle` is the only one that writes it.
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    # Answers that everybody reads; follows their states.
    answer_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_label", "subject_id", "number"], name="comments_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["awaiting", "held", "visible", "hidden"]), name="comments_state_of_list"
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_label", "subject_id", "-number"],
                condition=Q(parent__isnull=True) & (Q(state="visible") | Q(answer_count__gt=0)),
                name="comments_listed",
            ),
            models.Index(fields=["author", "-created_at"], name="comments_of_member"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.subject_label} {self.subject_id}"

    def get_absolute_url(self) -> str:
        return reverse("comments:comment", args=[self.pk])

    @property
    def is_visible(self) -> bool:
        return self.state == self.State.VISIBLE


class CommentTotal(models.Model):
    """The row of one subject: locked while its comments change, so that numbers and counts are true."""

    subject_label = models.CharField(max_length=LABEL_LENGTH_MAX)
    subject_id = models.PositiveBigIntegerField()
    highest_number = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_label", "subject_id"], name="comments_total_once")]

    def __str__(self) -> str:
        return f"comments on {self.subject_label} {self.subject_id}"


class CommentHold(Waiting):
    """Held back until somebody of the team has looked; refused where they said no."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="hold")
    # It was shown before, and waits because of a change.
    stood_before = models.BooleanField(default=False)
    refusal = models.CharField(max_length=REASON_LENGTH_MAX, blank=True)

    def __str__(self) -> str:
        return f"comment {self.comment_id} waits"


class CommentRemoval(models.Model):
    """Taken away, by its author or by the team with a reason. A guest who takes their own away is nobody's `by`."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="removal")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    by_author = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=REASON_LENGTH_MAX, blank=True)

    def __str__(self) -> str:
        return f"comment {self.comment_id} taken away"


class CommentMention(models.Model):
    """Who is named in a comment, as it was written there."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    written = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="comments_mention_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} in comment {self.comment_id}"


class NoticeText(models.Model):
    """A data protection notice exactly as guests read it beside the form. Rows are only ever added."""

    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    language = models.CharField(max_length=5)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"notice {self.digest}"


class Guest(models.Model):
    """Who wrote a comment without an account. Name and mail are for this one comment and for nothing else.

    The mail confirms the comment and carries what the team decides about it; after the days that the rules name it is
    blanked. The name goes when the guest takes the comment away.
    """

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="guest")
    name = models.CharField(max_length=NAME_LENGTH_MAX, blank=True)
    mail = models.EmailField(blank=True)
    language = models.CharField(max_length=5)
    notice = models.ForeignKey(NoticeText, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    # What the form saw; weighed once the mail is confirmed.
    is_proven = models.BooleanField(default=False)
    trap_filled = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["agreed_at"], condition=~Q(mail=""), name="comments_mails_kept")]

    def __str__(self) -> str:
        return f"guest of comment {self.comment_id}"


class Rules(models.Model):
    """What the owner decides about comments. There is one row; before anybody changed it, an unsaved one."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    closed_labels = models.JSONField(default=list, blank=True)
    closes_after_days = models.PositiveIntegerField(_("close comments after so many days"), null=True, blank=True)
    first_comments_wait = models.BooleanField(_("somebody’s first comment waits for a person"), default=False)
    guests_may = models.BooleanField(_("guests may comment, with a confirmed mail"), default=False)
    mail_kept_days = models.PositiveIntegerField(_("days for which a guest’s mail is kept"), default=90)
    responsible = models.TextField(_("who is responsible"), max_length=NOTICE_LENGTH_MAX, blank=True)
    purpose = models.TextField(_("what the data is for"), max_length=NOTICE_LENGTH_MAX, blank=True)
    legal_basis = models.TextField(_("on what legal basis"), max_length=NOTICE_LENGTH_MAX, blank=True)
    recipients = models.TextField(_("who gets the data"), max_length=NOTICE_LENGTH_MAX, blank=True)
    storage = models.TextField(_("where and how long it is kept"), max_length=NOTICE_LENGTH_MAX, blank=True)
    rights = models.TextField(_("the rights of the person"), max_length=NOTICE_LENGTH_MAX, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="comments_rules_only_one"),
            models.CheckConstraint(condition=Q(mail_kept_days__gte=1), name="comments_mail_is_kept"),
        ]
        verbose_name_plural = "rules"

    def __str__(self) -> str:
        return "rules of comments"
