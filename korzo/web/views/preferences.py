"""Language, theme and keys: three cookies of this browser. Guest pages carry no token, so the origin is checked."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from korzo.kit import origin
from korzo.kit.errors import Refused
from korzo.kit.fragments import vary, wants_fragment
from korzo.members import actions as members
from korzo.members.models import Member

COOKIE_AGE_SECONDS = 365 * 24 * 3600
KEYS_COOKIE, OFF = "korzo_keys", "off"


@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    _check_origin(request)
    wanted = request.POST.get("language", "")
    response = _back(request)
    if wanted in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, wanted)
        if isinstance(request.user, Member):
            members.change_language(request.user, language=wanted)
    return response


@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    _check_origin(request)
    wanted = request.POST.get("theme", "")
    response = _back(request)
    if wanted in {"light", "dark"}:
        _remember(response, settings.THEME_COOKIE_NAME, wanted)
    else:
        response.delete_cookie(settings.THEME_COOKIE_NAME)
    return response


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The list of keys, for a dialog or as a page; and the switch (WCAG 2.1.4: single keys can be turned off)."""
    if request.method != "POST":
        shown = {"has_keys": request.COOKIES.get(KEYS_COOKIE) != OFF}
        return vary(render(request, "web/_keys_sheet.html" if wants_fragment(request) else "web/keys.html", shown))
    _check_origin(request)
    response = _back(request)
    if request.POST.get("keys") == OFF:
        # The script that listens reads it.
        _remember(response, KEYS_COOKIE, OFF, httponly=False)
    else:
        response.delete_cookie(KEYS_COOKIE)
    return response


def _check_origin(request: HttpRequest) -> None:
    if not origin.is_own(request):
        raise Refused(_("This form was sent from another site. Please use the one on our page."))


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    return HttpResponseRedirect(target)


def _remember(response: HttpResponse, name: str, value: str, *, httponly: bool = True) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=COOKIE_AGE_SECONDS, samesite="Lax", httponly=httponly, secure=secure)
