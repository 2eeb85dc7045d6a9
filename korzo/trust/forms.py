"""What the team fills in about trust. The actions check it."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from korzo.kit.errors import FieldRefused, Refused
from korzo.trust.actions.thresholds import NUMBERS
from korzo.trust.levels import LEVELS
from korzo.trust.models import REASON_LENGTH_MAX, Standing, Thresholds

GIVE, TAKE, FREE = "give", "take", "free"


class RefusableForm(forms.Form):
    def refuse(self, refusal: Refused) -> None:
        """Beside the field that it is about, or above the form."""
        name = refusal.field if isinstance(refusal, FieldRefused) else None
        self.add_error(name if name in self.fields else None, refusal.sentence)


class ThresholdsForm(RefusableForm):
    """One number for each step; the template puts them under their levels."""

    def __init__(self, data: QueryDict | None = None, *, known: Thresholds) -> None:
        super().__init__(data, initial={name: getattr(known, name) for name in (*NUMBERS, "new_by_purchase")})
        labels = {field.name: field.verbose_name for field in Thresholds._meta.concrete_fields}
        for name in NUMBERS:
            self.fields[name] = forms.IntegerField(label=labels[name], min_value=0)
        self.fields["member_answers"].help_text = _("These lift a newcomer as well. 0 switches this way off.")
        self.fields["new_by_purchase"] = forms.BooleanField(label=labels["new_by_purchase"], required=False)

    def numbers(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in NUMBERS}

    def of(self, prefix: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(prefix)]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [
            (LEVELS[1].name, self.of("new_")),
            (LEVELS[2].name, self.of("member_")),
            (LEVELS[3].name, self.of("regular_")),
        ]


class FindForm(RefusableForm):
    handle = forms.CharField(label=_("Name in mentions"), max_length=40, help_text=_("As in @tea."))


class DecisionForm(RefusableForm):
    """Above the level that somebody has, below it, or free again: one choice and its reason."""

    choice = forms.ChoiceField(label=_("What changes"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        max_length=REASON_LENGTH_MAX,
        help_text=_("The member reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lift = [
            (f"{GIVE}:{one.number}", _("Lift to “%(level)s”") % {"level": one.name})
            for one in LEVELS
            if one.number > standing.level
        ]
        lower = [
            (f"{TAKE}:{one.number}", _("Set back to “%(level)s”") % {"level": one.name})
            for one in LEVELS
            if one.number < standing.level
        ]
        free = [(FREE, _("Let it grow by itself again"))] if standing.bound is not None else []
        self.fields["choice"].choices = [*free, *reversed(lift), *reversed(lower)]  # type: ignore[attr-defined]  # a choice field

    def refuse(self, refusal: Refused) -> None:
        if isinstance(refusal, FieldRefused) and refusal.field == "level":
            self.add_error("choice", refusal.sentence)
        else:
            super().refuse(refusal)

    @property
    def verb(self) -> str:
        return str(self.cleaned_data["choice"]).partition(":")[0]

    @property
    def level(self) -> int:
        return int(str(self.cleaned_data["choice"]).partition(":")[2] or 0)
