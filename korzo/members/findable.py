"""Members as the search knows them: by their name, handle, town and what they say about themselves. Never by mail."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.members.activities import (
    MailConfirmed,
    MemberErased,
    MemberJoined,
    MemberKind,
    ProfileChanged,
    RoleChanged,
)
from korzo.members.models import Member
from korzo.members.permissions import Person, visible_to
from korzo.members.queries import bylines
from korzo.search import actions as search
from korzo.search.actions import Findable, Shown, Source

MEMBER = "member"


def members(ids: Collection[int]) -> Mapping[int, Findable]:
    """Only whoever is here: somebody suspended or erased is found by nobody."""
    return {
        row.pk: Findable(
            kind=MEMBER,
            object_id=row.pk,
            at=row.joined_at,
            title=f"{row.name} {row.handle}",
            body=f"{row.town}\n{row.bio}",
            author_id=row.pk,
        )
        for row in Member.objects.get_queryset().present().filter(pk__in=ids)
    }


def member_ids(behind: int, limit: int) -> Sequence[int]:
    rows = Member.objects.get_queryset().filter(pk__gt=behind)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def shown_members(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    rows = list(visible_to(person).filter(pk__in=ids))
    people = bylines(row.pk for row in rows)
    return {
        row.pk: Shown(
            title=row.name,
            url=row.get_absolute_url(),
            moment=row.joined_at,
            body=row.bio,
            place=row.town,
            author=people[row.pk],
        )
        for row in rows
    }


SOURCES = (
    Source(
        kind=MEMBER,
        label=_("People"),
        name=_("Member"),
        icon="users",
        rank=50,
        load=members,
        ids=member_ids,
        count=Member.objects.count,
        shown=shown_members,
    ),
)


@bookkeeper(MemberJoined, MailConfirmed, RoleChanged, ProfileChanged, MemberErased, history=True)
def index_member(activity: Activity) -> None:
    search.index(MEMBER, [loaded(activity, MemberKind).of_member_id])
