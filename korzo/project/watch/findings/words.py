"""Numbers and sizes in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korzo.kit import formats

KIB, MIB, GIB = 1024, 1024**2, 1024**3


def language() -> str:
    return get_language() or "en"


def number(value: float, *, decimals_max: int = 0) -> str:
    return formats.number(value, language(), decimals_max=decimals_max)


def size(count: float) -> str:
    """As people say it: one decimal where it matters."""
    if count < MIB:
        return _("%(count)s kB") % {"count": number(count / KIB)}
    if count < GIB:
        return _("%(count)s MB") % {"count": number(count / MIB)}
    return _("%(count)s GB") % {"count": number(count / GIB, decimals_max=1)}


def duration(seconds: float) -> str:
    """How long a page takes: whole milliseconds, or seconds with one decimal."""
    if seconds < 1:
        return _("%(count)s ms") % {"count": number(max(1, round(seconds * 1000)))}
    return _("%(count)s s") % {"count": number(seconds, decimals_max=1)}
