"""What can happen to a member."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind
from korzo.members.models import Member


@dataclass(frozen=True, kw_only=True)
class MemberKind(Kind):
    of_member_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("members.member", self.of_member_id)

    def stale(self) -> tuple[str, ...]:
        return (f"member:{self.of_member_id}", "members")

    def link(self) -> str:
        handle = Member.objects.filter(pk=self.of_member_id).values_list("handle", flat=True).first()
        return reverse("web:member", args=[handle]) if handle else ""


@dataclass(frozen=True, kw_only=True)
class MemberJoined(MemberKind):
    verb: ClassVar[str] = "members.joined"
    icon: ClassVar[str] = "user-plus"
    sentence = _("joined the community")
    record_only: ClassVar[bool] = True

    def visible_to(self, member_id: int | None) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class MailConfirmed(MemberKind):
    """The member proved that a mail address is theirs. The address itself is not in the log."""

    verb: ClassVar[str] = "members.mail_confirmed"
    icon: ClassVar[str] = "mail-check"
    sentence = _("confirmed their mail address")


@dataclass(frozen=True, kw_only=True)
class RoleChanged(MemberKind):
    verb: ClassVar[str] = "members.role_changed"
    icon: ClassVar[str] = "shield"
    sentence = _("got another role")
    record_only: ClassVar[bool] = True
    role: str


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(MemberKind):
    """The member described themselves anew. What they wrote is in the profile, not in the log."""

    verb: ClassVar[str] = "members.profile_changed"
    icon: ClassVar[str] = "pencil"
    sentence = _("changed their profile")


@dataclass(frozen=True, kw_only=True)
class MemberErased(MemberKind):
    """A person left and took their data along. Every room with a column about members subscribes."""

    verb: ClassVar[str] = "members.erased"
    icon: ClassVar[str] = "user-x"
    sentence = _("left and was erased")


KINDS = (MemberJoined, MailConfirmed, RoleChanged, ProfileChanged, MemberErased)
