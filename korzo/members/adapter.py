"""How django-allauth makes and confirms our members: one way in, whatever door."""

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korzo.community.queries import the_community
from korzo.kit.generations import bump_on_commit
from korzo.members import actions
from korzo.members.barring import is_barred
from korzo.members.handles import handle_for
from korzo.members.models import Member


@dataclass(frozen=True)
class Letterhead:
    """Who writes, where django-allauth would name the bare host."""

    name: str
    domain: str


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    def save_user(self, request: HttpRequest, user: Member, form: forms.Form, commit: bool = True) -> Member:
        user.name = form.cleaned_data["name"]
        user.language = get_language() or "en"
        user.email = form.cleaned_data["email"].lower()
        with transaction.atomic():
            # Two people of one name at one moment, or a group that is opened with it: one waits for the other.
            actions.hold_handles()
            user.handle = handle_for(user.name)
            saved: Member = super().save_user(request, user, form, commit)
        # Counted as one of us from now on, though the member joins with the proof of the mail.
        bump_on_commit("members")
        return saved

    def clean_email(self, email: str) -> str:
        """Of every form that takes a new address. An address that was shut out stays out for a year."""
        cleaned: str = super().clean_email(email)
        if is_barred(cleaned):
            raise forms.ValidationError(_("No account can be opened with this address. Please write to the team."))
        return cleaned

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The account becomes a member here: a mail that nobody proved is nobody's."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            actions.confirm_mail(email_address.user)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the receiver's language, under the community's name."""
        member = context.get("user") or Member.objects.get_queryset().in_any_case("email", email).first()
        context["current_site"] = Letterhead(the_community().name, settings.KORZO_URL)
        with translation.override(member.language if member else get_language()):
            super().send_mail(template_prefix, email, context)
