"""What can be done with one post: find it, change it, take it away, accept it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from korzo.discussions.actions import (
    accept_answer,
    edit_post,
    remove_post,
    withdraw_acceptance,
)
from korzo.discussions.models import REASON_LENGTH_MAX, TITLE_LENGTH_MAX, Post
from korzo.discussions.permissions import check_edit, check_remove
from korzo.discussions.queries import get_post_for
from korzo.discussions.views.composing import composer
from korzo.discussions.views.forms import Form, form_again, form_of, written_by
from korzo.discussions.views.spaces import Link, all_spaces
from korzo.discussions.views.topics import address_of
from korzo.kit.errors import Refused
from korzo.kit.fragments import is_deletion, vary, wants_fragment
from korzo.members.permissions import person_of


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """The lasting address of a post, whatever page it stands on today."""
    one = get_post_for(person_of(request), pk)
    if "quote" in request.GET:
        return redirect(f"{one.topic.get_absolute_url()}?quote={one.pk}#reply")
    return redirect(address_of(one))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_post_for(person_of(request), pk)
    member = check_edit(person_of(request), one, timezone.now())
    if request.method != "POST":
        return _edit_page(request, one, form_of(one))
    try:
        version = request.POST.get("version", "")
        edit_post(
            one,
            actor=member,
            written=written_by(request),
            title=request.POST.get("title"),
            version=int(version) if version.isdecimal() else None,
            reason=request.POST.get("reason", ""),
        )
    except Refused as refusal:
        return _edit_page(request, one, form_again(request.POST, refusal, member), status=422)
    changed = get_post_for(member, pk)
    if changed.is_standing:
        messages.success(request, _("Your changes are there."))
    else:
        messages.info(request, _("Thank you. Somebody of the team looks at it first; until then only you see it."))
    return redirect(address_of(changed))


def _edit_page(request: HttpRequest, one: Post, form: Form, status: int = 200) -> HttpResponse:
    context = {
        "post": one,
        "form": form,
        "title_length_max": TITLE_LENGTH_MAX,
        "back_url": address_of(one),
        "crumbs": crumbs_to(one),
        **composer(f"edit:{one.pk}"),
    }
    return render(request, "discussions/edit_post.html", context, status=status)


def crumbs_to(one: Post) -> list[Link]:
    topic = one.topic
    return [all_spaces(), Link(topic.space.name, topic.space.get_absolute_url()), Link(topic.title, address_of(one))]


@require_http_methods(["POST", "DELETE"])
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_post_for(person_of(request), pk)
    if is_deletion(request):
        withdraw_acceptance(one, actor=person_of(request))
        messages.success(request, _("This answer is no longer marked."))
    else:
        accept_answer(one, actor=person_of(request))
        messages.success(request, _("Marked as the best answer. Others will find it first."))
    return _to(request, address_of(get_post_for(person_of(request), pk)))


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks once more, and a moderator for the reason."""
    one = get_post_for(person_of(request), pk)
    member = check_remove(person_of(request), one)
    if request.method in {"GET", "HEAD"}:
        return _removal_page(request, one)
    reason = request.POST.get("reason", "")
    try:
        remove_post(one, actor=member, reason=reason)
    except Refused as refusal:
        return _removal_page(request, one, reason=reason, error=refusal.sentence, status=422)
    messages.success(request, _("The post is gone."))
    return _to(request, (one.topic.space if one.opens_topic else one.topic).get_absolute_url())


def _removal_page(
    request: HttpRequest, one: Post, *, reason: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "post": one,
        "own": request.user.pk == one.author_id,
        "reason": reason,
        "error": error,
        "reason_length_max": REASON_LENGTH_MAX,
        "back_url": address_of(one),
        "crumbs": crumbs_to(one),
    }
    return render(request, "discussions/removal.html", context, status=status)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """After a change that moves posts about, the page is read again as a whole."""
    if not wants_fragment(request):
        return vary(redirect(address))
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return vary(response)
