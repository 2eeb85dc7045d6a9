"""The team's pages about groups: opening, how each works, who keeps it, ending."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.groups import actions, queries
from korzo.groups.forms import GroupForm, PersonForm
from korzo.groups.models import Group
from korzo.groups.permissions import check_team
from korzo.groups.views import keep_picture, named
from korzo.kit.errors import Missing, Refused
from korzo.kit.pictures import BadPicture
from korzo.members.models import Member
from korzo.members.permissions import person_of


def _get(pk: int) -> Group:
    one = Group.objects.filter(pk=pk, ended_at__isnull=True).first()
    if one is None:
        raise Missing(pk)
    return one


@never_cache
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    check_team(person_of(request))
    context = {"groups": queries.for_staff(), "page_title": _("Groups"), "header_icon": "group"}
    return render(request, "groups/staff/groups.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    me = check_team(person_of(request))
    form = GroupForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.open_group(form.cleaned_data["handle"], actor=me, face=form.face(), ways=form.ways())
            keep_picture(form, one, me)
        except BadPicture as bad:
            messages.error(request, bad.sentence)
            return redirect("staff_group", one.pk)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The group is open."))
            return redirect("staff_group", one.pk)
    context = {"form": form, "page_title": _("Open a group"), "header_icon": "group"}
    return render(request, "groups/staff/new.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponse:
    me = check_team(person_of(request))
    one = _get(pk)
    form = GroupForm(request.POST or None, request.FILES or None, initial=GroupForm.of(one))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_ways(one, actor=me, handle=form.cleaned_data["handle"], ways=form.ways())
            actions.describe_group(one, actor=me, face=form.face())
            keep_picture(form, one, me)
        except BadPicture as bad:
            form.add_error("picture", bad.sentence)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. Members see it at once."))
            return redirect("staff_group", pk)
    return _page(request, one, form, PersonForm(), status=422 if form.errors else 200)


def _page(request: HttpRequest, one: Group, form: GroupForm, person_form: PersonForm, *, status: int) -> HttpResponse:
    context = {
        "group": one,
        "form": form,
        "person_form": person_form,
        "keepers": queries.keepers_of(one),
        "people": queries.people_counts([one.pk])[one.pk],
        "page_title": one.name,
        "header_icon": "group",
    }
    return render(request, "groups/staff/group.html", context, status=status)


@require_POST
def keepers(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who keeps it, from now on or no longer. Who is not in it yet comes in."""
    me = check_team(person_of(request))
    one = _get(pk)
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            _set_keeper(one, named(form), me, frees=request.POST.get("do") == "free")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. They read it in their notices."))
            return redirect("staff_group", pk)
    return _page(request, one, GroupForm(initial=GroupForm.of(one)), form, status=422)


def _set_keeper(one: Group, member: Member, me: Member, *, frees: bool) -> None:
    if frees:
        actions.free_keeper(one, actor=me, member=member)
        return
    if not queries.place_of(member, one).is_in:
        actions.add_member(one, actor=me, member=member)
    actions.name_keeper(one, actor=me, member=member)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    me = check_team(person_of(request))
    actions.end_group(_get(pk), actor=me)
    messages.success(request, _("The group has ended. What was written in its spaces stays."))
    return redirect("staff_groups")
