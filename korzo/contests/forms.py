"""What somebody who takes part fills in. The words themselves come from the composer and are checked by the action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.contests.actions import Sent
from korzo.contests.actions.sent import rights_text
from korzo.contests.models import TITLE_LENGTH_MAX, Contest, Entry
from korzo.kit.errors import FieldRefused, Refused
from korzo.ui.form_trap import FormTrap


class EntryForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH_MAX, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    body = forms.CharField(required=False, strip=False)
    body_format = forms.CharField(required=False, widget=forms.HiddenInput)
    rights = forms.BooleanField(
        required=False,
    )

    def __init__(self, contest: Contest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rights"].label = rights_text(contest)

    def refuse(self, refusal: Refused) -> None:
        """Pictures are chosen in the composer, so what is wrong with them is said there as well."""
        name = refusal.field if isinstance(refusal, FieldRefused) else None
        self.add_error("body" if name == "pictures" else name, refusal.sentence)

    def sent(self, picture_ids: list[int], trap: FormTrap) -> Sent:
        data = self.cleaned_data
        return Sent(
            title=data["title"],
            body=data["body"],
            rich=data["body_format"] == "html",
            picture_ids=picture_ids,
            descriptions={pk: self.data[f"alt-{pk}"] for pk in picture_ids if f"alt-{pk}" in self.data},
            has_rights=data["rights"],
            seconds_typed=trap.seconds,
            trap_filled=trap.filled,
        )


def initial_of(entry: Entry) -> dict[str, Any]:
    # One line per block: an empty line between them keeps the paragraphs of who edits without scripts.
    return {"title": entry.title, "body": "\n\n".join(entry.plain.split("\n")), "rights": True}
