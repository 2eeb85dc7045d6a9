"""When the letter comes."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from korzo.kit.formats import local_digits
from korzo.notifications.models import Manner


def _hours() -> list[tuple[int, str]]:
    """As the reader of now writes them."""
    return [(hour, local_digits(f"{hour:02d}:00", get_language())) for hour in range(24)]


class LetterForm(forms.Form):
    rhythm = forms.ChoiceField(label=_("How often"), choices=Manner.Rhythm, required=False)
    weekday = forms.TypedChoiceField(label=_("On"), choices=list(WEEKDAYS.items()), coerce=int, required=False)
    hour = forms.TypedChoiceField(label=_("At"), choices=_hours, coerce=int, required=False)

    def clean(self) -> dict[str, Any]:
        """Where a page of an older release did not ask, the usual holds."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["hour"] = cleaned.get("hour") if cleaned.get("hour") not in {None, ""} else 8
        cleaned["weekday"] = cleaned.get("weekday") if cleaned.get("weekday") not in {None, ""} else 0
        return cleaned
