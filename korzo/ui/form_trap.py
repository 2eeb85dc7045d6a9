"""Two fields that tell people from programs, for every form that posts text.

One says when the page was made, signed, and only for members: a page of guests is stored and shown to many, so its time
would say nothing. The other is seen by no person; programs fill in all they find.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from korzo.kit.signing import BadToken, sign, unsign

PART = "ui.form_time"
TIME_FIELD, TRAP_FIELD = "form_time", "leave_this"
_PURPOSE = "ui.form_time"
# A page that stood open for longer says no more than that it stood open.
_LIFE = timedelta(days=2)


@dataclass(frozen=True)
class FormTrap:
    """`seconds` from showing the form to sending it; None where nothing is known, which is no sign of anything."""

    seconds: float | None
    filled: bool


def time_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The signed time for a member, bound to them; nothing for a guest."""
    if not request.user.is_authenticated:
        return {}
    value = sign(_PURPOSE, [request.user.pk, round(timezone.now().timestamp(), 1)])
    field = format_html('<input type="hidden" name="{}" value="{}">', TIME_FIELD, value)
    return dict.fromkeys(keys, field)


def read_trap(request: HttpRequest, now: datetime) -> FormTrap:
    """What the form that was posted says. Invented and foreign times count as none."""
    return FormTrap(_seconds(request, now), bool(request.POST.get(TRAP_FIELD)))


def _seconds(request: HttpRequest, now: datetime) -> float | None:
    try:
        member_id, shown_at = unsign(_PURPOSE, request.POST.get(TIME_FIELD, ""), max_age=_LIFE)
        seconds = now.timestamp() - float(shown_at)
    except (BadToken, TypeError, ValueError):
        return None
    is_theirs = request.user.is_authenticated and request.user.pk == member_id
    return max(seconds, 0.0) if is_theirs and math.isfinite(seconds) else None
