"""What can happen to somebody's level. The member concerned is the one who has it."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.activity.activities import Kind
from korzo.trust.levels import level_at


@dataclass(frozen=True, kw_only=True)
class LevelKind(Kind):
    of_member_id: int
    level: int

    def stale(self) -> tuple[str, ...]:
        """The mark stands beside the name."""
        return (f"member:{self.of_member_id}",)

    def subject(self) -> tuple[str, int] | None:
        return ("members.member", self.of_member_id)

    def link(self) -> str:
        return reverse("trust:how")


@dataclass(frozen=True, kw_only=True)
class LevelReached(LevelKind):
    verb: ClassVar[str] = "trust.level_reached"
    icon: ClassVar[str] = "sprout"
    sentence = gettext_lazy("is trusted more")
    notice_label: ClassVar[Promise] = gettext_lazy("You are trusted more, and can do more")

    def notice_sentence(self) -> str:
        words = _("You are a “%(level)s” here now. Thank you for being with us; look what is open to you.")
        return words % {"level": level_at(self.level).name}


@dataclass(frozen=True, kw_only=True)
class LevelTaken(LevelKind):
    """Decided by a person. The reason is on the page that the notice leads to, and not in the log."""

    verb: ClassVar[str] = "trust.level_taken"
    icon: ClassVar[str] = "rotate-ccw"
    sentence = gettext_lazy("set a level of trust back")
    notice_label: ClassVar[Promise] = gettext_lazy("The team changed your level of trust")
    notice_by_mail: ClassVar[bool] = True

    def notice_sentence(self) -> str:
        words = _("The team set your level of trust to “%(level)s”. The page tells you why.")
        return words % {"level": level_at(self.level).name}


@dataclass(frozen=True, kw_only=True)
class LevelFreed(LevelKind):
    """What the team once took away may grow again."""

    verb: ClassVar[str] = "trust.level_freed"
    icon: ClassVar[str] = "sprout"
    sentence = gettext_lazy("lets a level of trust grow again")
    notice_label: ClassVar[Promise] = gettext_lazy("Your level of trust grows again")

    def notice_sentence(self) -> str:
        return _("Your level of trust grows by itself again.")


@dataclass(frozen=True, kw_only=True)
class ThresholdsChanged(Kind):
    verb: ClassVar[str] = "trust.thresholds_changed"
    icon: ClassVar[str] = "sliders-horizontal"
    sentence = gettext_lazy("changed how trust grows")
    record_only: ClassVar[bool] = True


KINDS = (LevelReached, LevelTaken, LevelFreed, ThresholdsChanged)
