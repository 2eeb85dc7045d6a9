"""Something to moderate: a wall of chalk lines that forgets itself after each test."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.utils import timezone

from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.registry import Moderated, Seen, register

LABEL = "wall.line"


@dataclass
class Wall:
    lines: dict[int, Seen] = field(default_factory=dict)
    # What was done, in order: "hide 1", "show 1".
    steps: list[str] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    closed_to_members: set[int] = field(default_factory=set)

    def write(self, author: Member | None, plain: str = "Chalk on a wall.", *, is_shown: bool = True) -> Seen:
        pk = len(self.lines) + 1
        at = timezone.now() - timedelta(hours=1) + timedelta(seconds=pk)
        self.lines[pk] = Seen(
            pk=pk, author_id=author.pk if author else None, title=f"Line {pk}", html=f"<p>{plain}</p>", plain=plain,
            url=f"/talk/#line-{pk}", at=at, is_shown=is_shown,
        )  # fmt: skip
        return self.lines[pk]

    def edit(self, pk: int, plain: str) -> None:
        self.lines[pk] = replace(self.lines[pk], plain=plain, version=self.lines[pk].version + 1)

    def is_shown(self, pk: int) -> bool:
        return self.lines[pk].is_shown

    def _turn(self, pk: int, step: str, *, is_shown: bool, reason: str = "") -> None:
        self.steps.append(f"{step} {pk}")
        self.reasons[pk] = reason
        self.lines[pk] = replace(self.lines[pk], is_shown=is_shown)

    def hide(self, pk: int, *, actor: Member | None, reason: str) -> None:
        self._turn(pk, "hide", is_shown=False, reason=reason)

    def show(self, pk: int, *, actor: Member | None) -> None:
        self._turn(pk, "show", is_shown=True)

    def release(self, pk: int, *, actor: Member | None) -> None:
        self._turn(pk, "release", is_shown=True)

    def refuse(self, pk: int, *, actor: Member | None, reason: str) -> None:
        self._turn(pk, "refuse", is_shown=False, reason=reason)

    def fetch(self, ids: list[int]) -> dict[int, Seen]:
        return {pk: self.lines[pk] for pk in ids if pk in self.lines}

    def may_see(self, person: Person, pk: int) -> bool:
        return pk not in self.closed_to_members or (person is not None and person.is_staff)

    def context(self, pk: int) -> list[Seen]:
        return [one for one in self.lines.values() if one.pk != pk and abs(one.pk - pk) <= 3]

    def of_author(self, member_id: int, limit: int) -> list[int]:
        return [pk for pk, one in reversed(self.lines.items()) if one.author_id == member_id][:limit]

    def at_address(self, path: str) -> int | None:
        head, _mark, number = path.partition("#line-")
        return int(number) if head == "/talk/" and number.isdecimal() else None


WALL = Wall()

register(
    Moderated(
        label=LABEL,
        name="Line",
        fetch=WALL.fetch,
        hide=WALL.hide,
        show=WALL.show,
        release=WALL.release,
        refuse=WALL.refuse,
        may_see=WALL.may_see,
        context=WALL.context,
        of_author=WALL.of_author,
        at_address=WALL.at_address,
    )
)


def fresh_wall() -> Iterator[Wall]:
    for kept in (WALL.lines, WALL.steps, WALL.reasons, WALL.closed_to_members):
        kept.clear()
    yield WALL
