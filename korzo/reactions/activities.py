"""What can happen to a reaction. The member concerned is the author of what was reacted to."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind


@dataclass(frozen=True, kw_only=True)
class ReactionKind(Kind):
    of_label: str
    of_id: int
    emoji: str = "heart"

    def stale(self) -> tuple[str, ...]:
        return (f"hearts:{self.of_label}:{self.of_id}",)

    def subject(self) -> tuple[str, int] | None:
        return (self.of_label, self.of_id)


@dataclass(frozen=True, kw_only=True)
class ReactionGiven(ReactionKind):
    verb: ClassVar[str] = "reactions.given"
    icon: ClassVar[str] = "heart"
    sentence = _("gave a heart")


@dataclass(frozen=True, kw_only=True)
class ReactionWithdrawn(ReactionKind):
    verb: ClassVar[str] = "reactions.withdrawn"
    icon: ClassVar[str] = "heart"
    sentence = _("took a heart back")


KINDS = (ReactionGiven, ReactionWithdrawn)
