"""What can happen to the community itself."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind


@dataclass(frozen=True, kw_only=True)
class CommunitySetUp(Kind):
    verb: ClassVar[str] = "community.set_up"
    icon: ClassVar[str] = "party-popper"
    sentence = _("opened the community")
    record_only: ClassVar[bool] = True

    def stale(self) -> tuple[str, ...]:
        return ("site",)

    def visible_to(self, member_id: int | None) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class CommunityChanged(Kind):
    """Name, face, words or values changed; which of them, by the names of the fields."""

    verb: ClassVar[str] = "community.changed"
    icon: ClassVar[str] = "palette"
    sentence = _("changed how the community looks and speaks")
    record_only: ClassVar[bool] = True
    fields: list[str]

    def stale(self) -> tuple[str, ...]:
        """Name and colours stand on every page."""
        return ("site",)


KINDS = (CommunitySetUp, CommunityChanged)
