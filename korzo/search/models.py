"""What can be found. The words themselves lie in the table `search_words`, which each database keeps in its own way."""

from django.db import models
from django.utils import timezone

KIND_LENGTH_MAX = 20
SPELLING_LENGTH_MAX = 24


class Document(models.Model):
    """One thing that can be found, and its number in the index. All else about it stands among its words there."""

    # Made of the time at which the thing came to be (`numbers.py`): the index gives out the newest first, unsorted.
    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=KIND_LENGTH_MAX)
    object_id = models.BigIntegerField()
    # Of the words, so that what did not change is not written again.
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Spelling(models.Model):
    """A word that the index holds, under each way of leaving out one of its letters: how a slip of the pen finds it."""

    key = models.BigIntegerField()
    word = models.CharField(max_length=SPELLING_LENGTH_MAX)
    documents = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "word"], name="search_spelling_once")]

    def __str__(self) -> str:
        return self.word


class Rebuilding(models.Model):
    """One walk through everything that can be found. It goes on where it was broken off."""

    version = models.PositiveIntegerField()
    # The last thing that is done: its kind, and its id there.
    kind = models.CharField(max_length=KIND_LENGTH_MAX, blank=True)
    position = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"
