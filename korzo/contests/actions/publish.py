"""The moment from which everybody sees an entry: told once, whether it came at once or was released."""

from datetime import datetime

from korzo.activity.actions import record
from korzo.contests.activities import EntryPublished, EntryReceived
from korzo.contests.models import Entry


def tell_published(entry: Entry, *, at: datetime, backfilled: bool = False) -> bool:
    """To everybody, and to its author that it arrived: once for each entry. Whether this was the first time."""
    about = {"contest_id": entry.contest_id, "entry_id": entry.pk}
    published = record(
        EntryPublished(**about),
        actor_id=entry.author_id,
        member_id=entry.author_id,
        occurred_at=at,
        dedupe_key=f"contests.published:{entry.pk}",
        backfilled=backfilled,
    )
    record(
        EntryReceived(**about),
        member_id=entry.author_id,
        occurred_at=at,
        dedupe_key=f"contests.received:{entry.pk}",
        backfilled=backfilled,
    )
    return published is not None
