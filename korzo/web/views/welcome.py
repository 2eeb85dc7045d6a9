"""The first hour of an installation: an owner, a name and a face, the first spaces. Three short pages."""

from dataclasses import dataclass

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.community import actions as community
from korzo.community.queries import the_community
from korzo.discussions import actions as discussions
from korzo.discussions import queries as talk
from korzo.kit.errors import Missing, Refused
from korzo.kit.pictures import BadPicture
from korzo.members import actions as members
from korzo.members import queries as people
from korzo.members.models import Member
from korzo.members.permissions import CHANGE_COMMUNITY, check_can, person_of
from korzo.web.forms import FaceAndWordsForm, OwnerForm, SpacesForm


@dataclass(frozen=True)
class FirstSpace:
    """A space that suits any shop, offered to begin with."""

    key: str
    name: str
    description: str
    hue: int
    icon: str


def first_spaces() -> list[FirstSpace]:
    return [
        FirstSpace(
            "questions", _("Questions"), _("Ask before you buy, and after. Somebody here owns it."), 6, "circle-help"
        ),
        FirstSpace("pictures", _("Pictures"), _("Show where your things took you."), 8, "camera"),
        FirstSpace("care", _("Care and repair"), _("Make good things last."), 3, "wrench"),
        FirstSpace("neighbours", _("Neighbour help"), _("Lend, lift, mend, come along."), 1, "hand-heart"),
        FirstSpace("house", _("Club house"), _("How we live together here. News of the house."), 10, "house"),
    ]


@never_cache
@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest) -> HttpResponse:
    """Page one: who runs this. Only while nobody does."""
    if not people.waits_for_owner():
        raise Missing("welcome")
    members.lay_out_setup_code()
    form = OwnerForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            member = members.become_owner(
                code=data["code"],
                email=data["email"],
                name=data["name"],
                password=data["password"],
                language=get_language() or "en",
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            login(request, member, backend="korzo.members.backends.RoleBackend")
            return redirect("web:welcome_face")
    return render(request, "web/welcome/owner.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def face(request: HttpRequest) -> HttpResponse:
    """Page two: name, words and colours."""
    actor = _owner_only(request)
    form = FaceAndWordsForm(request.POST or None, request.FILES or None, initial=_known_words())
    if request.method == "POST" and form.is_valid():
        try:
            community.change_community(actor_id=actor.pk, logo=form.cleaned_data["logo"], **form.words())
        except BadPicture as bad:
            form.add_error("logo", bad.sentence)
        else:
            return redirect("web:welcome_spaces")
    return render(request, "web/welcome/face.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def spaces(request: HttpRequest) -> HttpResponse:
    """Page three: where the first talk happens. Then the doors are open."""
    actor = _owner_only(request)
    offered = first_spaces()
    form = SpacesForm(request.POST or None, offered=[(one.key, f"{one.name}: {one.description}") for one in offered])
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in offered if one.key in form.cleaned_data["spaces"]]
        known = {space.slug for space in talk.all_spaces()}
        for one in chosen:
            if one.key not in known:
                discussions.open_space(
                    slug=one.key, name=one.name, description=one.description, hue=one.hue, icon=one.icon, actor=actor
                )
        community.set_up(actor_id=actor.pk)
        return redirect("web:home")
    return render(request, "web/welcome/spaces.html", {"form": form}, status=422 if form.errors else 200)


def _owner_only(request: HttpRequest) -> Member:
    person = person_of(request)
    check_can(person, CHANGE_COMMUNITY)
    if person is None:
        raise Missing("owner")
    return person


def _known_words() -> dict[str, object]:
    known = the_community()
    return {
        "name": known.name if known.name != "Korzo" else "",
        "shop_name": known.shop_name,
        "shop_url": known.shop_url,
        "members_name": known.members_name,
        "tagline": known.tagline,
        "lead": known.lead,
        "brand": known.brand,
        "accent": known.accent,
    }
