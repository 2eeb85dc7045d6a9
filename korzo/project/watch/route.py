"""What a request asks for, by the name of its route: an address itself may hold a handle or a token."""

from django.conf import settings
from django.http import HttpRequest

from korzo.edge.sharing import ASK_HEADER, ASK_PERSONAL

NOWHERE = "-"
# What the edge asks for to put into a stored page; the middleware answers, so no route is looked up.
PARTS = "personal-parts"


def route_of(request: HttpRequest) -> str:
    """Such as `topic` or `wagtailadmin_home`; for a route without a name its pattern; `-` for none."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        # Without a name Django gives the path of the view, and all the pages that lead nowhere share one.
        return str(match.view_name if match.url_name else match.route)
    if request.headers.get(ASK_HEADER) == ASK_PERSONAL:
        return PARTS
    return "static" if request.path_info.startswith(settings.STATIC_URL) else NOWHERE
