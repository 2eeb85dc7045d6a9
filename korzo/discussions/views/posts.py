"""What can be done with one post: find it, change it, take it away, accept it, give it a heart."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.discussions.actions import (
    accept_answer,
    edit_post,
    give_heart,
    remove_post,
    take_heart_back,
    withdraw_acceptance,
)
from korzo.discussions.models import REASON_LENGTH_MAX, TITLE_LENGTH_MAX, Post
from korzo.discussions.permissions import check_edit, check_remove
from korzo.discussions.queries import get_post_for
from korzo.discussions.views.composing import composer
from korzo.discussions.views.forms import Form, form_again, form_of, written_in
from korzo.discussions.views.spaces import Link, all_spaces
from korzo.discussions.views.topics import address_of
from korzo.kit import parts
from korzo.kit.errors import Missing, Refused
from korzo.kit.fragments import is_deletion, vary, wants_fragment
from korzo.members.permissions import person_of
from korzo.reactions.models import Reaction


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
            written=written_in(request.POST),
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
        "crumbs": _crumbs(one),
        **composer(f"edit:{one.pk}"),
    }
    return render(request, "discussions/edit_post.html", context, status=status)


def _crumbs(one: Post) -> list[Link]:
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


@require_POST
def reaction(request: HttpRequest, pk: int) -> HttpResponse:
    """Each button of the one form says what it gives, or takes back."""
    person = person_of(request)
    one = get_post_for(person, pk)
    given, back = request.POST.get("give", ""), request.POST.get("take_back", "")
    if (given or back) not in Reaction.Emoji.values:
        raise Missing(given or back)
    if back:
        take_heart_back(one, actor=person, emoji=back)
    else:
        give_heart(one, actor=person, emoji=given)
    if not wants_fragment(request):
        return vary(redirect(address_of(one)))
    response = HttpResponse(parts.mark("discussions.post_foot", one.pk))
    # What was chosen from the menu stands beside it now, and what nobody gives any more went back into it.
    stands = f"#react-{one.pk}-{given or back}, #react-{one.pk}-more"
    response.headers["HX-Trigger-After-Settle"] = json.dumps({"korzo:focus": stands})
    return vary(response)


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
        "crumbs": _crumbs(one),
    }
    return render(request, "discussions/removal.html", context, status=status)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """After a change that moves posts about, the page is read again as a whole."""
    if not wants_fragment(request):
        return vary(redirect(address))
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return vary(response)
