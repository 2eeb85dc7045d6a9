"""What others may ask about notices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from korzo.activity.activities import UnknownVerb
from korzo.activity.models import Activity
from korzo.discussions.models import Topic
from korzo.edge.recording import reads, remembered
from korzo.members import queries as members
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.notifications import kinds
from korzo.notifications.actions import Wish
from korzo.notifications.kinds import NoticeKind, Scene
from korzo.notifications.models import Notice, Preference
from korzo.notifications.permissions import visible_to

NOTICES_A_PAGE = 30
# The names that a sentence can show.
NAMES_SHOWN_MAX = 2


@dataclass(frozen=True)
class Shown:
    """A notice as its reader sees it."""

    pk: int
    kind: str
    icon: str
    sentence: str
    link: str
    at: datetime
    is_unread: bool


@dataclass(frozen=True)
class Choice:
    """One row of the settings."""

    kind: NoticeKind
    wish: Wish


def unread_count(member: Member) -> int:
    """For the bell on every page: one look into a small index, remembered until it changes."""
    return remembered("notifications.unread", member.pk, make=partial(_count_unread, member.pk))


def _count_unread(member_id: int) -> int:
    reads(f"notices:{member_id}")
    return Notice.objects.filter(member_id=member_id, read_at__isnull=True, on_site=True).count()


def notices(person: Person, *, before: int | None = None) -> list[Shown]:
    """A page of one's own notices, the newest first; `before` is the last notice of the page above."""
    rows = visible_to(person).order_by("-at", "-pk")
    last = visible_to(person).filter(pk=before).first() if before else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    return show(list(rows[:NOTICES_A_PAGE]))


def show(rows: list[Notice]) -> list[Shown]:
    """Sentences in the active language, with a constant number of queries."""
    faces = members.by_ids({pk for row in rows for pk in row.actor_ids[:NAMES_SHOWN_MAX]})
    topic_ids = {row.params["topic_id"] for row in rows if "topic_id" in row.params}
    titles = {pk: topic.title for pk, topic in Topic.objects.standing().in_bulk(topic_ids).items()}
    own_words = Activity.objects.in_bulk({row.activity_id for row in rows if _brings_words(row)})
    return [_show(row, faces, titles, own_words) for row in rows]


def _brings_words(row: Notice) -> bool:
    kind = kinds.get(row.kind)
    return kind is not None and kind.sentence is None


def _show(row: Notice, faces: dict[int, Member], titles: dict[int, str], own_words: dict[int, Activity]) -> Shown:
    kind = kinds.get(row.kind)
    names = [_name(faces.get(pk)) for pk in row.actor_ids[:NAMES_SHOWN_MAX]]
    scene = Scene(kinds.named(names, row.actor_count), row.actor_count, titles.get(row.params.get("topic_id", 0), ""))
    return Shown(
        pk=row.pk,
        kind=row.kind,
        icon=kind.icon if kind else "bell",
        sentence=kind.sentence(scene) if kind and kind.sentence else _own_words(own_words.get(row.activity_id)),
        link=row.link,
        at=row.at,
        is_unread=row.read_at is None,
    )


def _name(member: Member | None) -> str:
    return member.name if member is not None and member.erased_at is None else _("a former member")


def _own_words(activity: Activity | None) -> str:
    """The sentence that a room beside or above us brought; a room that was taken out since leaves a plain one."""
    if activity is not None:
        try:
            kind = activity.kind
        except UnknownVerb:
            return _("There is news for you.")
        if hasattr(kind, "notice_sentence"):
            return str(kind.notice_sentence())
    return _("There is news for you.")


def choices(member: Member) -> list[Choice]:
    own = {row.kind: Wish(row.on_site, row.by_mail) for row in Preference.objects.filter(member=member)}
    return [Choice(kind, own.get(kind.verb) or Wish(on_site=True, by_mail=kind.by_mail)) for kind in kinds.all_kinds()]


def export(member_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """A member's notices and wishes, for the file with all their data."""
    return {member_id: _export(member_id) for member_id in member_ids}


def _export(member_id: int) -> dict[str, Any]:
    told = show(list(Notice.objects.filter(member_id=member_id).order_by("at", "pk")))
    return {
        "notices": [
            {"notice": one.sentence, "link": one.link, "at": one.at, "read": not one.is_unread} for one in told
        ],
        "notice_settings": list(Preference.objects.filter(member_id=member_id).values("kind", "on_site", "by_mail")),
    }
