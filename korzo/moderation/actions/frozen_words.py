"""What the queue kept of somebody without an account: it goes with their words, or becomes those of a member."""

from collections.abc import Collection

from korzo.members.models import Member
from korzo.moderation.models import Item


def forget_frozen(label: str, ids: Collection[int]) -> int:
    """As a member's words go when they leave; what was decided, and why, stays. How many items there were."""
    items = Item.objects.filter(label=label, subject_id__in=ids)
    return items.update(title="", html="", plain="", address="")


def name_frozen(label: str, ids: Collection[int], *, author: Member) -> int:
    """They are this member's from now on, and leave with them."""
    return Item.objects.filter(label=label, subject_id__in=ids, author__isnull=True).update(author=author)
