"""What every request passes: policy headers, language, and refusals turned into pages."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.csp import build_policy

from korzo.kit.errors import Missing, Refused
from korzo.kit.tongue import wanted_language

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = (
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


@cache
def _policies() -> tuple[str, str]:
    return build_policy(settings.PAGE_CSP), build_policy(settings.STAFF_CSP)


def security_headers(get_response: GetResponse) -> GetResponse:
    """The strict policy for members' pages, the wider one for the back office; a view may set its own before."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        page, staff = _policies()
        policy = staff if request.path.startswith("/staff/") else page
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def language(get_response: GetResponse) -> GetResponse:
    """The language of the cookie, else the first of the browser's that we have."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        wanted = wanted_language(cookie, request.headers.get("Accept-Language", ""))
        with translation.override(wanted):
            request.LANGUAGE_CODE = wanted
            response = get_response(request)
        response.headers.setdefault("Content-Language", wanted)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware


def refusals(get_response: GetResponse) -> GetResponse:
    return _Refusals(get_response)


class _Refusals:
    """An action that refuses becomes a page with its sentence; a missing thing becomes a 404."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            # No text of ours holds this sign, and PostgreSQL refuses to be asked about it.
            return self.process_exception(request, Missing(request.path_info)) or HttpResponse(status=404)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "403.html", {"sentence": exception.sentence}, status=403)
        if isinstance(exception, Missing):
            return render(request, "404.html", {"exception": Http404()}, status=404)
        return None
