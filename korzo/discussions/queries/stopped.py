"""Where one member was in a topic when they came back to it: what is new since then, and where they go on.

The rows are asked for beside what else is their own on the page, so that the page asks nothing more for them.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from korzo.discussions.models import VISIT_GAP, Post, TopicReading
from korzo.members.models import Member

# What a row begins with, among those that tell of reactions.
SIGN = "+stopped"
# Of more than that, the link says nothing about how many there are.
COUNTED_MAX = 100


@dataclass(frozen=True)
class Stopped:
    """`seen` is the newest number of their last visit, which everything above it came after; None where they were
    never here. `next_post` is the first post that is not read, `next_count` how many, neither their own; 0 for none.
    """

    seen: int | None = None
    next_post: int = 0
    next_count: int = 0

    @property
    def is_counted(self) -> bool:
        return self.next_count < COUNTED_MAX


class _HowMany(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = BigIntegerField()


def stopped_rows(topic_id: int, member: Member, now: datetime) -> QuerySet[TopicReading, tuple[int, str]]:
    """At most one row, of two columns: the topic, and a text for `read_stopped`."""
    unread = Post.objects.filter(topic=OuterRef("topic"), number__gt=OuterRef("last_read_number"), is_standing=True)
    ahead = unread.filter(acceptance__isnull=True).exclude(author=member).order_by("number").values("pk")
    none = Value(0, output_field=BigIntegerField())
    first = Coalesce(Subquery(ahead[:1], output_field=BigIntegerField()), none)
    facts = (
        # Whoever comes back later than this comes anew: what they saw then is what they saw before.
        Case(When(visited_at__lt=now - VISIT_GAP, then=F("highest_seen")), default=F("seen_before")),
        Case(When(last_read_number=0, then=none), default=first),
        Case(When(last_read_number=0, then=none), default=_HowMany(ahead[:COUNTED_MAX])),
    )
    words = [word for fact in facts for word in (Value(" "), Cast(fact, CharField()))]
    rows = TopicReading.objects.filter(reader=member.pk, topic=topic_id).order_by()
    return rows.values_list("topic_id", Concat(Value(SIGN), *words, output_field=CharField()))


def read_stopped(text: str) -> Stopped:
    """Only for what the database made of `stopped_rows`."""
    return Stopped(*map(int, text.removeprefix(SIGN).split()))
