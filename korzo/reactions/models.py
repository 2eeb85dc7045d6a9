"""Who liked what, what somebody keeps for later, and what they want to hear of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LABEL_LENGTH_MAX = 60
NOTE_LENGTH_MAX = 300


class Reaction(models.Model):
    """A key and not the sign itself, so that a shop may draw its own."""

    class Emoji(models.TextChoices):
        """All that a shop may choose from; the heart is always there, and "helpful" is the vote on an answer."""

        HEART = "heart", _("Heart")
        HELPFUL = "helpful", _("Helpful")
        LAUGH = "laugh", _("Made me smile")
        WOW = "wow", _("Wow")
        THANKS = "thanks", _("Thank you")
        CELEBRATE = "celebrate", _("Hooray")
        FIRE = "fire", _("On fire")
        TROPHY = "trophy", _("Well done")
        SUN = "sun", _("Made my day")
        LEAF = "leaf", _("Good for the earth")

    # The subject may live in any room above, so it is a label ("discussions.post") and an id, and no foreign key.
    subject_label = models.CharField(max_length=LABEL_LENGTH_MAX)
    subject_id = models.BigIntegerField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=20, choices=Emoji, default=Emoji.HEART)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_label", "subject_id", "emoji", "member"], name="reactions_reaction_once"
            )
        ]
        indexes = [models.Index(fields=["member", "-at"], name="reactions_of_member")]

    def __str__(self) -> str:
        return f"{self.emoji} on {self.subject_label} {self.subject_id}"


class OfferedReaction(models.Model):
    """One reaction of the set that the shop chose, at its place. Without any row the usual set is offered."""

    emoji = models.CharField(max_length=20, choices=Reaction.Emoji, unique=True)
    position = models.PositiveSmallIntegerField(unique=True)

    def __str__(self) -> str:
        return f"{self.position}. {self.emoji}"


class Bookmark(models.Model):
    """Something kept for later, with a note to oneself, and a day on which to be reminded of it."""

    subject_label = models.CharField(max_length=LABEL_LENGTH_MAX)
    subject_id = models.BigIntegerField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    note = models.CharField(_("note to yourself"), max_length=NOTE_LENGTH_MAX, blank=True)
    # A day and no moment: it begins where the member lives, which may be somewhere else by then.
    remind_on = models.DateField(_("remind me on"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "subject_label", "subject_id"], name="reactions_bookmark_once")
        ]
        indexes = [
            models.Index(fields=["member", "-at", "-id"], name="reactions_bookmarks_of"),
            # What is still to come stays cheap to find however much was reminded of.
            models.Index(
                fields=["remind_on", "id"],
                condition=Q(remind_on__isnull=False, reminded_at__isnull=True),
                name="reactions_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_label} {self.subject_id} for member {self.member_id}"


class Follow(models.Model):
    """How much of something a member wants to hear, and whether they chose that themselves."""

    class Level(models.TextChoices):
        WATCHING = "watching", _("Everything")
        TRACKING = "tracking", _("Count what is new")
        NORMAL = "normal", _("When I am addressed")
        FIRST_POST = "first_post", _("New topics")
        MUTED = "muted", _("Nothing")

    class Reason(models.TextChoices):
        CHOSEN = "chosen", _("You chose this.")
        STARTED = "started", _("You began it.")
        REPLIED = "replied", _("You wrote there.")
        READ = "read", _("You read it for a while.")
        SAME_QUESTION = "same_question", _("You have the same question.")

    subject_label = models.CharField(max_length=LABEL_LENGTH_MAX)
    subject_id = models.BigIntegerField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    level = models.CharField(max_length=10, choices=Level)
    reason = models.CharField(max_length=13, choices=Reason, default=Reason.CHOSEN)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            # With the member last, it is also the way to all followers of a subject.
            models.UniqueConstraint(fields=["subject_label", "subject_id", "member"], name="reactions_follow_once")
        ]
        indexes = [models.Index(fields=["member", "subject_label", "-at", "-id"], name="reactions_follows_of")]

    def __str__(self) -> str:
        return f"member {self.member_id}: {self.level} of {self.subject_label} {self.subject_id}"
