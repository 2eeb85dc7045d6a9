"""What can happen to points. The member concerned is the one who has them."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from korzo.activity.activities import Kind
from korzo.kit.formats import number
from korzo.loyalty.levels import level_at
from korzo.loyalty.words import words_of


@dataclass(frozen=True, kw_only=True)
class PointsKind(Kind):
    """Points are a member's own affair: nobody else sees these in a list."""

    entry_id: int
    points: int
    rule_key: str

    def stale(self) -> tuple[str, ...]:
        return ("standing",)

    def subject(self) -> tuple[str, int] | None:
        return ("loyalty.pointentry", self.entry_id)

    def link(self) -> str:
        return reverse("loyalty:points")


@dataclass(frozen=True, kw_only=True)
class PointsEarned(PointsKind):
    verb: ClassVar[str] = "loyalty.points_earned"
    icon: ClassVar[str] = "award"
    sentence = gettext_lazy("got points")
    notice_label: ClassVar[Promise] = gettext_lazy("You got points")

    def notice_sentence(self) -> str:
        counted = ngettext("You got %(points)s point.", "You got %(points)s points.", self.points)
        return f"{counted % {'points': number(self.points, get_language())}} {words_of(self.rule_key).why}"


@dataclass(frozen=True, kw_only=True)
class PointsReversed(PointsKind):
    """The cause of an entry is no longer there; `points` is what went, as a positive number."""

    verb: ClassVar[str] = "loyalty.points_reversed"
    icon: ClassVar[str] = "undo-2"
    sentence = gettext_lazy("points were taken back")
    record_only: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class LevelReached(Kind):
    verb: ClassVar[str] = "loyalty.level_reached"
    icon: ClassVar[str] = "medal"
    sentence = gettext_lazy("reached a new level")
    notice_label: ClassVar[Promise] = gettext_lazy("You reached a new level")
    of_member_id: int
    level: int

    def stale(self) -> tuple[str, ...]:
        """The level stands beside the name."""
        return (f"member:{self.of_member_id}",)

    def subject(self) -> tuple[str, int] | None:
        return ("members.member", self.of_member_id)

    def link(self) -> str:
        return reverse("loyalty:points")

    def notice_sentence(self) -> str:
        return _("You reached a new level: %(level)s.") % {"level": level_at(self.level).name}


KINDS = (PointsEarned, PointsReversed, LevelReached)
