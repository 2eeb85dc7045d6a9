"""Who hears of something, and how much; what one member follows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from korzo.edge.recording import reads, remembered
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.members.queries import whom_muted
from korzo.reactions import subjects
from korzo.reactions.models import Follow
from korzo.reactions.permissions import follows_visible_to
from korzo.reactions.subjects import Seen, Subject

Level, Reason = Follow.Level, Follow.Reason

type Of = tuple[str, int]
"""A subject: its label and its id."""

FOLLOWS_ON_PAGE = 50
# A topic with its product, its author, its space and as many tags as it may have.
SUBJECTS_IN_KEY_MAX = 12
PEOPLE = "members.member"
# Some forty kilobytes; whoever follows more is asked about page by page.
FOLLOWS_REMEMBERED_MAX = 1_000
TOO_MANY = "too many"

type Said = tuple[Follow.Level, Follow.Reason]


@dataclass(frozen=True)
class Followed:
    """One line of "What you follow"."""

    pk: int
    subject: Subject
    subject_id: int
    seen: Seen
    level: Follow.Level
    reason: Follow.Reason
    at: datetime


@dataclass(frozen=True)
class Standing:
    """How one member stands to one thing: the row about it, if there is one, and what holds in the end.

    `level` is None where they never said anything, neither about this nor about what it belongs to.
    """

    own: Follow.Level | None = None
    reason: Follow.Reason | None = None
    level: Follow.Level | None = None
    is_muted: bool = False
    is_blocked: bool = False


def follow_key(of: Iterable[Of]) -> str:
    """For the personal part `reactions.follow`: the thing itself, then what it belongs to.

    `discussions.topic:5 shop.product:9 discussions.space:3`
    """
    return " ".join(f"{label}:{pk}" for label, pk in list(of)[:SUBJECTS_IN_KEY_MAX])


def listeners(of: Sequence[Of]) -> dict[int, Follow.Level]:
    """All who said anything about one of these, with what holds for them: the most specific subject comes first.

    For a post: its topic, product, tags, author, space. One question, and no rows as objects. Those who wish to hear
    nothing, or only what is addressed to them, are told as well: the caller must know it.
    """
    if not of:
        return {}
    said: dict[int, dict[int, Follow.Level]] = {}
    place = {one: n for n, one in enumerate(of)}
    rows = Follow.objects.filter(_any_of(of)).values_list("member_id", "subject_label", "subject_id", "level")
    for member_id, label, pk, level in rows.iterator(chunk_size=5_000):
        said.setdefault(member_id, {})[place[label, pk]] = Level(level)
    return {member_id: _strongest(of, words) for member_id, words in said.items()}


def level_of(person: Person, of: Sequence[Of]) -> Follow.Level:
    """What holds for one member; who never said anything hears when addressed."""
    return _standing(person, of).level or Level.NORMAL


def standings(person: Person, keys: Collection[tuple[Of, ...]]) -> dict[tuple[Of, ...], Standing]:
    """For each key, whose first subject is the thing itself, how this member stands to it. One question for all."""
    wanted = {one for key in keys for one in key}
    if person is None or not wanted:
        return {key: Standing() for key in keys}
    muted = whom_muted(person.pk) if any(label == PEOPLE for label, _pk in wanted) else {}
    said = _said(person, wanted)
    return {key: _stands(key, said, muted) for key in keys}


def _standing(person: Person, of: Sequence[Of]) -> Standing:
    key = tuple(of)
    return standings(person, [key])[key]


def _said(person: Member, wanted: Collection[Of]) -> dict[Of, Said]:
    """What this member chose about these. They read many pages between two choices, so all of them are remembered."""
    kept = remembered("reactions.follows", person.pk, make=lambda: _all_of(person))
    if kept != TOO_MANY:
        return {of: _read(kept, place) for of in wanted if (place := kept.find(_sign(of))) >= 0}
    rows = (
        follows_visible_to(person).filter(_any_of(wanted)).values_list("subject_label", "subject_id", "level", "reason")
    )
    return {(label, pk): (Level(level), Reason(reason)) for label, pk, level, reason in rows}


def _all_of(person: Member) -> str:
    """One text, which is looked through faster than rows are made, and weighs what it weighs."""
    reads(f"follows:{person.pk}", "follows")
    rows = follows_visible_to(person).values_list("subject_label", "subject_id", "level", "reason")
    listed = list(rows.order_by()[: FOLLOWS_REMEMBERED_MAX + 1])
    if len(listed) > FOLLOWS_REMEMBERED_MAX:
        return TOO_MANY
    return "".join(f"{_sign((label, pk))}{level} {reason}" for label, pk, level, reason in listed) + "\n"


def _sign(of: Of) -> str:
    return f"\n{of[0]}:{of[1]}="


def _read(kept: str, place: int) -> Said:
    begin = kept.index("=", place) + 1
    level, reason = kept[begin : kept.index("\n", begin)].split(" ")
    return Level(level), Reason(reason)


def _stands(key: tuple[Of, ...], said: Mapping[Of, Said], muted: Mapping[int, bool]) -> Standing:
    own = said.get(key[0])
    words = {n: said[one][0] for n, one in enumerate(key) if one in said}
    return Standing(
        own=own[0] if own else None,
        reason=own[1] if own else None,
        level=_strongest(key, words) if words else None,
        is_muted=muted.get(key[0][1]) is False and key[0][0] == PEOPLE,
        is_blocked=muted.get(key[0][1]) is True and key[0][0] == PEOPLE,
    )


def _strongest(of: Sequence[Of], words: dict[int, Follow.Level]) -> Follow.Level:
    """The most specific wins; but who muted a space is not told of it because of a tag that they watch."""
    first = min(words)
    known = subjects.known(of[first][0])
    if known is not None and words[first] is not Level.MUTED:
        for place, level in words.items():
            if level is Level.MUTED and of[place][0] in known.yields_to:
                return Level.MUTED
    return words[first]


def _any_of(of: Collection[Of]) -> Q:
    by_label: dict[str, set[int]] = {}
    for label, pk in of:
        by_label.setdefault(label, set()).add(pk)
    return reduce(or_, (Q(subject_label=label, subject_id__in=pks) for label, pks in by_label.items()))


def followed_by(person: Person, *, label: str = "", before: int | None = None) -> tuple[list[Followed], int | None]:
    """A page of what a member follows, the newest first, and where the next begins. What is gone is left out, and so
    is what they let go: a row stays of it where following begins by itself.
    """
    rows = follows_visible_to(person).exclude(level=Level.NORMAL).order_by("-at", "-pk")
    if label:
        rows = rows.filter(subject_label=label)
    last = follows_visible_to(person).filter(pk=before).first() if before else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    page = list(rows[: FOLLOWS_ON_PAGE + 1])
    more = page[FOLLOWS_ON_PAGE - 1].pk if len(page) > FOLLOWS_ON_PAGE else None
    return _shown(person, page[:FOLLOWS_ON_PAGE]), more


def _shown(person: Person, rows: list[Follow]) -> list[Followed]:
    seen = seen_by_label(person, ((row.subject_label, row.subject_id) for row in rows))
    lines = []
    for row in rows:
        subject, thing = subjects.known(row.subject_label), seen.get((row.subject_label, row.subject_id))
        if subject is not None and thing is not None:
            level, reason = Level(row.level), Reason(row.reason)
            lines.append(Followed(row.pk, subject, row.subject_id, thing, level, reason, row.at))
    return lines


def seen_by_label(person: Person, of: Iterable[Of]) -> dict[Of, Seen]:
    """What a member may see of these: each room is asked once."""
    by_label: dict[str, list[int]] = {}
    for label, pk in of:
        by_label.setdefault(label, []).append(pk)
    found: dict[Of, Seen] = {}
    for label, pks in by_label.items():
        subject = subjects.known(label)
        if subject is not None:
            found |= {(label, pk): seen for pk, seen in subject.shown(person, pks).items()}
    return found
