"""Where a person goes after a form."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def address_after(request: HttpRequest, usual: str) -> str:
    """Back to where somebody came from, if that is one of our own pages."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else usual
