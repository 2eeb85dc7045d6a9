"""Would you recommend us? One question, and a few words if somebody likes."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.kit.errors import FieldRefused
from korzo.members.permissions import person_of
from korzo.polls.actions import give_opinion
from korzo.polls.models import COMMENT_LENGTH_MAX, SCORE_MAX
from korzo.polls.queries import has_given_opinion


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest) -> HttpResponse:
    member = person_of(request)
    if member is None:
        return redirect_to_login(request.get_full_path())
    given = has_given_opinion(member)
    if request.method != "POST":
        return _page(
            request, given.score if given else None, given.comment if given else "", is_again=given is not None
        )
    text = request.POST.get("score", "")
    score = int(text) if text.isdecimal() and len(text) < 3 else None
    comment = request.POST.get("comment", "")
    try:
        give_opinion(actor=member, score=score, comment=comment)
    except FieldRefused as refusal:
        errors = {refusal.field: refusal.sentence}
        return _page(request, score, comment, is_again=given is not None, errors=errors, status=422)
    messages.success(request, _("Thank you for telling us."))
    return redirect("polls:opinion")


def _page(
    request: HttpRequest,
    score: int | None,
    comment: str,
    *,
    is_again: bool,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "scores": [(number, number == score) for number in range(SCORE_MAX + 1)],
        "comment": comment,
        "comment_length_max": COMMENT_LENGTH_MAX,
        "is_again": is_again,
        "errors": errors or {},
    }
    return render(request, "polls/opinion.html", context, status=status)
