"""Groups among members: finding one, coming in, going, and looking after one that is theirs to keep."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.groups import actions, queries
from korzo.groups.forms import FaceForm, PersonForm
from korzo.groups.models import Group
from korzo.groups.permissions import TOLD_BY_MENTION_MAX, check_keep, may_keep, mentionable_by
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.kit.pictures import BadPicture
from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of
from korzo.members.queries import by_handles

# Longer numbers are no ids of ours, and databases refuse them.
ID_DIGITS_MAX = 18


def _me(request: HttpRequest) -> Member:
    return check_signed_in(person_of(request))


def _number(sent: str) -> int:
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= ID_DIGITS_MAX else 0


@never_cache
@login_required
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    return render(request, "groups/groups.html", {"groups": queries.all_for(_me(request))})


@never_cache
@login_required
@require_safe
def group(request: HttpRequest, handle: str) -> HttpResponse:
    me = _me(request)
    one = queries.get_group_for(me, handle)
    if one.handle != handle:
        return redirect(one, permanent=False)
    people = queries.people_in(one, _number(request.GET.get("page", "")))
    shown = {
        "group": one,
        "place": queries.place_of(me, one),
        "people": people,
        "next_url": f"?page={people.page + 1}" if people.page < people.pages else "",
        "may_keep": may_keep(me, one),
        "may_mention": mentionable_by(me).filter(pk=one.pk).exists(),
        "is_too_large": people.count > TOLD_BY_MENTION_MAX,
        "most": TOLD_BY_MENTION_MAX,
    }
    return render(request, "groups/group.html", shown)


@login_required
@require_POST
def membership(request: HttpRequest, handle: str) -> HttpResponse:
    me = _me(request)
    one = queries.get_group_for(me, handle)
    chosen = request.POST.get("do", "")
    if chosen == "join":
        actions.join_group(one, actor=me)
        messages.success(request, _("You are in. It is good to have you here."))
    elif chosen == "ask":
        actions.ask_to_join(one, actor=me)
        messages.success(request, _("You asked. A keeper of the group or the team answers."))
    elif chosen == "take_back":
        actions.take_back_request(one, actor=me)
        messages.success(request, _("You no longer ask to come in."))
    elif chosen == "leave":
        actions.leave_group(one, actor=me)
        messages.success(request, _("You are no longer in this group."))
    return redirect(one)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: HttpRequest, handle: str) -> HttpResponse:
    """For its keepers and the team: what others read about it, who asks, who is in it."""
    me = _me(request)
    one = queries.get_group_for(me, handle)
    check_keep(me, one)
    form = FaceForm(request.POST or None, request.FILES or None, initial=FaceForm.of(one))
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_group(one, actor=me, face=form.face())
            keep_picture(form, one, me)
        except BadPicture as bad:
            form.add_error("picture", bad.sentence)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. Members see it at once."))
            return redirect("groups:keeping", one.handle)
    return _keeping_page(request, one, form, PersonForm(), status=422 if form.errors else 200)


def keep_picture(form: FaceForm, one: Group, actor: Member) -> None:
    file = form.cleaned_data["picture"]
    if isinstance(file, UploadedFile):
        actions.show_picture(one, actor=actor, file=file)


def _keeping_page(
    request: HttpRequest, one: Group, form: FaceForm, person_form: PersonForm, *, status: int
) -> HttpResponse:
    people = queries.people_in(one, _number(request.GET.get("page", "")))
    shown = {
        "group": one,
        "form": form,
        "person_form": person_form,
        "requests": queries.requests_to(one),
        "people": people,
        "next_url": f"?page={people.page + 1}" if people.page < people.pages else "",
    }
    return render(request, "groups/keeping.html", shown, status=status)


@login_required
@require_POST
def people(request: HttpRequest, handle: str) -> HttpResponse:
    """Adding, answering and taking out."""
    me = _me(request)
    one = queries.get_group_for(me, handle)
    check_keep(me, one)
    chosen = request.POST.get("do", "")
    if chosen == "add":
        return _add(request, one, me)
    member = Member.objects.filter(pk=_number(request.POST.get("member", "")), erased_at__isnull=True).first()
    if member is None:
        raise Missing(handle)
    if chosen == "accept":
        actions.accept_request(one, actor=me, member=member)
        messages.success(request, _("They are in, and read it in their notices."))
    elif chosen == "decline":
        actions.decline_request(one, actor=me, member=member)
        messages.success(request, _("They read that it is a no for now."))
    elif chosen == "remove":
        actions.remove_member(one, actor=me, member=member)
        messages.success(request, _("They are no longer in the group, and read it in their notices."))
    return redirect("groups:keeping", one.handle)


def _add(request: HttpRequest, one: Group, me: Member) -> HttpResponse:
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            actions.add_member(one, actor=me, member=named(form))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("They are in, and read it in their notices."))
            return redirect("groups:keeping", one.handle)
    return _keeping_page(request, one, FaceForm(initial=FaceForm.of(one)), form, status=422)


def named(form: PersonForm) -> Member:
    handle = form.cleaned_data["handle"].strip().removeprefix("@").lower()
    found = by_handles([handle]).get(handle)
    if found is None:
        raise FieldRefused("handle", _("Nobody here has this name."))
    return found
