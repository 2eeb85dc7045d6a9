"""What keepers and the team fill in about a group. The actions check it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.groups.actions import Face, Ways
from korzo.groups.models import NAME_LENGTH_MAX, TEXT_LENGTH_MAX, Group
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.models import HANDLE_LENGTH_MAX


class RefusableForm(forms.Form):
    def refuse(self, refusal: Refused) -> None:
        name = refusal.field if isinstance(refusal, FieldRefused) and refusal.field in self.fields else None
        self.add_error(name, refusal.sentence)


class FaceForm(RefusableForm):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH_MAX)
    description = forms.CharField(
        label=_("What it is for"),
        max_length=TEXT_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("Square is best; it is shown small."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    @classmethod
    def of(cls, group: Group) -> dict[str, str]:
        return {"name": group.name, "description": group.description}

    def face(self) -> Face:
        return Face(self.cleaned_data["name"], self.cleaned_data["description"])


class GroupForm(FaceForm):
    """The same and what only the team decides."""

    handle = forms.CharField(
        label=_("Name in mentions"),
        max_length=HANDLE_LENGTH_MAX + 1,
        help_text=_(
            "As in @trail-runners: letters from a to z, digits, hyphens. Members and groups share these names."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    entry = forms.ChoiceField(label=_("Who comes in"), choices=Group.Entry.choices, initial=Group.Entry.OPEN)
    mentioned_by = forms.ChoiceField(
        label=_("Who may mention it"),
        choices=Group.MentionedBy.choices,
        initial=Group.MentionedBy.GROUP,
        help_text=_("A mention tells up to a hundred people at once; of a larger group only the team can."),
    )

    field_order = ["name", "handle", "description", "entry", "mentioned_by", "picture"]

    @classmethod
    def of(cls, group: Group) -> dict[str, str]:
        own = {"handle": group.handle, "entry": group.entry, "mentioned_by": group.mentioned_by}
        return super().of(group) | own

    def ways(self) -> Ways:
        return Ways(self.cleaned_data["entry"], self.cleaned_data["mentioned_by"])


class PersonForm(RefusableForm):
    handle = forms.CharField(
        label=_("Name in mentions"),
        max_length=HANDLE_LENGTH_MAX + 1,
        help_text=_("As in @tea."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocapitalize": "off"}),
    )
