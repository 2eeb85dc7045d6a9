"""What can be done with one comment: find it, change it, take it away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from korzo.comments.actions import edit_comment, remove_comment
from korzo.comments.forms import Typed, number_in, typed_again, typed_of, written_in
from korzo.comments.models import REASON_LENGTH_MAX, Comment
from korzo.comments.permissions import check_edit, check_remove
from korzo.comments.queries import get_comment_for
from korzo.comments.subjects import Seen
from korzo.comments.views.composing import address_of, composer
from korzo.kit.errors import Refused
from korzo.members.permissions import person_of


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The lasting address of a comment, whatever page it stands on today."""
    one, seen = get_comment_for(person_of(request), pk)
    if not one.is_visible:
        return redirect(f"{seen.url}#comments")
    return redirect(address_of(one, seen))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    one, seen = get_comment_for(person_of(request), pk)
    member = check_edit(person_of(request), one)
    if request.method != "POST":
        return _edit_page(request, one, seen, typed_of(one))
    try:
        changed = edit_comment(
            one,
            actor=member,
            written=written_in(request),
            version=number_in(request.POST, "version"),
            reason=request.POST.get("reason", ""),
        )
    except Refused as refusal:
        return _edit_page(request, one, seen, typed_again(request.POST, refusal), status=422)
    if changed.is_visible:
        messages.success(request, _("Your changes are there."))
        return redirect(address_of(changed, seen))
    messages.info(request, _("Thank you. Somebody of the team looks at it first; until then only you see it."))
    return redirect(f"{seen.url}#comments-waiting")


def _edit_page(request: HttpRequest, one: Comment, seen: Seen, form: Typed, status: int = 200) -> HttpResponse:
    context = {
        "comment": one,
        "seen": seen,
        "form": form,
        "back_url": address_of(one, seen),
        **composer(f"comment:edit-{one.pk}", about=seen.title),
    }
    return render(request, "comments/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks once more, and a moderator for the reason."""
    one, seen = get_comment_for(person_of(request), pk)
    member = check_remove(person_of(request), one)
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            remove_comment(one, actor=member, reason=reason)
        except Refused as refusal:
            error = refusal.sentence
        else:
            messages.success(request, _("The comment is gone."))
            return redirect(f"{seen.url}#comments")
    context = {
        "comment": one,
        "seen": seen,
        "own": member.pk == one.author_id,
        "reason": reason,
        "error": error,
        "reason_length_max": REASON_LENGTH_MAX,
        "back_url": address_of(one, seen),
    }
    return render(request, "comments/removal.html", context, status=422 if error else 200)
