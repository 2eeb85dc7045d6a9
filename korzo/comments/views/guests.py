"""What the links in our letters to guests open. Opening one changes nothing: programs that look at mails open them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.comments.actions import confirm_comment, remove_as_guest
from korzo.comments.permissions import is_removed
from korzo.comments.queries import get_guest_comment
from korzo.comments.tokens import CONFIRM, REMOVE, comment_id_in
from korzo.comments.views.composing import address_of
from korzo.kit.errors import Missing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """The button counts once: a second visit only says what became of it."""
    pk = comment_id_in(CONFIRM, token)
    comment, seen = get_guest_comment(pk)
    if is_removed(comment):
        raise Missing("confirmation")
    if request.method == "POST" and comment.guest.confirmed_at is None:
        comment = confirm_comment(pk)
    context = {
        "comment": comment,
        "seen": seen,
        "is_confirmed": comment.guest.confirmed_at is not None or comment.state != comment.State.AWAITING,
        "url": address_of(comment, seen) if seen and comment.is_visible else "",
    }
    return _quietly(render(request, "comments/confirmation.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: HttpRequest, token: str) -> HttpResponse:
    pk = comment_id_in(REMOVE, token)
    comment, seen = get_guest_comment(pk)
    is_gone = is_removed(comment) and comment.removal.by_author
    if request.method == "POST" and not is_gone:
        remove_as_guest(pk)
        is_gone = True
    return _quietly(
        render(request, "comments/guest_removal.html", {"comment": comment, "seen": seen, "is_gone": is_gone})
    )


def _quietly(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it goes to no other site and into no index. (Without any referrer a browser would send
    the form as from nowhere, and we would refuse it.)
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
