"""One address, two answers: a fragment for htmx, a whole page for everybody else."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """Going back in the browser's history asks for the whole page again."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def vary(response: HttpResponse) -> HttpResponse:
    """A cache must keep the two answers apart."""
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_deletion(request: HttpRequest) -> bool:
    """A browser's form knows only GET and POST."""
    return request.method == "DELETE" or request.POST.get("_method") == "delete"
