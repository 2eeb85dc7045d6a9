"""Entries as the moderation room sees them."""

from django.utils.translation import pgettext_lazy

from korzo.contests.actions import hide_entry, refuse_entry, release_entry, show_entry
from korzo.contests.models import Entry
from korzo.contests.permissions import entries_visible_to
from korzo.members.permissions import Person
from korzo.moderation.actions import Moderated, Seen, found_at, newest_of, seen_of

LABEL = "contests.entry"


def fetch(ids: list[int]) -> dict[int, Seen]:
    """Those that were withdrawn are gone."""
    rows = Entry.objects.filter(pk__in=ids, withdrawal__isnull=True)
    return {entry.pk: seen_of(entry, title=entry.title, is_shown=entry.is_standing) for entry in rows}


def may_see(person: Person, pk: int) -> bool:
    return entries_visible_to(person).filter(pk=pk, is_standing=True).exists()


def of_author(member_id: int, limit: int) -> list[int]:
    return newest_of(Entry.objects.filter(withdrawal__isnull=True), member_id, limit)


def at_address(path: str) -> int | None:
    return found_at(path, {"contests:entry": lambda pk: pk})


ENTRIES = Moderated(
    label=LABEL,
    name=pgettext_lazy("contest", "Entry"),
    fetch=fetch,
    hide=hide_entry,
    show=show_entry,
    release=release_entry,
    refuse=refuse_entry,
    may_see=may_see,
    of_author=of_author,
    at_address=at_address,
)
