"""Films come in piece by piece, tell how far they are, and get captions."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from korzo.kit.errors import Missing, Refused
from korzo.media import actions
from korzo.media.forms import CaptionsForm
from korzo.media.models import Picture
from korzo.media.queries import get_picture_for
from korzo.media.views import wants_json
from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of

logger = logging.getLogger("korzo.media")

# 500 MB have nine digits.
NUMBER_DIGITS_MAX = 12


@require_POST
def films(request: HttpRequest) -> JsonResponse:
    """The composer sends the first piece of a film, and how large the whole is."""
    return _answered(request, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def film(request: HttpRequest, pk: int) -> JsonResponse:
    """How far it is; the next piece of it by POST, with the place where it begins."""
    return _answered(request, pk)


def _answered(request: HttpRequest, pk: int | None) -> JsonResponse:
    try:
        member = check_signed_in(person_of(request))
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=403)
    try:
        if pk is None:
            return JsonResponse(film_as_json(_begun(request, member)), status=201)
        one = get_picture_for(member, pk)
        if not one.is_film:
            raise Missing(pk)
        if request.method == "POST":
            _add(request, one, member)
            one.refresh_from_db()
        return JsonResponse(film_as_json(one))
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=422)
    except OSError:
        # A full disk, or a store that is away. The browser keeps the film and goes on where it was.
        logger.exception("A film could not be kept.")
        sentence = _("We could not keep this file just now. Please try again in a moment.")
        return JsonResponse({"error": sentence}, status=503)


def _begun(request: HttpRequest, member: Member) -> Picture:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused(_("Please choose a file first."))
    said = actions.Said(size_bytes=_number(request.POST.get("size", "")), alt=request.POST.get("alt", ""))
    return actions.begin_film(sent, owner=member, said=said)


def _add(request: HttpRequest, one: Picture, member: Member) -> None:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused(_("Please choose a file first."))
    actions.add_piece(one, sent, actor=member, offset=_number(request.POST.get("offset", "")))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= NUMBER_DIGITS_MAX else 0


def film_as_json(picture: Picture) -> dict[str, str | int | bool]:
    """`url` is the poster, once there is one."""
    photo = picture.as_photo()
    arrival = getattr(picture, "arrival", None) if picture.state == Picture.State.ARRIVING else None
    return {
        "id": picture.pk,
        "kind": picture.kind,
        "state": picture.state,
        "received": arrival.received_bytes if arrival else 0,
        "error": picture.failure,
        "url": photo.url if picture.is_ready else "",
        "length": photo.film.length if photo.film and picture.is_ready else "",
        "alt": picture.alt,
        "captions": bool(picture.captions),
    }


@login_required
@require_POST
def captions(request: HttpRequest, pk: int) -> HttpResponse:
    """A file with the words that are spoken; without a file those that there are go."""
    member = check_signed_in(person_of(request))
    one = get_picture_for(member, pk)
    form = CaptionsForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
        _caption(one, form, member)
    except Refused as refusal:
        if wants_json(request):
            return JsonResponse({"error": refusal.sentence}, status=422)
        messages.error(request, refusal.sentence)
        return redirect("media:picture", pk=one.pk)
    if wants_json(request):
        return JsonResponse(film_as_json(one))
    messages.success(request, _("Saved."))
    return redirect("media:picture", pk=one.pk)


def _caption(one: Picture, form: CaptionsForm, member: Member) -> None:
    sent = form.cleaned_data["captions"]
    if sent is None:
        actions.drop_captions(one, actor=member)
    else:
        actions.keep_captions(one, sent, actor=member, language=form.cleaned_data["language"])
