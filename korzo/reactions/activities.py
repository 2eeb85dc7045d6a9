"""What can happen here. The member concerned is the author of what was reacted to, or whoever is reminded."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind
from korzo.reactions import subjects


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


@dataclass(frozen=True, kw_only=True)
class SetChosen(Kind):
    verb: ClassVar[str] = "reactions.set_chosen"
    icon: ClassVar[str] = "smile-plus"
    sentence = _("chose the reactions that are offered")
    record_only: ClassVar[bool] = True
    keys: tuple[str, ...]

    def stale(self) -> tuple[str, ...]:
        return ("reactions",)


@dataclass(frozen=True, kw_only=True)
class Followed(Kind):
    """Chosen by hand. What is followed by itself follows from what was done, which is in the log already."""

    verb: ClassVar[str] = "reactions.followed"
    icon: ClassVar[str] = "bell"
    sentence = _("chose what to hear of")
    record_only: ClassVar[bool] = True
    of_label: str
    of_id: int
    level: str

    def subject(self) -> tuple[str, int] | None:
        return (self.of_label, self.of_id)


@dataclass(frozen=True, kw_only=True)
class ReminderDue(Kind):
    """The day has come for which somebody asked. Their note is in the bookmark, not in the log."""

    verb: ClassVar[str] = "reactions.reminder_due"
    icon: ClassVar[str] = "bookmark-check"
    sentence = _("is reminded of something they saved")
    notice_label: ClassVar[Promise] = _("Reminders of what you saved")
    notice_by_mail: ClassVar[bool] = True
    of_label: str
    of_id: int
    bookmark_id: int

    def subject(self) -> tuple[str, int] | None:
        return (self.of_label, self.of_id)

    def link(self) -> str:
        known = subjects.known(self.of_label)
        return known.link(self.of_id) if known else ""

    def notice_sentence(self) -> str:
        return gettext("You wanted to be reminded today of something you saved.")


KINDS = (ReactionGiven, ReactionWithdrawn, SetChosen, Followed, ReminderDue)
