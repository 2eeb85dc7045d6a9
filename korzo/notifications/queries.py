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
from korzo.attention.queries import About, sources
from korzo.discussions.models import Topic
from korzo.edge.recording import reads, remembered
from korzo.members import queries as members
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.notifications import kinds
from korzo.notifications.kinds import NoticeKind, Scene
from korzo.notifications.models import Device, IncomingMail, Letter, MailTrouble, Manner, Notice, Preference
from korzo.notifications.permissions import devices_visible_to, visible_to
from korzo.notifications.wishes import Wish, default_wish, wish_from

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
    given = row.params.get("given", [])
    scene = Scene(
        kinds.named(names, row.actor_count),
        row.actor_count,
        titles.get(row.params.get("topic_id", 0), ""),
        things=len({one[0] for one in given}) or 1,
        signs=frozenset(one[2] for one in given),
    )
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


def manner_of(member: Member) -> Manner:
    """How they wish to be told on the whole; an unsaved one where they never said."""
    return Manner.objects.filter(member=member).first() or Manner(member=member)


def choices(member: Member) -> list[Choice]:
    """What is for them first, as the kinds were declared; then what they follow."""
    own = {row.kind: wish_from(row) for row in Preference.objects.filter(member=member)}
    preset = manner_of(member).preset
    found = [Choice(kind, own.get(kind.verb) or default_wish(kind, preset)) for kind in kinds.all_kinds()]
    return sorted(found, key=lambda choice: not choice.kind.for_me)


def has_own_choices(member: Member) -> bool:
    return Preference.objects.filter(member=member).exists()


def devices(person: Person) -> list[Device]:
    return list(devices_visible_to(person).order_by("-made_at", "-pk"))


def about_contacts(contact_ids: list[int]) -> dict[int, About]:
    """Fills `attention.about`: what a mail or a push of ours told."""
    notice_of = {pk: _number_in(source) for pk, source in sources(contact_ids, "notice:").items()}
    rows = Notice.objects.in_bulk(set(notice_of.values()))
    shown = {one.pk: one for one in show(list(rows.values()))}
    about = {
        pk: About(shown[notice].sentence, shown[notice].link) for pk, notice in notice_of.items() if notice in shown
    }
    return about | {pk: About(_("Your letter with news")) for pk in sources(contact_ids, "letter:")}


def _number_in(source: str) -> int:
    return int(source.partition(":")[2].partition(".")[0])


def export(member_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """A member's notices and wishes, for the file with all their data."""
    return {member_id: _export(member_id) for member_id in member_ids}


def _export(member_id: int) -> dict[str, Any]:
    told = show(list(Notice.objects.filter(member_id=member_id).order_by("at", "pk")))
    return {
        "notices": [
            {"notice": one.sentence, "link": one.link, "at": one.at, "read": not one.is_unread} for one in told
        ],
        "notice_settings": list(
            Preference.objects.filter(member_id=member_id).values("kind", "on_site", "by_mail", "by_push", "in_letter")
        ),
        "notice_manner": Manner.objects.filter(member_id=member_id)
        .values("preset", "rhythm", "hour", "weekday")
        .first(),
        "replies_by_mail": list(
            IncomingMail.objects.filter(member_id=member_id).values("came_at", "outcome", "code", "topic_id", "post_id")
        ),
        "letters_that_came_back": MailTrouble.objects.filter(member_id=member_id).values("score", "last_at").first(),
        "letters": list(Letter.objects.filter(member_id=member_id).values("period", "sent_at", "topic_ids")),
        "devices": list(Device.objects.filter(member_id=member_id).values("label", "made_at", "told_at")),
    }
