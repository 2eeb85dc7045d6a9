"""Who asks, and what their browser wants back."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from korzo.members.models import Member
from korzo.members.permissions import Person


def person_of(request: HttpRequest) -> Person:
    return request.user if isinstance(request.user, Member) else None


def wants_fragment(request: HttpRequest) -> bool:
    """Going back in the browser's history asks for the whole page again."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def vary(response: HttpResponse) -> HttpResponse:
    """One address, two answers: a cache must keep them apart."""
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_deletion(request: HttpRequest) -> bool:
    """A browser's form knows only GET and POST."""
    return request.method == "DELETE" or request.POST.get("_method") == "delete"


def address_after(request: HttpRequest, usual: str) -> str:
    """Back to where somebody came from, if that is one of our own pages."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else usual
