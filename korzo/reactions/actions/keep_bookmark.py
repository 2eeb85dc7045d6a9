"""Keeping something for later, with a note and a day to be reminded of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.reactions.clock import today_of
from korzo.reactions.models import Bookmark
from korzo.reactions.permissions import bookmarks_visible_to, check_keep, check_note


def keep_bookmark(
    subject_label: str,
    subject_id: int,
    *,
    actor: Person,
    note: str = "",
    remind_on: date | None = None,
    at: datetime | None = None,
) -> Bookmark:
    """Keeping twice changes nothing. Nobody hears of it, so there is no activity."""
    moment = at or timezone.now()
    with transaction.atomic():
        known = bookmarks_visible_to(actor).filter(subject_label=subject_label, subject_id=subject_id).first()
        if known is not None:
            return known
        member = check_keep(actor, subject_label, subject_id)
        words = note.strip()
        check_note(words, remind_on, today=today_of(member, moment))
        kept, _is_new = Bookmark.objects.get_or_create(
            subject_label=subject_label,
            subject_id=subject_id,
            member=member,
            defaults={"note": words, "remind_on": remind_on, "at": moment},
        )
    return kept


def change_bookmark(
    pk: int, *, actor: Person, note: str, remind_on: date | None, at: datetime | None = None
) -> Bookmark:
    """Another note, or another day: one that was reminded of already is reminded of again."""
    moment = at or timezone.now()
    with transaction.atomic():
        kept = bookmarks_visible_to(actor).select_for_update().filter(pk=pk).first()
        if kept is None or actor is None:
            raise Missing(pk)
        kept.note = note.strip()
        if remind_on != kept.remind_on:
            check_note(kept.note, remind_on, today=today_of(actor, moment))
            kept.remind_on, kept.reminded_at = remind_on, None
        check_note(kept.note, None, today=today_of(actor, moment))
        kept.save(update_fields=["note", "remind_on", "reminded_at"])
    return kept


def drop_bookmark(subject_label: str, subject_id: int, *, actor: Person) -> bool:
    """Whether it was kept. Also what one may no longer see can be let go."""
    kept = bookmarks_visible_to(actor).filter(subject_label=subject_label, subject_id=subject_id)
    removed, _by_model = kept.delete()
    return bool(removed)
