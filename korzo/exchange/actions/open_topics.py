"""The last step of a topic: its counters are reckoned from the rows, and from that moment everybody finds it."""

from collections.abc import Sequence

from django.db.models import Count, F, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from korzo.discussions.actions.settle import recount
from korzo.discussions.actions.start_topic import excerpt_of
from korzo.discussions.models import Post, Space, Topic
from korzo.exchange.actions.known import ours
from korzo.exchange.models import Arrival, Import, Kind, Reject
from korzo.exchange.staging import Staged, Staging
from korzo.kit.generations import bump_on_commit
from korzo.search import actions as search


def open_topics(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    """Done again, it comes to the same: also for topics that were here before and got more posts."""
    del staging
    ids = sorted(ours(Kind.TOPICS, (row.key for row in rows)).values())
    _drop_empty(brought, ids)
    _number_firsts(ids)
    posts = Post.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
    first = Post.objects.filter(topic=OuterRef("pk"), number=1)
    Topic.objects.filter(pk__in=ids).update(
        first_post=Subquery(first.values("pk")),
        language=Coalesce(Subquery(first.values("language")), F("language")),
        highest_number=Greatest(
            F("highest_number"), Coalesce(Subquery(posts.annotate(n=Max("number")).values("n")), 0)
        ),
    )
    recount(*ids)
    _excerpts(ids)
    _stand(ids)
    search.index("topic", ids)
    replies = Post.objects.filter(topic__in=ids, number__gt=1, is_standing=True)
    search.index("reply", list(replies.values_list("pk", flat=True)))
    bump_on_commit("spaces", "talk", *(f"topic:{pk}" for pk in ids))


def _drop_empty(brought: Import, ids: list[int]) -> None:
    """A topic without any post is a title that leads nowhere. It is said which."""
    empty = list(Topic.objects.filter(pk__in=ids, posts__isnull=True).values_list("pk", flat=True))
    lost = Arrival.objects.filter(brought=brought, kind=Kind.TOPICS, object_id__in=empty)
    reason = _("None of its posts came along, so neither does the topic.")
    Reject.objects.bulk_create(
        [
            Reject(brought=brought, file="topics", source_id=one, reason=reason)
            for one in lost.values_list("source_id", flat=True)
        ]
    )
    Import.objects.filter(pk=brought.pk).update(reject_count=F("reject_count") + len(empty))
    Arrival.objects.filter(brought=brought, kind=Kind.TOPICS, object_id__in=empty).delete()
    Topic.objects.filter(pk__in=empty).delete()
    ids[:] = [pk for pk in ids if pk not in set(empty)]


def _number_firsts(ids: Sequence[int]) -> None:
    """Number one opens a topic. Where that post was lost, the oldest of the others does."""
    lowest = Post.objects.filter(topic__in=ids).order_by().values("topic").annotate(least=Min("number"))
    for row in lowest.filter(least__gt=1):
        Post.objects.filter(topic=row["topic"], number=row["least"]).update(number=1)


def _excerpts(ids: Sequence[int]) -> None:
    topics = list(Topic.objects.filter(pk__in=ids).select_related("first_post").annotate(rows=Count("posts")))
    for topic in topics:
        topic.excerpt = excerpt_of(topic.first_post.plain) if topic.first_post else ""
        topic.has_gaps = topic.has_gaps or getattr(topic, "rows", 0) != topic.highest_number
    Topic.objects.bulk_update(topics, ["excerpt", "has_gaps"])


def _stand(ids: Sequence[int]) -> None:
    hidden = Topic.objects.filter(pk__in=ids, is_standing=False)
    ready = hidden.filter(first_post__is_standing=True, schedule__isnull=True, merge__isnull=True)
    standing = list(ready.select_for_update(of=("self",)).order_by("pk").values_list("pk", "space_id"))
    Topic.objects.filter(pk__in=[pk for pk, _space in standing]).update(is_standing=True)
    counts: dict[int, int] = {}
    for _pk, space in standing:
        counts[space] = counts.get(space, 0) + 1
    for space in sorted(counts):
        Space.objects.filter(pk=space).update(topic_count=F("topic_count") + counts[space])
