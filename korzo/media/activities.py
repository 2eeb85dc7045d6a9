"""What can happen to a picture, and to the rules of films."""

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


@dataclass(frozen=True, kw_only=True)
class FilmRulesChanged(Kind):
    """The owner let films in or kept them out, or changed how large and how long they may be."""

    verb: ClassVar[str] = "media.film_rules_changed"
    icon: ClassVar[str] = "settings"
    sentence = _("changed the rules of films")
    record_only: ClassVar[bool] = True

    def stale(self) -> tuple[str, ...]:
        return ("films",)


KINDS = (PictureReady, FilmRulesChanged)
