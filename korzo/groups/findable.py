"""Groups as the search knows them: by name, handle and what they are for. Members find them, guests do not."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.groups.activities import GroupChanged, GroupEnded, GroupKind, GroupOpened
from korzo.groups.models import Group
from korzo.groups.permissions import visible_to
from korzo.members.permissions import Person
from korzo.search import actions as search
from korzo.search.actions import Findable, Shown, Source

GROUP = "group"
# Whoever is signed in.
AUDIENCE = "groups.members"


def groups(ids: Collection[int]) -> Mapping[int, Findable]:
    return {
        row.pk: Findable(
            kind=GROUP,
            object_id=row.pk,
            at=row.opened_at,
            title=f"{row.name} {row.handle}",
            body=row.description,
            audience=AUDIENCE,
        )
        for row in Group.objects.filter(pk__in=ids, ended_at__isnull=True)
    }


def group_ids(behind: int, limit: int) -> Sequence[int]:
    return list(Group.objects.filter(pk__gt=behind).order_by("pk").values_list("pk", flat=True)[:limit])


def shown_groups(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    return {
        row.pk: Shown(title=row.name, url=row.get_absolute_url(), moment=row.opened_at, body=row.description)
        for row in visible_to(person).filter(pk__in=ids)
    }


def audiences(person: Person) -> list[str]:
    return [AUDIENCE] if person is not None and person.is_active else []


SOURCES = (
    Source(
        kind=GROUP,
        label=_("Groups"),
        name=pgettext_lazy("noun", "Group"),
        icon="users-round",
        rank=55,
        load=groups,
        ids=group_ids,
        count=Group.objects.count,
        shown=shown_groups,
        audiences=audiences,
    ),
)


@bookkeeper(GroupOpened, GroupChanged, GroupEnded, history=True)
def index_group(activity: Activity) -> None:
    search.index(GROUP, [loaded(activity, GroupKind).group_id])
