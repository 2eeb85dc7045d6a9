"""Spaces come in, and those that not everybody could read come in closed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import ngettext

from korzo.discussions.actions.open_space import SPACES_MAX
from korzo.discussions.models import (
    EVERYONE,
    MEMBERS,
    RULES_LENGTH_MAX,
    SLUG_LENGTH_MAX,
    SPACE_NAME_LENGTH_MAX,
    SPACE_TEXT_LENGTH_MAX,
    Space,
)
from korzo.discussions.models import Kind as TopicKind
from korzo.discussions.permissions import checked_key
from korzo.exchange.actions.known import not_here, note_arrivals, ours
from korzo.exchange.folding import FOLDED, stands_in
from korzo.exchange.models import Import, Kind
from korzo.exchange.staging import Staged, Staging
from korzo.kit.errors import Refused
from korzo.kit.formats import spoken
from korzo.kit.generations import bump_on_commit
from korzo.members.models import Member

HUES = 12
OF_TEAM = f"role:{Member.Role.STAFF}"
ROLE = "role:"
# A number behind a name that is taken; sixty spaces of one name are a mistake of the file.
SAME_NAME_MAX = 1_000


def bring_spaces(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    """Korzo has no spaces within spaces: one that stood below another carries both names where its own is taken."""
    coming = not_here(Kind.SPACES, rows)
    new = [row for row in coming if FOLDED not in row.data]
    check_room(len(new), room_for_spaces())
    names = {one.key: one.text("name") for one in staging.all_of(Kind.SPACES)}
    last = Space.objects.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    slugs = set(Space.objects.values_list("slug", flat=True))
    taken = {name.lower() for name in Space.objects.values_list("name", flat=True)}
    made = []
    for place, row in enumerate(new):
        parent = row.key_of("parent")
        name = _name(row.text("name"), names.get(parent, "") if parent else "", taken)
        slug = _slug(row.text("slug") or name, slugs)
        taken.add(name.lower())
        slugs.add(slug)
        made.append(_space(row, name, slug, first + place))
    Space.objects.bulk_create(made)
    note_arrivals(brought, Kind.SPACES, [(row, one.pk, False) for row, one in zip(new, made, strict=True)])
    _stand_for([row for row in coming if FOLDED in row.data], brought, staging)
    bump_on_commit("spaces", "talk")


def _stand_for(folded: Sequence[Staged], brought: Import, staging: Staging) -> None:
    """What became a tag is known as the space that it is part of, and is not a space to be taken out again."""
    spaces = {one.key: one for one in staging.all_of(Kind.SPACES)} if folded else {}
    above = {row.key: stands_in(row.key, spaces) for row in folded}
    known = ours(Kind.SPACES, above.values())
    arrived = [(row, known[above[row.key]], True) for row in folded if above[row.key] in known]
    note_arrivals(brought, Kind.SPACES, arrived)


def coming_spaces(staging: Staging) -> list[Staged]:
    return not_here(Kind.SPACES, list(staging.all_of(Kind.SPACES)))


def room_for_spaces() -> int:
    return max(0, SPACES_MAX - Space.objects.count())


def check_room(count: int, room: int) -> None:
    if count > room:
        words = ngettext(
            "%(count)s space comes along, and there is room for %(room)s: a community has %(most)s at most. Please "
            "close or join one here, then bring the file again.",
            "%(count)s spaces come along, and there is room for %(room)s: a community has %(most)s at most. Please "
            "join some, there or here, then bring the file again.",
            count,
        )
        raise Refused(words % {"count": spoken(count), "room": spoken(room), "most": spoken(SPACES_MAX)})


def _space(row: Staged, name: str, slug: str, position: int) -> Space:
    opened = row.text("opened_at")
    return Space(
        slug=slug,
        name=name,
        description=" ".join(row.text("description").split())[:SPACE_TEXT_LENGTH_MAX],
        rules=row.text("rules")[:RULES_LENGTH_MAX],
        hue=row.data.get("hue") or position % HUES + 1,
        icon=row.text("icon") or "messages-square",
        main_kind=TopicKind(row.text("main_kind") or TopicKind.DISCUSSION),
        read_key=read_key(row.text("read_key"), is_restricted=bool(row.data.get("is_restricted"))),
        start_key=_key(row.text("start_key")),
        reply_key=_key(row.text("reply_key")),
        position=position,
        opened_at=datetime.fromisoformat(opened) if opened else timezone.now(),
    )


def read_key(key: str, *, is_restricted: bool) -> str:
    """Groups and rights of another house mean nothing here, so what was not open to all is the team's alone at first.

    The owner opens it when she has looked: words that were written for a few must never be read by all by a mistake.
    """
    if key == EVERYONE and not is_restricted:
        return EVERYONE
    if is_restricted and key in {EVERYONE, MEMBERS}:
        return OF_TEAM
    try:
        known = checked_key("read_key", key)
    except Refused:
        return OF_TEAM
    return known if known.startswith(ROLE) else OF_TEAM


def _key(key: str) -> str:
    try:
        return checked_key("start_key", key) or MEMBERS
    except Refused:
        return OF_TEAM


def _name(name: str, parent: str, taken: Iterable[str]) -> str:
    plain = " ".join(name.split())[:SPACE_NAME_LENGTH_MAX].strip()
    if plain.lower() not in taken or not parent:
        return plain or "–"
    return " ".join(f"{parent}: {name}".split())[:SPACE_NAME_LENGTH_MAX].strip()


def _slug(wanted: str, taken: set[str]) -> str:
    stem = (slugify(wanted) or "space")[: SLUG_LENGTH_MAX - 5].strip("-") or "space"
    tries = (stem if n == 1 else f"{stem}-{n}" for n in range(1, SAME_NAME_MAX))
    return next(slug for slug in tries if slug not in taken)
