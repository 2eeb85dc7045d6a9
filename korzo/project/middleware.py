"""What every request passes: policy headers, language, and refusals turned into pages."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.csp import build_policy
from django.utils.translation.trans_real import parse_accept_lang_header

from korzo.kit.errors import Missing, Refused

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = (
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


# Browsers send far less; reading more would only keep us busy.
ACCEPT_LENGTH_MAX = 500


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
    """The language of the cookie, else the first of the browser's that we have. Never guessed from the address."""
    codes = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if wanted not in codes:
            wanted = _first_of_browser(request.headers.get("Accept-Language", ""), codes)
        with translation.override(wanted):
            request.LANGUAGE_CODE = wanted
            response = get_response(request)
        response.headers.setdefault("Content-Language", wanted)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware


def _first_of_browser(header: str, codes: set[str]) -> str:
    """Django's own reading asks for its own catalogues, and it has none of Gujarati."""
    wanted = (tag.split("-")[0] for tag, _weight in parse_accept_lang_header(header[:ACCEPT_LENGTH_MAX].lower()))
    return next((code for code in wanted if code in codes), settings.LANGUAGE_CODE)


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
