"""Where a member stopped reading, and how much they read. Nobody but they sees it; trust counts it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.discussions.models.talk import Topic

# Whoever comes back after so long comes anew, and what was said meanwhile is new to them.
VISIT_GAP = timedelta(minutes=30)


class Reader(models.Model):
    """One member as a reader. Its row is held while their places are written, so that two windows do not mix."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="reader"
    )
    # Their own choice. Without it nothing below is kept.
    remembers = models.BooleanField(_("remember where I stopped"), default=True, db_default=True)
    # The last sign of them on any page. Tells who needs no push now, and where one visit ends.
    seen_at = models.DateTimeField(null=True)
    # The end of the visit before this one: what came later is new to them.
    last_visit_at = models.DateTimeField(null=True)
    # "Mark all as read": one moment in place of a row for each topic.
    all_read_at = models.DateTimeField(null=True)
    # Nothing that was said last before this moment is unread, so that lists begin there.
    first_unread_at = models.DateTimeField(null=True)
    # Until when their seconds were counted, however many windows are open; and how often they told us of late.
    counted_until = models.DateTimeField(null=True)
    beats_since = models.DateTimeField(null=True)
    beats = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Sums of the days that were thinned out.
    earlier_days = models.PositiveIntegerField(default=0, db_default=0)
    earlier_topics = models.PositiveIntegerField(default=0, db_default=0)
    earlier_posts = models.PositiveIntegerField(default=0, db_default=0)
    earlier_seconds = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="discussions_readers_seen")]

    def __str__(self) -> str:
        return f"member {self.member_id} as a reader"


class TopicReading(models.Model):
    """How far one member came in one topic. All numbers only ever grow."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="topics", db_index=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="readings", db_index=False)
    last_read_number = models.PositiveIntegerField(default=0)
    # When the post of that number was written: what is younger is unread, also where numbers have gaps at the end.
    last_read_at = models.DateTimeField(null=True)
    # The newest post that was there when they were, and the same at the beginning of this visit: the line of what is
    # new since then stands behind it, however often the page is opened anew.
    highest_seen = models.PositiveIntegerField(default=0)
    seen_before = models.PositiveIntegerField(default=0)
    visited_at = models.DateTimeField(default=timezone.now)
    # After a while of reading, a topic follows by itself.
    seconds = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "topic"], name="discussions_reading_once")]
        indexes = [
            # With the number, so that the readers of one post are found without looking at the rows.
            models.Index(fields=["topic", "reader", "last_read_number"], name="discussions_readings_in"),
            models.Index(fields=["visited_at"], name="discussions_readings_by_age"),
        ]

    def __str__(self) -> str:
        return f"member {self.reader_id} in topic {self.topic_id}: {self.last_read_number}"


class ReadingDay(models.Model):
    """What one member read on one day of the community's clock. The row itself says that they were here."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    # Topics that they opened for the first time, and posts that they had not read before.
    topics_entered = models.PositiveIntegerField(default=0)
    posts_read = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "day"], name="discussions_reading_day_once")]
        indexes = [models.Index(fields=["day"], name="discussions_reading_days")]

    def __str__(self) -> str:
        return f"member {self.reader_id} on {self.day}"
