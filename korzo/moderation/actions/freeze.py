"""What a subject looked like when somebody pointed at it."""

from typing import Any

from korzo.members.models import Member
from korzo.moderation.models.queue import FROZEN_LENGTH_MAX, Item
from korzo.moderation.registry import Seen

TITLE_LENGTH_MAX = 300
ADDRESS_LENGTH_MAX = 1000


def frozen(seen: Seen) -> dict[str, Any]:
    """The columns of an item that hold its subject. Whoever left is nobody's author."""
    present = Member.objects.get_queryset().filter(erased_at__isnull=True)
    author = present.filter(pk=seen.author_id).values_list("pk", flat=True).first() if seen.author_id else None
    return {
        "author_id": author,
        "title": seen.title[:TITLE_LENGTH_MAX],
        # Cut HTML could end inside a tag; then the plain words stand for it.
        "html": seen.html if len(seen.html) <= FROZEN_LENGTH_MAX else "",
        "plain": seen.plain[:FROZEN_LENGTH_MAX],
        "address": seen.url[:ADDRESS_LENGTH_MAX],
        "language": seen.language[:5],
        "written_at": seen.at,
        "subject_version": seen.version,
    }


def freeze_again(item: Item, seen: Seen) -> None:
    """Its words changed since: the next look shows them as they are now, under a new version."""
    item.version += 1
    for name, value in frozen(seen).items():
        setattr(item, name, value)
    item.save(update_fields=[*frozen(seen), "version"])
