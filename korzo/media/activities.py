"""What can happen to a picture."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind


@dataclass(frozen=True, kw_only=True)
class PictureReady(Kind):
    """A picture that somebody sent in can be shown. Pages with its empty frame were made stale with its row."""

    verb: ClassVar[str] = "media.picture_ready"
    icon: ClassVar[str] = "image"
    sentence = _("added a picture")
    record_only: ClassVar[bool] = True
    picture_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("media.picture", self.picture_id)


KINDS = (PictureReady,)
