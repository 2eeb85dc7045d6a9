"""What others may ask about groups."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from korzo.groups.models import LABEL, Group, GroupMember, GroupRequest
from korzo.groups.permissions import fits_mention, mentionable_by, visible_to
from korzo.kit.errors import Missing
from korzo.members.models import Member, TakenHandle
from korzo.members.permissions import Person
from korzo.members.queries import Byline, RightOffered, RightsOffered, bylines

FACES_ON_PAGE = 60
# Below the field, beside the members who begin so.
SUGGESTED_MAX = 3
# A keeper answers the first; the others wait their turn.
REQUESTS_SHOWN_MAX = 100


@dataclass(frozen=True)
class GroupShown:
    """One group in a list. `is_mine`: the reader is in it."""

    group: Group
    people: int
    is_mine: bool
    # Not so many that only the team may call them.
    is_callable: bool = True


@dataclass(frozen=True)
class Place:
    """Where somebody stands to a group."""

    is_in: bool = False
    is_keeper: bool = False
    has_asked: bool = False


@dataclass(frozen=True)
class PersonIn:
    """Somebody in a group, as its page shows them."""

    face: Byline
    is_keeper: bool


@dataclass(frozen=True)
class People:
    """One page of them, keepers first, then as they came."""

    shown: Sequence[PersonIn]
    count: int
    page: int
    pages: int


def all_for(person: Person) -> list[GroupShown]:
    """Their own first, then by name."""
    groups = list(visible_to(person).order_by("name", "pk"))
    counts = people_counts(one.pk for one in groups)
    mine = set(GroupMember.objects.filter(member=person).values_list("group_id", flat=True)) if person else set()
    shown = [GroupShown(one, counts[one.pk], one.pk in mine) for one in groups]
    return sorted(shown, key=lambda one: not one.is_mine)


def get_group_for(person: Person, handle: str) -> Group:
    """By its handle of today, or one that it had before; the page then leads on to the other."""
    folded = handle.lower()
    group = visible_to(person).filter(handle=folded).first()
    if group is None:
        former = TakenHandle.objects.filter(handle=folded, of_label=LABEL).values_list("of_id", flat=True).first()
        group = visible_to(person).filter(pk=former).first() if former else None
    if group is None:
        raise Missing(handle)
    return group


def place_of(person: Person, group: Group) -> Place:
    if person is None:
        return Place()
    row = GroupMember.objects.filter(group=group, member=person).first()
    if row is not None:
        return Place(is_in=True, is_keeper=row.keeper_since is not None)
    asked = GroupRequest.objects.filter(group=group, member=person, declined_at__isnull=True)
    return Place(has_asked=asked.exists())


def people_in(group: Group, page: int) -> People:
    rows = GroupMember.objects.filter(group=group).order_by(F("keeper_since").asc(nulls_last=True), "joined_at", "pk")
    count = rows.count()
    pages = max(1, -(-count // FACES_ON_PAGE))
    at = min(max(1, page), pages)
    some = list(rows[(at - 1) * FACES_ON_PAGE : at * FACES_ON_PAGE])
    faces = bylines(one.member_id for one in some)
    shown = [PersonIn(faces[one.member_id], one.keeper_since is not None) for one in some]
    return People([one for one in shown if not one.face.gone], count, at, pages)


def requests_to(group: Group) -> list[GroupRequest]:
    """Who waits longest first."""
    waiting = GroupRequest.objects.filter(group=group, declined_at__isnull=True).select_related("member")
    return list(waiting.order_by("at", "pk")[:REQUESTS_SHOWN_MAX])


def people_counts(ids: Iterable[int]) -> Mapping[int, int]:
    wanted = set(ids)
    rows = GroupMember.objects.filter(group_id__in=wanted).values("group_id").annotate(people=Count("pk"))
    return dict.fromkeys(wanted, 0) | {row["group_id"]: row["people"] for row in rows}


def people_of(group_ids: Collection[int]) -> set[int]:
    """Member ids of all who are in any of these."""
    if not group_ids:
        return set()
    return set(GroupMember.objects.filter(group_id__in=group_ids).values_list("member_id", flat=True))


def first_people_of(group_id: int, limit: int | None = None) -> list[int]:
    """Member ids, who came first first."""
    rows = GroupMember.objects.filter(group_id=group_id).order_by("joined_at", "pk")
    return list(rows.values_list("member_id", flat=True)[:limit])


def mentioned(handles: Collection[str], person: Person, *, known: Collection[int] = ()) -> dict[str, Group]:
    """Groups by their handle that this person may call, and those that are `known` to be called already."""
    may = Q(pk__in=mentionable_by(person).values("pk")) | Q(pk__in=known, ended_at__isnull=True)
    return {one.handle: one for one in Group.objects.filter(may, handle__in=handles)}


def beginning_with(person: Person, begun: str) -> list[GroupShown]:
    """Groups whose handle or name begins so and that this person may call."""
    wanted = begun.strip().lstrip("@")
    if not wanted:
        return []
    found = mentionable_by(person).filter(Q(handle__istartswith=wanted) | Q(name__istartswith=wanted))
    groups = list(found.order_by("handle")[:SUGGESTED_MAX])
    counts = people_counts(one.pk for one in groups) if groups else {}
    return [
        GroupShown(one, counts[one.pk], is_mine=False, is_callable=fits_mention(person, counts[one.pk]))
        for one in groups
    ]


def rights_offered(keys: Collection[int]) -> dict[int, RightsOffered]:
    """For forms that ask who may: one right for each group."""
    groups = Group.objects.filter(ended_at__isnull=True).order_by("name", "pk")
    offered = RightsOffered(_("Groups"), tuple(RightOffered(one.key, one.name) for one in groups), rank=20)
    return dict.fromkeys(keys, offered)


def for_staff() -> list[GroupShown]:
    groups = list(Group.objects.filter(ended_at__isnull=True).order_by("name", "pk"))
    counts = people_counts(one.pk for one in groups)
    return [GroupShown(one, counts[one.pk], is_mine=False) for one in groups]


def keepers_of(group: Group) -> list[Member]:
    rows = GroupMember.objects.filter(group=group, keeper_since__isnull=False).select_related("member")
    return [one.member for one in rows.order_by("keeper_since", "pk")]


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    """In which groups they are, and into which they asked to come."""
    return {pk: {"groups": _memberships(pk), "groups_asked": _requests(pk)} for pk in member_ids}


def _memberships(member_id: int) -> list[dict[str, Any]]:
    rows = GroupMember.objects.filter(member_id=member_id).order_by("joined_at", "pk")
    return [dict(row) for row in rows.values("group__handle", "group__name", "joined_at", "keeper_since")]


def _requests(member_id: int) -> list[dict[str, Any]]:
    rows = GroupRequest.objects.filter(member_id=member_id).order_by("at", "pk")
    return [dict(row) for row in rows.values("group__handle", "group__name", "at", "declined_at")]
