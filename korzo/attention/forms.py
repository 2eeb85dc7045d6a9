"""Forms about how much somebody is written to."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from korzo.attention.models import HOURS_A_DAY, ContactPolicy, ContactWish
from korzo.kit.formats import local_digits
from korzo.members.queries import time_zones


def _hours() -> list[tuple[str, Any]]:
    """As the reader of now writes them."""
    hours = [(str(hour), local_digits(f"{hour:02d}:00", get_language())) for hour in range(HOURS_A_DAY)]
    return [("", _("As the shop does")), *hours]


class LimitsForm(forms.Form):
    """A member's own limits. Hours go in pairs."""

    time_zone = forms.ChoiceField(label=_("Your time zone"), required=False)
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), required=False, coerce=int, empty_value=None)
    quiet_until = forms.TypedChoiceField(label=_("Quiet until"), required=False, coerce=int, empty_value=None)
    rhythm = forms.ChoiceField(
        label=_("Letters of the shop"),
        required=False,
        choices=ContactWish.Rhythm,
        help_text=_("Letters about your account and your orders always reach you."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones: list[tuple[str, Any]] = [("", _("As the shop’s"))]
        zones += [(name, name.replace("_", " ")) for name in sorted(time_zones())]
        self._choose("time_zone", zones)
        self._choose("quiet_from", _hours())
        self._choose("quiet_until", _hours())

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class CapsForm(forms.ModelForm[ContactPolicy]):
    class Meta:
        model = ContactPolicy
        fields = [
            "news_max", "news_within_days", "community_max", "quiet_from", "quiet_until", "is_quiet_on_sundays",
            "calm_until",
        ]  # fmt: skip
        widgets = {"calm_until": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")}
        help_texts = {
            "news_max": _("For each person, over mail, devices and chat together."),
            "community_max": _("Replies, mentions and the like. What is over it waits, or goes into the letter."),
            "quiet_from": _("By the clock of the person who receives it. Codes and receipts go at any hour."),
            "calm_until": _("Empty: no calm. Until then only codes, receipts and answers of your team go out."),
        }
