"""Spaces, topics and posts. A state that somebody brought about is a row: those stand in `states.py`."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.members.models import Member

SPACE_NAME_LENGTH_MAX = 60
SPACE_TEXT_LENGTH_MAX = 300
RULES_LENGTH_MAX = 2_000
TITLE_LENGTH_MAX = 160
SLUG_LENGTH_MAX = 80
EXCERPT_LENGTH_MAX = 200
REASON_LENGTH_MAX = 300
# Two days: a weekend does not break the promise of a small team by much.
PROMISE_HOURS = 48
# A role, or the key of a grant such as `owns:9`.
KEY_LENGTH_MAX = 80
ROLE_KEY = "role:"
EVERYONE, MEMBERS = "", f"{ROLE_KEY}{Member.Role.MEMBER}"


class Kind(models.TextChoices):
    """What a topic is. Its look, its order in lists and what can be done with it follow from that."""

    DISCUSSION = "discussion", _("Discussion")
    QUESTION = "question", _("Question")
    IDEA = "idea", _("Idea")
    SHOWCASE = "showcase", _("Showcase")
    POLL = "poll", _("Poll")
    ANNOUNCEMENT = "announcement", _("Announcement")


class Space(models.Model):
    """A place for one kind of talk. Each key says who may: everybody (empty), those of a role, or who holds a grant."""

    slug = models.SlugField(max_length=SLUG_LENGTH_MAX, unique=True)
    name = models.CharField(_("name"), max_length=SPACE_NAME_LENGTH_MAX)
    description = models.CharField(_("what it is for"), max_length=SPACE_TEXT_LENGTH_MAX, blank=True)
    rules = models.CharField(_("rules"), max_length=RULES_LENGTH_MAX, blank=True)
    hue = models.PositiveSmallIntegerField(_("colour, 1 to 12"), default=6)
    icon = models.CharField(max_length=40, default="messages-square")
    photo = models.ForeignKey("media.Picture", on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    # What people mostly do here: it chooses the button, and whether the list is a grid of pictures or goes by votes.
    main_kind = models.CharField(max_length=12, choices=Kind, default=Kind.DISCUSSION, db_default=Kind.DISCUSSION)
    read_key = models.CharField(max_length=KEY_LENGTH_MAX, blank=True, default=EVERYONE, db_default=EVERYONE)
    start_key = models.CharField(max_length=KEY_LENGTH_MAX, default=MEMBERS, db_default=MEMBERS)
    reply_key = models.CharField(max_length=KEY_LENGTH_MAX, default=MEMBERS, db_default=MEMBERS)
    # Within how many hours the shop wants every question here to have an answer.
    promise_hours = models.PositiveSmallIntegerField(default=PROMISE_HOURS, db_default=PROMISE_HOURS)
    opened_at = models.DateTimeField(default=timezone.now)
    # Standing topics, counted as they come and go, because every visitor of the home page sees the number.
    topic_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hue__gte=1, hue__lte=12), name="discussions_space_hue")]
        indexes = [models.Index(fields=["position", "id"], name="discussions_space_order")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("discussions:space", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.read_key == EVERYONE


class TopicQuerySet(models.QuerySet["Topic"]):
    def standing(self) -> "TopicQuerySet":
        """Those that were published, whose first post was not removed and that were not joined to another."""
        return self.filter(is_standing=True)

    def unanswered(self) -> "TopicQuerySet":
        return self.filter(is_waiting=True)

    def ideas(self) -> "TopicQuerySet":
        return self.filter(kind=Kind.IDEA)

    def pictured(self) -> "TopicQuerySet":
        """Those whose first post shows a picture."""
        return self.filter(is_pictured=True)


class IdeaState(models.TextChoices):
    NEW = "new", pgettext_lazy("state of an idea", "New")
    CONSIDERING = "considering", pgettext_lazy("state of an idea", "Being considered")
    PLANNED = "planned", pgettext_lazy("state of an idea", "Planned")
    DONE = "done", pgettext_lazy("state of an idea", "Done")
    DECLINED = "declined", pgettext_lazy("state of an idea", "Not planned")
    MERGED = "merged", pgettext_lazy("state of an idea", "Joined to another")


class Topic(models.Model):
    Kind = Kind

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="topics")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DISCUSSION)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX)
    slug = models.CharField(max_length=SLUG_LENGTH_MAX)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=5)
    product = models.ForeignKey("shop.Product", on_delete=models.SET_NULL, null=True, related_name="+")
    first_post = models.OneToOneField("Post", on_delete=models.SET_NULL, null=True, related_name="+")
    excerpt = models.CharField(max_length=EXCERPT_LENGTH_MAX, blank=True)
    # Numbers are given out here and never taken back, so a removed post leaves a gap and no address moves.
    highest_number = models.PositiveIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)
    # Members who wrote here and whose words stand.
    writer_count = models.PositiveIntegerField(default=0)
    # What lists ask of every topic. The first is true while it is published and its first post stands.
    is_standing = models.BooleanField(default=False)
    is_pictured = models.BooleanField(default=False)
    # Posts went to another topic: what stands behind a number can no longer be reckoned from the highest.
    has_gaps = models.BooleanField(default=False, db_default=False)
    # A question that is open, and that nobody but whoever asked it wrote an answer to.
    is_waiting = models.BooleanField(default=False, db_default=False)
    # Members who have the same question.
    same_count = models.PositiveIntegerField(default=0, db_default=0)
    # Of an idea; empty for every other kind. How it came there is told by `IdeaChange`.
    idea_state = models.CharField(max_length=11, choices=IdeaState, blank=True, default="", db_default="")
    vote_count = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(default=timezone.now)
    last_post_at = models.DateTimeField(default=timezone.now)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["space", "-last_post_at", "-id"], name="discussions_space_lively"),
            models.Index(fields=["space", "-created_at", "-id"], name="discussions_space_newest"),
            models.Index(fields=["-last_post_at", "-id"], name="discussions_lively"),
            models.Index(fields=["-created_at", "-id"], name="discussions_newest"),
            models.Index(fields=["author", "-created_at"], name="discussions_topics_of"),
            models.Index(
                fields=["product", "-created_at"], name="discussions_of_product", condition=Q(product__isnull=False)
            ),
            # What still waits for an answer stays cheap to find however much is answered, and so do pictures.
            models.Index(fields=["created_at", "id"], condition=Q(is_waiting=True), name="discussions_still_waiting"),
            models.Index(
                fields=["space", "-created_at", "-id"],
                condition=Q(is_waiting=True),
                name="discussions_waits_in_space",
            ),
            models.Index(fields=["-created_at", "-id"], condition=Q(is_pictured=True), name="discussions_pictured"),
            models.Index(
                fields=["space", "-created_at", "-id"], condition=Q(is_pictured=True), name="discussions_space_pictured"
            ),
            models.Index(
                fields=["space", "-vote_count", "-id"], condition=Q(kind="idea"), name="discussions_space_votes"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("discussions:topic", args=[self.pk, self.slug])

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    @property
    def is_idea(self) -> bool:
        return self.kind == self.Kind.IDEA


class Post(models.Model):
    """One person's words, cleaned and rendered once, when they were saved. Number 1 opens the topic."""

    # Both indexes below begin with the topic.
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts", db_index=False)
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    html = models.TextField()
    plain = models.TextField()
    version = models.PositiveIntegerField(default=1)
    cleaner_version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    # Neither removed nor held back: what everybody reads and what is counted.
    is_standing = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="discussions_post_number")]
        indexes = [
            # With the number, so that a member's replies are counted without looking at their words.
            models.Index(fields=["author", "-created_at", "number"], name="discussions_posts_of"),
            models.Index(fields=["topic", "author"], name="discussions_writers"),
        ]

    def __str__(self) -> str:
        return f"#{self.number} in topic {self.topic_id}"

    def get_absolute_url(self) -> str:
        return reverse("discussions:post", args=[self.pk])

    @property
    def opens_topic(self) -> bool:
        return self.number == 1


class PostPicture(models.Model):
    """A picture in a post, which keeps it from being cleared away."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="post_pictures")
    # Of the post, so that the pictures of a long talk are found without walking through its words.
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+", db_index=False)
    picture = models.ForeignKey("media.Picture", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "picture"], name="discussions_picture_once")]
        indexes = [
            models.Index(fields=["post", "position"], name="discussions_picture_order"),
            models.Index(fields=["topic", "post", "position"], name="discussions_pictures_in"),
        ]

    def __str__(self) -> str:
        return f"picture {self.picture_id} in post {self.post_id}"


class GroupMention(models.Model):
    """A whole group was called in a post, once."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="group_mentions", db_index=False)
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "group"], name="discussions_group_mention_once")]

    def __str__(self) -> str:
        return f"group {self.group_id} in post {self.post_id}"


class Mention(models.Model):
    """Somebody was named in a post, and told once. The words as written, so that erasure can find them again."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    written = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="discussions_mention_once")]

    def __str__(self) -> str:
        return f"@{self.written} in post {self.post_id}"
