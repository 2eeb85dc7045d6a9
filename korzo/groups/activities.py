"""What can happen to a group and its people. The member concerned is the one who comes, goes or asks."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.activity.activities import Kind
from korzo.groups.models import LABEL, Group, GroupMember
from korzo.kit.formats import isolated
from korzo.members.models import Member


@dataclass(frozen=True, kw_only=True)
class GroupKind(Kind):
    group_id: int

    def subject(self) -> tuple[str, int] | None:
        return (LABEL, self.group_id)

    def link(self) -> str:
        group = self._group()
        return group.get_absolute_url() if group and group.ended_at is None else ""

    def _group(self) -> Group | None:
        return Group.objects.filter(pk=self.group_id).first()

    def _named(self, words: str) -> str:
        group = self._group()
        return words % {"group": isolated(group.name if group else "")}


@dataclass(frozen=True, kw_only=True)
class GroupOpened(GroupKind):
    verb: ClassVar[str] = "groups.opened"
    icon: ClassVar[str] = "users-round"
    sentence = gettext_lazy("opened a group")


@dataclass(frozen=True, kw_only=True)
class GroupChanged(GroupKind):
    verb: ClassVar[str] = "groups.changed"
    icon: ClassVar[str] = "pencil"
    sentence = gettext_lazy("changed a group")


@dataclass(frozen=True, kw_only=True)
class GroupEnded(GroupKind):
    verb: ClassVar[str] = "groups.ended"
    icon: ClassVar[str] = "archive"
    sentence = gettext_lazy("ended a group")


@dataclass(frozen=True, kw_only=True)
class GroupJoined(GroupKind):
    """They came by themselves, or somebody let them in: then they are told."""

    verb: ClassVar[str] = "groups.joined"
    icon: ClassVar[str] = "user-plus"
    sentence = gettext_lazy("joined a group")
    notice_label: ClassVar[Promise] = gettext_lazy("You are in a group")

    def notice_sentence(self) -> str:
        return self._named(_("You are in the group “%(group)s” now"))


@dataclass(frozen=True, kw_only=True)
class GroupLeft(GroupKind):
    """They went by themselves, or somebody took them out: then they are told."""

    verb: ClassVar[str] = "groups.left"
    icon: ClassVar[str] = "user-minus"
    sentence = gettext_lazy("left a group")
    notice_label: ClassVar[Promise] = gettext_lazy("You are no longer in a group")

    def notice_sentence(self) -> str:
        return self._named(_("You are no longer in the group “%(group)s”. If you wonder why, ask the team."))


@dataclass(frozen=True, kw_only=True)
class GroupAsked(GroupKind):
    verb: ClassVar[str] = "groups.asked"
    icon: ClassVar[str] = "hand"
    sentence = gettext_lazy("asks to come into a group")
    notice_label: ClassVar[Promise] = gettext_lazy("Somebody asks to come into a group that you keep")

    def notice_sentence(self) -> str:
        return self._named(_("Somebody would like to come into the group “%(group)s”"))

    def notice_members(self) -> list[int]:
        """Its keepers; the team where it has none."""
        keepers = GroupMember.objects.filter(group=self.group_id, keeper_since__isnull=False)
        found = list(keepers.order_by("pk").values_list("member_id", flat=True))
        if found:
            return found
        team = Member.objects.get_queryset().present().filter(role__in=[Member.Role.STAFF, Member.Role.OWNER])
        return list(team.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, kw_only=True)
class GroupDeclined(GroupKind):
    verb: ClassVar[str] = "groups.declined"
    icon: ClassVar[str] = "circle-minus"
    sentence = gettext_lazy("answered a request to come into a group")
    notice_label: ClassVar[Promise] = gettext_lazy("Your request to come into a group was answered")

    def notice_sentence(self) -> str:
        return self._named(_("You were not taken into the group “%(group)s” this time. You can ask again in a month."))


@dataclass(frozen=True, kw_only=True)
class KeeperNamed(GroupKind):
    verb: ClassVar[str] = "groups.keeper_named"
    icon: ClassVar[str] = "key-round"
    sentence = gettext_lazy("named a keeper of a group")
    notice_label: ClassVar[Promise] = gettext_lazy("You keep a group")

    def notice_sentence(self) -> str:
        return self._named(
            _("You keep the group “%(group)s” now: you say who comes in. Thank you for looking after it.")
        )


@dataclass(frozen=True, kw_only=True)
class KeeperFreed(GroupKind):
    verb: ClassVar[str] = "groups.keeper_freed"
    icon: ClassVar[str] = "key-round"
    sentence = gettext_lazy("freed a keeper of a group")
    notice_label: ClassVar[Promise] = gettext_lazy("You no longer keep a group")

    def notice_sentence(self) -> str:
        return self._named(_("You no longer keep the group “%(group)s”. Thank you for having looked after it."))


KINDS = (
    GroupOpened,
    GroupChanged,
    GroupEnded,
    GroupJoined,
    GroupLeft,
    GroupAsked,
    GroupDeclined,
    KeeperNamed,
    KeeperFreed,
)
