"""What can happen between the shop and its community.

An import records one activity, however many orders it brings: they are the past. Who owns what is kept as grants.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind


@dataclass(frozen=True, kw_only=True)
class ImportFinished(Kind):
    """Files of the shop were read and something was new. Reading the same files again records nothing."""

    verb: ClassVar[str] = "shop.import_finished"
    icon: ClassVar[str] = "package-check"
    sentence = _("read the files of the shop")
    record_only: ClassVar[bool] = True
    run_id: int
    created: int
    changed: int
    rejected: int

    def stale(self) -> tuple[str, ...]:
        return ("catalogue",)

    def subject(self) -> tuple[str, int] | None:
        return ("shop.importrun", self.run_id)


@dataclass(frozen=True, kw_only=True)
class CustomerLinked(Kind):
    """A member turned out to be a customer: they see their orders now, and may review what they bought."""

    verb: ClassVar[str] = "shop.customer_linked"
    icon: ClassVar[str] = "shopping-bag"
    sentence = _("is a customer of the shop")
    record_only: ClassVar[bool] = True
    of_member_id: int
    customers: int
    orders: int

    def subject(self) -> tuple[str, int] | None:
        return ("members.member", self.of_member_id)

    def visible_to(self, member_id: int | None) -> bool:
        return member_id == self.of_member_id


KINDS = (ImportFinished, CustomerLinked)
