"""Walking through everything in the order of the ids."""

from collections.abc import Sequence

from korzo.discussions.models import Post, Topic


def topic_ids_in(space_id: int, behind: int, limit: int) -> Sequence[int]:
    rows = Topic.objects.filter(space=space_id, pk__gt=behind)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def reply_ids_in(space_id: int, behind: int, limit: int) -> Sequence[int]:
    rows = Post.objects.filter(topic__space=space_id, number__gt=1, pk__gt=behind)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
