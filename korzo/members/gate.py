"""Who is suspended finds each page closed but the few that stay open to them."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from korzo.members.models import Member
from korzo.members.permissions import is_open_to_suspended

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Says why and until when, and takes the wish for a second look.
STANDING_PAGE = "moderation:standing"


class Gate:
    """Stands behind those that know who asks. The person is loaded for every page of a member anyway."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., object], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if not _is_of_suspended(request):
            return None
        match = request.resolver_match
        if match is not None and is_open_to_suspended(match.view_name):
            cast("Any", request).is_open_to_suspended = True
            return None
        if request.method in {"GET", "HEAD"}:
            return redirect(STANDING_PAGE)
        sentence = _("Your account is suspended. The page “Your standing” says why and until when.")
        return render(request, "403.html", {"sentence": sentence}, status=403)


def gate(get_response: GetResponse) -> Gate:
    return Gate(get_response)


def _is_of_suspended(request: HttpRequest) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    try:
        return isinstance(request.user, Member) and request.user.is_suspended
    except DatabaseError:
        # Pages that say how the house fares answer also now; all others ask for the person again, and fail there.
        return False
