"""Who gives reactions to whom, and gets them back: one of the hints about rings that the team sees."""

from collections.abc import Collection

from django.db.models import Count

from korzo.discussions.models import Post
from korzo.reactions.models import Reaction

LABEL = "discussions.post"
# Of a member who gave thousands, the newest tell enough.
LOOKED_AT_MAX = 2_000


def mutual_votes(ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """For each of these: others with whom they exchange reactions, and how many went the way that has fewer."""
    return {pk: _of(pk) for pk in ids}


def _of(member_id: int) -> list[tuple[int, int]]:
    given = _given_by(member_id)
    if not given:
        return []
    back = _received_by(member_id, given)
    return [(other, min(count, back[other])) for other, count in sorted(given.items()) if other in back]


def _given_by(member_id: int) -> dict[int, int]:
    newest = Reaction.objects.filter(member=member_id, subject_label=LABEL).order_by("-at")[:LOOKED_AT_MAX]
    rows = Post.objects.filter(pk__in=list(newest.values_list("subject_id", flat=True)), author__isnull=False)
    return dict(rows.order_by().values_list("author_id").annotate(n=Count("pk")))


def _received_by(member_id: int, others: Collection[int]) -> dict[int, int]:
    posts = Post.objects.filter(author=member_id)
    rows = Reaction.objects.filter(subject_label=LABEL, subject_id__in=posts.values("pk"), member__in=others)
    return dict(rows.order_by().values_list("member_id").annotate(n=Count("pk")))
