"""Browsers that want to be told."""

from functools import cache
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from korzo.kit.errors import Missing, Refused
from korzo.kit.origin import is_own
from korzo.members.permissions import check_signed_in, person_of
from korzo.notifications import actions

WORKER = "notifications/push-worker.js"


@login_required
@require_POST
def sign_up(request: HttpRequest) -> HttpResponse:
    """What the browser gave, in its own words. 422 with a sentence where it cannot be used."""
    try:
        actions.sign_up_device(
            actor=check_signed_in(person_of(request)),
            endpoint=request.POST.get("endpoint", ""),
            p256dh=request.POST.get("p256dh", ""),
            auth=request.POST.get("auth", ""),
            label=request.POST.get("label", ""),
            session_key=request.session.session_key or "",
        )
    except Refused as refused:
        return JsonResponse({"sentence": refused.sentence}, status=422)
    return HttpResponse(status=204)


@csrf_exempt  # Sent by the worker of a browser, which has no page and so no token: the origin is checked instead.
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    if me is None or not is_own(request):
        return HttpResponseForbidden()
    try:
        actions.renew_device(
            actor=me,
            old_endpoint=request.POST.get("old_endpoint", ""),
            endpoint=request.POST.get("endpoint", ""),
            p256dh=request.POST.get("p256dh", ""),
            auth=request.POST.get("auth", ""),
            session_key=request.session.session_key or "",
        )
    except Refused as refused:
        return JsonResponse({"sentence": refused.sentence}, status=422)
    return HttpResponse(status=204)


@login_required
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    if not actions.forget_device(pk, actor=check_signed_in(person_of(request))):
        raise Missing(pk)
    messages.success(request, _("This device hears nothing any more."))
    return redirect("notifications:settings")


@never_cache
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Under an address that stays: a browser asks for its worker here as long as it keeps it."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/notices/"
    return response


@cache
def _worker() -> str:
    path = finders.find(WORKER)
    if not isinstance(path, str):
        raise Missing(WORKER)
    return Path(path).read_text(encoding="utf-8")
