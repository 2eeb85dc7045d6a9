"""What can happen to the caps."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind


@dataclass(frozen=True, kw_only=True)
class CapsChanged(Kind):
    """The team changed how much members are contacted at most, or when."""

    verb: ClassVar[str] = "attention.caps_changed"
    icon: ClassVar[str] = "bell"
    sentence = _("changed how often members are contacted")
    record_only: ClassVar[bool] = True


KINDS = (CapsChanged,)
