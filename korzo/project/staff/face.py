"""The community's words and colours, and its spaces, for staff."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from korzo.community import actions
from korzo.community.queries import the_community
from korzo.discussions import actions as talk_actions
from korzo.discussions import queries as talk
from korzo.kit.errors import Missing, Refused
from korzo.kit.pictures import BadPicture
from korzo.members.models import Member
from korzo.members.permissions import CHANGE_COMMUNITY, check_can, person_of
from korzo.web.forms import CommunityForm, SpaceForm


def _team(request: HttpRequest) -> Member:
    person = person_of(request)
    check_can(person, CHANGE_COMMUNITY)
    if person is None:
        raise Missing("community")
    return person


def community(request: HttpRequest) -> HttpResponse:
    person = _team(request)
    known = the_community()
    form = CommunityForm(
        request.POST or None, request.FILES or None, initial={n: getattr(known, n) for n in CommunityForm.WORDS}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_community(
                actor_id=person.pk, logo=form.cleaned_data["logo"], hero=form.cleaned_data["hero"], **form.words()
            )
        except BadPicture as bad:
            form.add_error("logo" if form.cleaned_data["logo"] else "hero", bad.sentence)
        else:
            messages.success(request, _("Saved. Members see it at once."))
            return redirect("staff_community")
    shown = {"page_title": _("Face and words"), "header_icon": "edit", "form": form}
    return render(request, "staff_desk/community.html", shown, status=422 if form.errors else 200)


def spaces(request: HttpRequest) -> HttpResponse:
    person = _team(request)
    form = SpaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            talk_actions.open_space(actor=person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", refused.sentence)
        else:
            messages.success(request, _("The space is open."))
            return redirect("staff_spaces")
    shown = {
        "page_title": _("Spaces"),
        "header_icon": "folder-open-inverse",
        "form": form,
        "spaces": talk.spaces_overview(),
    }
    return render(request, "staff_desk/spaces.html", shown, status=422 if form.errors else 200)
