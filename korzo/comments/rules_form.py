"""What the owner fills in about comments. The action checks; the form keeps what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.comments import subjects
from korzo.comments.actions import RulesChange
from korzo.comments.models import Rules
from korzo.kit.errors import FieldRefused, Refused

NOTICE_FIELDS = ["responsible", "purpose", "legal_basis", "recipients", "storage", "rights"]


class RulesForm(forms.ModelForm[Rules]):
    open_labels = forms.MultipleChoiceField(
        label=_("Where people may comment"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What was written stays readable where you close comments."),
    )

    class Meta:
        model = Rules
        fields = ["closes_after_days", "first_comments_wait", "guests_may", "mail_kept_days", *NOTICE_FIELDS]
        widgets = {name: forms.Textarea(attrs={"rows": 3, "dir": "auto"}) for name in NOTICE_FIELDS}
        help_texts = {
            "closes_after_days": _("For articles, counted from the day they came out. Empty: they stay open."),
            "guests_may": _(
                "A guest’s comment is shown once its mail is confirmed and the spam checks let it through."
            ),
            "mail_kept_days": _("Then the address is deleted; the comment stays."),
            "responsible": _("Left empty, the text below stands there, in the language of the reader."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        all_of_them = subjects.all_subjects()
        places = self.fields["open_labels"]
        assert isinstance(places, forms.MultipleChoiceField)
        places.choices = [(one.label, one.plural) for one in all_of_them]
        self.initial["open_labels"] = [one.label for one in all_of_them if one.label not in self.instance.closed_labels]
        self.order_fields(["open_labels", *self.Meta.fields])

    def change(self) -> RulesChange:
        data = dict(self.cleaned_data)
        chosen = set(data.pop("open_labels"))
        closed = [one.label for one in subjects.all_subjects() if one.label not in chosen]
        return RulesChange(closed_labels=closed, **data)

    def refuse(self, refusal: Refused) -> None:
        name = refusal.field if isinstance(refusal, FieldRefused) else None
        self.add_error(name if name in self.fields else None, refusal.sentence)
