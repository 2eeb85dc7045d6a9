"""What moderation does to somebody. The member concerned is told in each case; nothing here happens behind a back."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind
from korzo.members.models import Member
from korzo.members.permissions import can
from korzo.moderation.models import Flag
from korzo.moderation.permissions import MODERATE

# A shop's team. More people than this hear of it from one another.
TEAM_TOLD_MAX = 20


@dataclass(frozen=True, kw_only=True)
class AuthorTold(Kind):
    """Somebody said a word to an author instead of calling the team."""

    verb: ClassVar[str] = "moderation.author_told"
    icon: ClassVar[str] = "message-circle"
    sentence = _("said a word to an author")
    notice_label = _("Somebody has a word for you about what you wrote")
    record_only: ClassVar[bool] = True
    flag_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("moderation.flag", self.flag_id)

    def link(self) -> str:
        return reverse("moderation:word", args=[self.flag_id])

    def notice_sentence(self) -> str:
        return gettext("Somebody has a word for you about what you wrote.")


@dataclass(frozen=True, kw_only=True)
class FlagDecided(Kind):
    """Whoever pointed at something hears what became of it."""

    verb: ClassVar[str] = "moderation.flag_decided"
    icon: ClassVar[str] = "flag"
    sentence = _("decided about what somebody pointed at")
    notice_label = _("The team looked at what you pointed at")
    record_only: ClassVar[bool] = True
    flag_id: int
    outcome: str

    def subject(self) -> tuple[str, int] | None:
        return ("moderation.flag", self.flag_id)

    def link(self) -> str:
        return reverse("moderation:standing")

    def notice_sentence(self) -> str:
        if self.outcome == Flag.Outcome.AGREED:
            return gettext("Thank you: what you pointed at was not right, and it is taken down.")
        if self.outcome == Flag.Outcome.DISAGREED:
            return gettext("The team looked at what you pointed at. It may stay. Thank you for watching.")
        return gettext("The team looked at what you pointed at and closed the matter. Thank you for watching.")


@dataclass(frozen=True, kw_only=True)
class StatementMade(Kind):
    """A decision about a member, with its reasons. The letter goes its own way, whatever the member's wishes are."""

    verb: ClassVar[str] = "moderation.statement_made"
    icon: ClassVar[str] = "shield"
    sentence = _("decided about a member")
    notice_label = _("The team decided about you or what you wrote, and why")
    record_only: ClassVar[bool] = True
    statement_id: int
    restriction: str

    def subject(self) -> tuple[str, int] | None:
        return ("moderation.statement", self.statement_id)

    def link(self) -> str:
        return reverse("moderation:statement", args=[self.statement_id])

    def notice_sentence(self) -> str:
        return gettext("The team decided about you or what you wrote. The reasons are here, and you can question them.")


@dataclass(frozen=True, kw_only=True)
class StatementWithdrawn(Kind):
    verb: ClassVar[str] = "moderation.statement_withdrawn"
    icon: ClassVar[str] = "undo-2"
    sentence = _("took back a decision about a member")
    notice_label = _("A decision about you is taken back")
    record_only: ClassVar[bool] = True
    statement_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("moderation.withdrawal", self.statement_id)

    def link(self) -> str:
        return reverse("moderation:statement", args=[self.statement_id])

    def notice_sentence(self) -> str:
        return gettext("The team took back a decision about you or what you wrote.")


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Kind):
    verb: ClassVar[str] = "moderation.appeal_decided"
    icon: ClassVar[str] = "scale"
    sentence = _("looked a second time")
    notice_label = _("A second person looked at a decision about you")
    record_only: ClassVar[bool] = True
    statement_id: int
    is_reversed: bool

    def subject(self) -> tuple[str, int] | None:
        return ("moderation.appeal", self.statement_id)

    def link(self) -> str:
        return reverse("moderation:statement", args=[self.statement_id])

    def notice_sentence(self) -> str:
        if self.is_reversed:
            return gettext("A second person looked, and you were right. The decision is taken back.")
        return gettext("A second person looked. The decision stays, and the answer says why.")


@dataclass(frozen=True, kw_only=True)
class QueueWaits(Kind):
    """So many things wait for the team for longer than they should; it hears of them as one."""

    verb: ClassVar[str] = "moderation.queue_waits"
    icon: ClassVar[str] = "shield-alert"
    sentence = _("reminded the team of what waits for a decision")
    notice_label = _("Something waits for a decision of the team")
    notice_by_mail: ClassVar[bool] = True
    record_only: ClassVar[bool] = True
    count: int

    def subject(self) -> tuple[str, int] | None:
        return ("moderation.queue", 1)

    def link(self) -> str:
        return reverse("staff_moderation")

    def notice_members(self) -> list[int]:
        team = Member.objects.get_queryset().present().exclude(role=Member.Role.MEMBER).order_by("pk")
        return [one.pk for one in team[:TEAM_TOLD_MAX] if can(one, MODERATE)]

    def notice_sentence(self) -> str:
        return gettext("Somebody has been waiting for a decision of the team for a day or longer.")


KINDS = (AuthorTold, FlagDecided, StatementMade, StatementWithdrawn, AppealDecided, QueueWaits)
