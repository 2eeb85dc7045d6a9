"""Pictures come in, are described, and are served."""

import hashlib
import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.kit.errors import Refused
from korzo.media import actions
from korzo.media.actions.receive import preview_width
from korzo.media.files import read_slice
from korzo.media.forms import CaptionsForm, DescriptionForm
from korzo.media.models import Picture
from korzo.media.parts import NoSuchPart, part_of
from korzo.media.queries import get_picture_for
from korzo.media.served import CACHE, POLICY, content_type_of
from korzo.members.permissions import Person, check_signed_in, person_of

logger = logging.getLogger("korzo.media")


def _person(request: HttpRequest) -> Person:
    return person_of(request)


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


@require_POST
def pictures(request: HttpRequest) -> JsonResponse:
    """The composer sends each picture as soon as it is chosen and keeps its id."""
    try:
        member = check_signed_in(_person(request))
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=403)
    try:
        sent = request.FILES.get("file")
        if sent is None:
            raise Refused(_("Please choose a picture first."))
        picture = actions.receive_picture(sent, owner=member, alt=request.POST.get("alt", ""))
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=422)
    except OSError:
        # A full disk, or a store that is away. The browser keeps the picture and offers to try again.
        logger.exception("A picture could not be kept.")
        sentence = _("We could not keep this picture just now. Please try again in a moment.")
        return JsonResponse({"error": sentence}, status=503)
    return JsonResponse(picture_as_json(picture), status=201)


def picture_as_json(picture: Picture) -> dict[str, str | int]:
    return {
        "id": picture.pk,
        "url": picture.url(preview_width(picture)),
        "width": picture.width,
        "height": picture.height,
        "tone": picture.tone,
        "alt": picture.alt,
        "focal_x": picture.focal_x,
        "focal_y": picture.focal_y,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Its description and focal point: a page by itself, and the answer to the composer's call."""
    member = check_signed_in(_person(request))
    one = get_picture_for(member, pk)
    if request.method != "POST":
        initial = {"alt": one.alt, "focal_x": one.focal_x, "focal_y": one.focal_y}
        return _page(request, one, DescriptionForm(initial=initial))
    form = DescriptionForm(request.POST)
    if not form.is_valid():
        return _not_valid(request, one, form)
    actions.describe_picture(one, actor=member, **form.cleaned_data)
    if wants_json(request):
        return JsonResponse(picture_as_json(one))
    messages.success(request, _("Saved. Thank you for the description."))
    return redirect("media:picture", pk=one.pk)


def _not_valid(request: HttpRequest, one: Picture, form: DescriptionForm) -> HttpResponse:
    if wants_json(request):
        sentences = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"error": " ".join(sentences)}, status=422)
    return _page(request, one, form, status=422)


def _page(request: HttpRequest, one: Picture, form: DescriptionForm, status: int = 200) -> HttpResponse:
    is_drawn = one.is_ready or not (one.is_film or one.state == Picture.State.FAILED)
    context = {
        "picture": one,
        "preview_url": one.url(preview_width(one)) if is_drawn else "",
        "photo": one.as_photo() if one.is_film else None,
        "form": form,
        "captions_form": CaptionsForm(initial={"language": get_language()}) if one.is_film and one.is_ready else None,
    }
    return render(request, "media/picture.html", context, status=status)


@login_required
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a picture that was not used yet. One in a post goes with the post's own form."""
    member = check_signed_in(_person(request))
    one = get_picture_for(member, pk)
    if one.claimed_at is not None:
        raise Refused(_("This picture is still in use. Please take it out there first."))
    actions.discard_picture(one, actor=member)
    if wants_json(request):
        return HttpResponse(status=204)
    messages.success(request, _("The picture is gone."))
    return redirect("web:home")


@require_safe
def file(request: HttpRequest, path: str) -> HttpResponseBase:
    content_type = content_type_of(path)
    if content_type is None:
        raise Http404
    try:
        etag = _etag(path)
        # None where the browser has to be given the file.
        answer = get_conditional_response(request, etag=etag) or _part_or_whole(request, path, content_type, etag)
    except (FileNotFoundError, IsADirectoryError):
        raise Http404 from None
    except OSError:
        # A disk that fails, or a store that is away: the page around it is well, and the next look may find it.
        return HttpResponse(status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
    return _with_headers(answer, etag)


def _part_or_whole(request: HttpRequest, path: str, content_type: str, etag: str) -> HttpResponseBase:
    asked = request.headers.get("Range", "")
    # A part of another version would not fit to what the browser has.
    if not asked or request.headers.get("If-Range", etag) != etag:
        whole = FileResponse(default_storage.open(path), content_type=content_type)
        whole.headers["Accept-Ranges"] = "bytes"
        return whole
    size = default_storage.size(path)
    try:
        part = part_of(asked, size)
    except NoSuchPart:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    if part is None:
        return FileResponse(default_storage.open(path), content_type=content_type)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Range": f"bytes {part.start}-{part.stop - 1}/{size}",
        "Content-Length": str(len(part)),
    }
    body = b"" if request.method == "HEAD" else read_slice(path, part.start, len(part))
    return HttpResponse(body, status=206, content_type=content_type, headers=headers)


def _etag(path: str) -> str:
    changed = default_storage.get_modified_time(path).timestamp()
    seen = f"{path}:{default_storage.size(path)}:{changed}"
    return f'"{hashlib.sha256(seen.encode()).hexdigest()[:24]}"'


def _with_headers(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A picture may be shown inside the shop's own pages.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
