"""The team's pages about spaces and tags."""

from dataclasses import replace

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.discussions.actions import change_space, open_space, rename_tag
from korzo.discussions.cursor import parse_cursor
from korzo.discussions.forms import SpaceForm, TagForm, labels_of_rights
from korzo.discussions.models import Space, Tag
from korzo.discussions.permissions import KEEP_TAGS, MODERATE, OPEN_SPACES, check_look_after
from korzo.discussions.queries import every_space, tags_in_use
from korzo.discussions.queries.planned import planned_topics
from korzo.discussions.queries.waiting_questions import waiting_questions
from korzo.kit.errors import Missing, Refused
from korzo.kit.pictures import BadPicture
from korzo.media import actions as media
from korzo.media.models import Picture
from korzo.members.models import Member
from korzo.members.permissions import check_can, check_signed_in, person_of


def _keeper(request: HttpRequest, ability: str) -> Member:
    me = check_signed_in(person_of(request))
    check_can(me, ability)
    return me


@never_cache
@require_safe
def spaces(request: HttpRequest) -> HttpResponse:
    _keeper(request, OPEN_SPACES)
    labels = labels_of_rights()
    shown = [replace(one, who=labels.get(one.space.read_key, one.space.read_key)) for one in every_space()]
    context = {"spaces": shown, "page_title": _("Spaces of the talk"), "header_icon": "folder-open-inverse"}
    return render(request, "discussions/staff/spaces.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_space(request: HttpRequest) -> HttpResponse:
    me = _keeper(request, OPEN_SPACES)
    form = SpaceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            face = form.face(_photo(form, me), icon="messages-square")
            open_space(
                face.name,
                actor=me,
                description=face.description,
                rules=face.rules,
                hue=face.hue,
                main_kind=face.main_kind,
                photo=face.photo,
                promise_hours=face.promise_hours,
                rights=form.rights(),
            )
        except BadPicture as bad:
            form.add_error("photo", bad.sentence)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The space is open."))
            return redirect("staff_talk_spaces")
    return _form(request, form, _("Open a space"), _("Open the space"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def space(request: HttpRequest, pk: int) -> HttpResponse:
    me = _keeper(request, OPEN_SPACES)
    one = Space.objects.filter(pk=pk).first()
    if one is None:
        raise Missing(pk)
    form = SpaceForm(request.POST or None, request.FILES or None, initial=SpaceForm.of(one))
    if request.method == "POST" and form.is_valid():
        try:
            change_space(one, actor=me, face=form.face(_photo(form, me), icon=one.icon), rights=form.rights())
        except BadPicture as bad:
            form.add_error("photo", bad.sentence)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. Members see it at once."))
            return redirect("staff_talk_spaces")
    return _form(request, form, one.name, _("Save"))


def _form(request: HttpRequest, form: SpaceForm, title: str, submit: str) -> HttpResponse:
    context = {"form": form, "page_title": title, "submit": submit, "header_icon": "folder-open-inverse"}
    return render(request, "discussions/staff/space.html", context, status=422 if form.errors else 200)


def _photo(form: SpaceForm, owner: Member) -> Picture | None:
    file = form.cleaned_data["photo"]
    if not isinstance(file, UploadedFile):
        return None
    picture = media.receive_picture(file, owner=owner)
    media.claim_pictures([picture.pk], actor=owner)
    return picture


@never_cache
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    me = check_look_after(person_of(request))
    page = waiting_questions(me, before=parse_cursor(request.GET.get("before", "")))
    context = {
        "page": page,
        "next_url": f"?before={page.before}" if page.before else "",
        "page_title": _("Questions that wait"),
        "header_icon": "help",
    }
    return render(request, "discussions/staff/questions.html", context)


@never_cache
@require_safe
def planned(request: HttpRequest) -> HttpResponse:
    me = _keeper(request, MODERATE)
    context = {"planned": planned_topics(me), "page_title": _("Planned topics"), "header_icon": "calendar-alt"}
    return render(request, "discussions/staff/planned.html", context)


@never_cache
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    _keeper(request, KEEP_TAGS)
    context = {"tags": tags_in_use(), "page_title": _("Tags"), "header_icon": "tag"}
    return render(request, "discussions/staff/tags.html", context)


@require_POST
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name; the name of another tag joins the two."""
    me = _keeper(request, KEEP_TAGS)
    one = Tag.objects.filter(pk=pk, merged_into__isnull=True).first()
    if one is None:
        raise Missing(pk)
    form = TagForm(request.POST)
    try:
        if form.is_valid():
            rename_tag(one, actor=me, name=form.cleaned_data["name"])
            messages.success(request, _("The tag is changed."))
        else:
            messages.error(request, _("Please write the new name."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("staff_talk_tags")
