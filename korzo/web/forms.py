"""Forms of the first hour, and of the community's face and words."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from korzo.members.models import NAME_LENGTH_MAX, Member
from korzo.reactions.models import NOTE_LENGTH_MAX

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


class OwnerForm(forms.Form):
    """The first account of an installation."""

    code = forms.CharField(
        label=_("Code of this installation"),
        help_text=_("It lies in the file setup-code, in the data folder."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=NAME_LENGTH_MAX, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("Your mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 12 characters. Four words that belong together only for you are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, Member(email=self.data.get("email", ""), name=self.data.get("name", "")))
        return password


class ColourField(forms.CharField):
    widget = forms.TextInput(attrs={"type": "color"})

    def clean(self, value: Any) -> str:
        colour: str = super().clean(value)
        if not _HEX.fullmatch(colour):
            raise forms.ValidationError(_("A colour looks like #0b6b50."))
        return colour.lower()


class FaceAndWordsForm(forms.Form):
    """Name, words, colours and logo. Contrast is kept whatever the colours."""

    name = forms.CharField(label=_("Name of the community"), max_length=60)
    shop_name = forms.CharField(label=_("Name of the shop"), max_length=60, required=False)
    shop_url = forms.URLField(label=_("Address of the shop"), required=False, assume_scheme="https")
    members_name = forms.CharField(
        label=_("What members call themselves"),
        max_length=40,
        required=False,
        help_text=_("For example Kamzos. Leave it empty and let your members decide."),
    )
    tagline = forms.CharField(
        label=_("Headline of the home page"),
        max_length=120,
        required=False,
        help_text=_("One line. It greets everybody."),
    )
    lead = forms.CharField(
        label=_("Under the headline"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences: what people do here."),
    )
    brand = ColourField(label=_("Colour of the shop"), initial="#0b6b50")
    accent = ColourField(label=_("Second colour"), initial="#f2b134")
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("A PNG or WebP, wide rather than high."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def words(self) -> dict[str, Any]:
        """All but the file, as the action wants them."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"logo", "hero"}}


class SpacesForm(forms.Form):
    spaces = forms.MultipleChoiceField(
        label=_("Where shall the first talk happen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Fewer is better. You can open more when people ask for them."),
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["spaces"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = offered
        field.initial = [key for key, _label in offered[:3]]


class CommunityForm(FaceAndWordsForm):
    """The same for every day: with the greys, the corners, the big picture and what we hold dear."""

    WORDS = (
        "name",
        "shop_name",
        "shop_url",
        "members_name",
        "tagline",
        "lead",
        "brand",
        "accent",
        "neutral_hue",
        "roundness",
        "values_plain",
    )

    neutral_hue = forms.IntegerField(label=_("Warmth of the greys, 0 to 360"), min_value=0, max_value=360, initial=72)
    roundness = forms.DecimalField(
        label=_("Roundness of corners, 0 to 1.5"), min_value=0, max_value=1.5, decimal_places=2, initial=1
    )
    hero = forms.FileField(
        label=_("Picture for the home page"),
        required=False,
        help_text=_("Shown until members have shared three pictures. A landscape, 1600 pixels wide."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    values_plain = forms.CharField(
        label=_("What we hold dear"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Paragraphs are parted by an empty line. Lines that begin with - make a list."),
    )


class BookmarkForm(forms.Form):
    """What somebody wants to remember of something saved."""

    note = forms.CharField(
        label=_("Note to yourself"),
        required=False,
        max_length=NOTE_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you see it."),
    )
    remind_on = forms.DateField(
        label=_("Remind me on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("You get a notice in the morning of that day."),
    )
