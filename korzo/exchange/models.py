"""What was brought in from another community, what we know it by, and what was carried out."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SOURCE_LENGTH_MAX = 80
SOURCE_ID_LENGTH_MAX = 120
ADDRESS_LENGTH_MAX = 300
REASON_LENGTH_MAX = 300


class Kind(models.TextChoices):
    """Kinds of rows, in the order in which they come in: each one only speaks of what came before it."""

    PEOPLE = "people", _("people")
    GROUPS = "groups", _("groups")
    SPACES = "spaces", _("spaces")
    TOPICS = "topics", _("topics")
    POSTS = "posts", _("posts")
    REACTIONS = "reactions", _("reactions")
    POLLS = "polls", _("polls")
    BALLOTS = "ballots", _("ballots")
    VOTES = "votes", _("votes for ideas")
    FILES = "files", _("files")
    REDIRECTS = "redirects", _("old addresses")
    # No file of its own: topics name them. Noted, so that taking an import out takes its tags along.
    TAGS = "tags", _("tags")


class Import(models.Model):
    """One community, or one part of it, that the owner brings in. Its files lie in a folder named after the token."""

    class State(models.TextChoices):
        LOOKING = "looking", _("Being read through")
        FAULTY = "faulty", _("Cannot be read")
        SOUND = "sound", _("Waits for you")
        RUNNING = "running", _("Being brought in")
        FINISHED = "finished", _("Brought in")
        UNDOING = "undoing", _("Being taken out")
        UNDONE = "undone", _("Taken out")

    token = models.CharField(max_length=40, unique=True)
    # What the rows are known by, together with their own ids: "discourse:talk.example".
    source = models.CharField(max_length=SOURCE_LENGTH_MAX)
    form = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.LOOKING)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    # Of one from the command line: the whole path, or the address of a server without its password.
    origin = models.CharField(max_length=500, blank=True, default="", db_default="")
    language = models.CharField(max_length=5, default="en")
    # Rows by kind that can be taken, and what else reading them showed: {"people": 3204, …}.
    found = models.JSONField(default=dict)
    reject_count = models.PositiveIntegerField(default=0)
    # Why it cannot be read, or cannot be undone.
    sentence = models.CharField(max_length=REASON_LENGTH_MAX, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="exchange_newest")]

    def __str__(self) -> str:
        return f"{self.source} ({self.state})"


class Arrival(models.Model):
    """A row of another community is this row of ours. Brought once more, it is known and left as it is."""

    source = models.CharField(max_length=SOURCE_LENGTH_MAX)
    kind = models.CharField(max_length=9, choices=Kind)
    source_id = models.CharField(max_length=SOURCE_ID_LENGTH_MAX)
    # The row lives in another room and may go, so it is an id and no foreign key.
    object_id = models.BigIntegerField()
    brought = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="arrivals", db_index=False)
    # It was here before, such as the owner's own account: taking the import out leaves it.
    was_here = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "source_id"], name="exchange_arrival_once")]
        indexes = [
            models.Index(fields=["brought", "kind", "id"], name="exchange_arrivals_of"),
            models.Index(fields=["kind", "object_id"], name="exchange_came_from"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}|{self.source_id} is {self.object_id}"


class Reject(models.Model):
    """A row that cannot be taken as it stands, and why."""

    brought = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejects")
    file = models.CharField(max_length=120)
    line = models.PositiveBigIntegerField(default=0)
    source_id = models.CharField(max_length=SOURCE_ID_LENGTH_MAX, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH_MAX)
    # It comes, and differs from its row: the reason says in what.
    is_taken = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class OldAddress(models.Model):
    """Where something stood in its former community, in the one spelling of `addresses.spelling`."""

    path = models.CharField(max_length=ADDRESS_LENGTH_MAX, unique=True)
    kind = models.CharField(max_length=9, choices=Kind)
    object_id = models.BigIntegerField()
    brought = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="addresses")

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="exchange_leads_to")]
        verbose_name_plural = "old addresses"

    def __str__(self) -> str:
        return self.path


class Export(models.Model):
    """The whole community as one file, for the owner. The file goes after some days, the note of it stays."""

    class State(models.TextChoices):
        RUNNING = "running", _("Being written")
        FINISHED = "finished", _("Ready")
        GONE = "gone", _("Deleted")

    token = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    with_mails = models.BooleanField(default=False)
    # Why the addresses had to go along.
    reason = models.CharField(max_length=REASON_LENGTH_MAX, blank=True)
    counts = models.JSONField(default=dict)
    size_bytes = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="exchange_exports")]

    def __str__(self) -> str:
        return f"export of {self.created_at:%Y-%m-%d} ({self.state})"
