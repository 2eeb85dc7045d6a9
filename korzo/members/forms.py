"""Forms about people."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from korzo.kit import turns
from korzo.kit.errors import Refused
from korzo.members.models import BIO_LENGTH_MAX, NAME_LENGTH_MAX, Member
from korzo.members.proof import Challenge, is_proven, may_pass_without, new_challenge


class SignupForm(forms.Form):
    """Our part of the sign-up form; django-allauth adds mail and password to it."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH_MAX,
        help_text=_("Others see it. It may be a first name alone."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    # People leave this empty, because they do not see it; robots fill in all they find.
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["name", "email", "password1"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("Something filled in a field that people do not see. Please try again."))
        if self.errors:
            return cleaned
        address = get_adapter().get_client_ip(get_adapter().request)
        if not is_proven(cleaned.get("proof", "")) and not may_pass_without(address):
            raise forms.ValidationError(
                _("Too many accounts were opened from here. Please try again in an hour, with JavaScript switched on.")
            )
        return cleaned

    def _post_clean(self) -> None:
        """Last of all, so that only what would open an account is counted: a few of them a day from one line."""
        super()._post_clean()  # type: ignore[misc]  # Django's own step, which its types leave out
        if self.errors:
            return
        adapter = get_adapter()
        try:
            turns.take_turn_from(turns.REGISTRATION, address=adapter.get_client_ip(adapter.request))
        except Refused as refusal:
            self.add_error(None, refusal.sentence)

    def challenge(self) -> Challenge:
        return new_challenge()

    def signup(self, request: HttpRequest, user: Member) -> None:
        """Nothing more to do: the adapter has set the name, and the member joins when the mail is confirmed."""


class ProfileForm(forms.ModelForm[Member]):
    class Meta:
        model = Member
        fields = ["name", "town", "bio"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 4, "maxlength": BIO_LENGTH_MAX})}
        help_texts = {
            "town": _("Only if you like. It helps to find company nearby."),
            "bio": _("What you wear, where you walk, what you can help with."),
        }


class AvatarForm(forms.Form):
    picture = forms.FileField(
        label=_("Your picture"),
        help_text=_("JPEG, PNG, WebP or HEIC. We cut it round and drop where and when it was taken."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )


class ErasureForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.member.check_password(password):
            raise forms.ValidationError(_("This is not your password. Nothing was changed."))
        return password
