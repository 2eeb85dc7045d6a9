"""Two groups of the demo: one that everybody may join, and one that is asked."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files import File
from django.utils import timezone

from korzo.groups import actions as groups
from korzo.groups.models import Group
from korzo.members.models import Member
from korzo.project.demo import texts


@dataclass(frozen=True)
class Circle:
    """`keeper` and `people` are handles; the first is in it as well."""

    handle: str
    name: str
    description: str
    entry: str
    mentioned_by: str
    days_ago: int
    picture: str
    keeper: str
    people: tuple[str, ...]


CIRCLES = (
    Circle(
        handle="night-owls",
        name="Night owls",
        description="Headlamps, quiet streets, and somebody who answers at eleven in the evening.",
        entry=Group.Entry.OPEN,
        mentioned_by=Group.MentionedBy.MEMBERS,
        days_ago=210,
        picture="members/city-night-headlamps.webp",
        keeper="yusuf",
        people=(
            "taras", "jonas", "veronika", "anna", "ivo", "carlos", "tomas", "leila", "olena", "rosa", "tim", "tea",
        ),
    ),
    Circle(
        handle="welcomers",
        name="The welcomers",
        description="We read what newcomers write first, and nobody waits alone. Ask to come in; bring patience.",
        entry=Group.Entry.REQUEST,
        mentioned_by=Group.MentionedBy.MEMBERS,
        days_ago=330,
        picture="",
        keeper="tea",
        people=(
            "lucia", "oksana", "ben", "giulia", "harold", "iryna", "peter", "jana", "pooja", "marek", "eva", "zuzana",
        ),
    ),
)  # fmt: skip


def load_circles(cast: dict[str, Member]) -> None:
    for one in CIRCLES:
        at = timezone.now() - timedelta(days=one.days_ago)
        mira, face = cast["mira"], groups.Face(one.name, one.description)
        ways = groups.Ways(one.entry, one.mentioned_by)
        group = groups.open_group(one.handle, actor=mira, face=face, ways=ways, at=at, backfilled=True)
        for place, handle in enumerate((one.keeper, *one.people)):
            came = at + timedelta(days=3 * place, hours=place)
            groups.add_member(group, actor=mira, member=cast[handle], at=came, backfilled=True)
        groups.name_keeper(group, actor=mira, member=cast[one.keeper], at=at, backfilled=True)
        _show(group, one.picture, mira)


def _show(group: Group, name: str, actor: Member) -> None:
    if name:
        with (texts.PICTURES / name).open("rb") as file:
            groups.show_picture(group, actor=actor, file=File(file))
