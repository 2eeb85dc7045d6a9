"""Keeping what somebody is writing, without one window writing over another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit import html
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.writing.models import ABOUT_LENGTH_MAX, PATH_LENGTH_MAX, WINDOW_LENGTH_MAX, Draft
from korzo.writing.permissions import check_writes

# Nobody comes back to more; the oldest make room.
DRAFTS_MAX = 100
# What is older is a surprise, not a help.
KEPT = timedelta(days=180)
FORGET_BATCH = 500
FIELDS_MAX, FIELD_LENGTH_MAX = 30, 2_000
TURN_MAX = 2_000_000_000

_KEY = re.compile(r"[a-z]{1,20}:[A-Za-z0-9_-]{1,50}")
_PATH = re.compile(r"/(?![/\\])[^\s\x00-\x1f\\]*")


@dataclass(frozen=True, kw_only=True)
class Words:
    """A draft as the window sends it. `sequence` is the one that it read, 0 for none; `turn` counts its own saves."""

    body: str
    is_rich: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)
    reply_to: int | None = None
    about: str = ""
    path: str = ""
    window: str = ""
    sequence: int = 0
    turn: int = 0


class DraftConflict(Refused):
    """Another window has saved meanwhile. `theirs` is what it left; None where it posted or threw away the draft."""

    def __init__(self, theirs: Draft | None) -> None:
        super().__init__(_("You are writing this in another window, too."))
        self.theirs = theirs


def save_draft(key: str, *, actor: Person, words: Words, at: datetime | None = None) -> Draft:
    """The kept row. Nothing happens where a later save of the same window is there already."""
    member = check_writes(actor)
    _check(key, words)
    fresh = _fresh(member, key, words, at or timezone.now())
    with transaction.atomic():
        kept = Draft.objects.select_for_update().filter(member=member, key=key).first()
        if kept is None:
            return _begin(fresh, words)
        if kept.window == words.window:
            if words.turn <= kept.turn:
                return kept
        elif words.sequence < kept.sequence:
            raise DraftConflict(kept)
        fresh.pk, fresh.sequence = kept.pk, kept.sequence + 1
        fresh.save(force_update=True)
    return fresh


def _check(key: str, words: Words) -> None:
    if not _KEY.fullmatch(key) or not 0 < len(words.window) <= WINDOW_LENGTH_MAX or not 0 <= words.turn <= TURN_MAX:
        raise Refused(_("This draft cannot be kept."))
    if len(words.body) > html.TEXT_LENGTH_MAX:
        raise Refused(_("This is very long. Please split it into several posts."))


def _begin(fresh: Draft, words: Words) -> Draft:
    if words.sequence:
        raise DraftConflict(None)
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        # Two windows began at the same moment, and the other was quicker.
        raise DraftConflict(Draft.objects.filter(member_id=fresh.member_id, key=fresh.key).first()) from None
    mine = Draft.objects.filter(member_id=fresh.member_id).order_by("-saved_at", "-pk").values_list("pk", flat=True)
    if crowded := list(mine[DRAFTS_MAX : DRAFTS_MAX + FORGET_BATCH]):
        Draft.objects.filter(pk__in=crowded).delete()
    return fresh


def _fresh(member: Member, key: str, words: Words, at: datetime) -> Draft:
    cleaned = html.clean(words.body, rich=words.is_rich)
    return Draft(
        member=member,
        key=key,
        sequence=1,
        window=words.window,
        turn=words.turn,
        html=cleaned.html,
        plain=cleaned.plain,
        fields=_short_fields(words.fields),
        reply_to=words.reply_to,
        about=html.UNSEEN.sub("", words.about)[:ABOUT_LENGTH_MAX],
        path=words.path[:PATH_LENGTH_MAX] if _PATH.fullmatch(words.path) else "",
        saved_at=at,
    )


def _short_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """Texts and lists of short texts; whatever else a form may have is not kept."""
    kept: dict[str, Any] = {}
    for name, value in list(given.items())[:FIELDS_MAX]:
        if isinstance(value, str):
            kept[name[:KEY_PART_MAX]] = html.UNSEEN.sub("", value)[:FIELD_LENGTH_MAX]
        elif isinstance(value, list):
            kept[name[:KEY_PART_MAX]] = [str(one)[:FIELD_LENGTH_MAX] for one in value[:FIELDS_MAX]]
    return kept


KEY_PART_MAX = 60


def drop_draft(key: str, *, actor: Person) -> bool:
    """Posted, or thrown away: whether there was one. Call it within the transaction that posts."""
    if actor is None or not _KEY.fullmatch(key):
        return False
    removed, _by_model = Draft.objects.filter(member=actor, key=key).delete()
    return bool(removed)


def forget_old_drafts(*, now: datetime | None = None) -> int:
    before = (now or timezone.now()) - KEPT
    old = Draft.objects.filter(saved_at__lt=before).order_by("saved_at").values_list("pk", flat=True)[:FORGET_BATCH]
    removed, _by_model = Draft.objects.filter(pk__in=list(old)).delete()
    return removed
