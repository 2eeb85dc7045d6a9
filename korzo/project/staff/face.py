"""The community's words and colours, for staff."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from korzo.community import actions
from korzo.community.queries import the_community
from korzo.kit.errors import Missing
from korzo.kit.pictures import BadPicture
from korzo.members.models import Member
from korzo.members.permissions import CHANGE_COMMUNITY, check_can, person_of
from korzo.web.forms import CommunityForm


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
