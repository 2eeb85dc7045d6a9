"""What somebody says about a picture, before it is kept."""

import re

from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.kit.formats import spoken
from korzo.media.models import ALT_LENGTH_MAX

# Control signs, and those that turn the direction of the words around them.
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def checked_alt(alt: str) -> str:
    words = " ".join(_UNSEEN.sub(" ", alt).split())
    if len(words) > ALT_LENGTH_MAX:
        raise Refused(
            _("A description can have up to %(count)s signs. A short one helps more.")
            % {"count": spoken(ALT_LENGTH_MAX)}
        )
    return words


def check_focal(x: int, y: int) -> None:
    if not (0 <= x <= 100 and 0 <= y <= 100):
        raise Refused(_("The point to keep in view lies outside the picture."))
