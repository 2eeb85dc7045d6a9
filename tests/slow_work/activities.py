from dataclasses import dataclass
from typing import ClassVar

from korzo.activity.activities import Kind


@dataclass(frozen=True, kw_only=True)
class LampLit(Kind):
    verb: ClassVar[str] = "slow_work.lamp_lit"
    sentence: ClassVar[str] = "lit a lamp"
    record_only: ClassVar[bool] = True
    lamp: int


@dataclass(frozen=True, kw_only=True)
class StreetBright(Kind):
    """The effect that must happen exactly once for each lamp."""

    verb: ClassVar[str] = "slow_work.street_bright"
    sentence: ClassVar[str] = "made the street bright"
    record_only: ClassVar[bool] = True
    lamp: int
