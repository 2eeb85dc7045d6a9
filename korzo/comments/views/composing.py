"""What every composer of a comment needs to know, and where a comment stands."""

from django.urls import reverse

from korzo.comments.models import Comment
from korzo.comments.queries import page_start
from korzo.comments.subjects import Seen
from korzo.writing import queries as writing


def composer(draft_key: str, *, about: str) -> dict[str, object]:
    return {**writing.composer(draft_key, about=about), "members_url": reverse("discussions:mentions")}


def draft_key(label: str, pk: int, parent_id: int | None = None) -> str:
    """Each thread has a draft of its own: `comment:shop_product-5-12`."""
    key = f"comment:{label.replace('.', '_')}-{pk}"
    return f"{key}-{parent_id}" if parent_id else key


def address_of(comment: Comment, seen: Seen) -> str:
    """Where it stands today: its subject's page, and on it the part that shows it."""
    start = page_start(comment)
    query = f"{'&' if '?' in seen.url else '?'}comments={start}" if start else ""
    return f"{seen.url}{query}#comment-{comment.pk}"
