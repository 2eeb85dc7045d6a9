"""Writing a comment: a page of its own, where what was refused is kept; guests always write here."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.comments import subjects
from korzo.comments.actions import GuestWords, post_as_guest, post_comment
from korzo.comments.forms import Typed, number_in, typed_again, written_in
from korzo.comments.models import Comment
from korzo.comments.permissions import MODERATE, visible_to, why_closed
from korzo.comments.queries import the_notice, the_rules
from korzo.comments.subjects import Seen
from korzo.comments.views.composing import address_of, composer, draft_key
from korzo.kit.errors import Refused
from korzo.kit.fragments import vary, wants_fragment
from korzo.members.permissions import Person, can, is_proven, new_challenge, person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def on(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    person = person_of(request)
    seen = subjects.get_for(person, label, pk)
    if request.method == "POST":
        return _posted(request, person, label, pk, seen)
    if "sent" in request.GET:
        return render(request, "comments/sent.html", {"seen": seen})
    parent = _parent(person, label, pk, number_in(request.GET, "answer"))
    return _page(request, person, label, pk, seen, parent, _beginning(parent, request.GET.get("to", "")))


def _beginning(parent: Comment | None, handle: str) -> Typed:
    """An answer to an answer begins with a name, so that everybody sees whom it is for."""
    return Typed(value=f"@{handle} ") if parent and handle and handle.isprintable() and len(handle) < 40 else Typed()


def _posted(request: HttpRequest, person: Person, label: str, pk: int, seen: Seen) -> HttpResponse:
    parent_id = number_in(request.POST, "parent")
    try:
        if person is None:
            post_as_guest(label, pk, guest=_guest_in(request), written=written_in(request), parent_id=parent_id)
            return redirect(f"{reverse('comments:on', args=[label, pk])}?sent")
        comment = post_comment(label, pk, actor=person, written=written_in(request), parent_id=parent_id)
    except Refused as refusal:
        parent = _parent(person, label, pk, parent_id)
        form = typed_again(request.POST, refusal)
        return _page(request, person, label, pk, seen, parent, form, status=422)
    if comment.is_visible:
        messages.success(request, _("Your comment is there."))
        return redirect(address_of(comment, seen))
    messages.info(request, _("Thank you. Somebody of the team looks at it first; until then only you see it."))
    return redirect(f"{seen.url}#comments-waiting")


def _guest_in(request: HttpRequest) -> GuestWords:
    return GuestWords(
        name=request.POST.get("name", ""),
        mail=request.POST.get("mail", ""),
        digest=request.POST.get("notice", ""),
        language=get_language() or "en",
        address=get_adapter().get_client_ip(request),
        is_proven=is_proven(request.POST.get("proof", "")),
    )


def _parent(person: Person, label: str, pk: int, parent_id: int | None) -> Comment | None:
    """What is answered; an answer to an answer goes to the comment above both."""
    if parent_id is None:
        return None
    rows = visible_to(person).filter(subject_label=label, subject_id=pk, state=Comment.State.VISIBLE)
    found = rows.select_related("parent", "author", "guest").filter(pk=parent_id).first()
    return found.parent if found and found.parent else found


def _page(
    request: HttpRequest,
    person: Person,
    label: str,
    pk: int,
    seen: Seen,
    parent: Comment | None,
    form: Typed,
    *,
    status: int = 200,
) -> HttpResponse:
    rules = the_rules()
    refusal = "" if can(person, MODERATE) else why_closed(label, seen, rules, timezone.now())
    context: dict[str, object] = {
        "label": label,
        "pk": pk,
        "seen": seen,
        "parent": parent,
        "form": form,
        "refusal": refusal,
        "guests_may": rules.guests_may,
        "area_id": f"answer-{parent.pk}" if parent else "comment",
    }
    context |= _of_member(label, pk, seen, parent) if person else _of_guest()
    if person is None and wants_fragment(request):
        # Guests write on a page of their own.
        return vary(HttpResponse(headers={"HX-Redirect": request.get_full_path()}))
    is_piece = wants_fragment(request) and not refusal
    template = "comments/_form.html" if is_piece else "comments/on.html"
    response = vary(render(request, template, context, status=status))
    response["X-Robots-Tag"] = "noindex"
    return response


def _of_member(label: str, pk: int, seen: Seen, parent: Comment | None) -> dict[str, object]:
    return composer(draft_key(label, pk, parent.pk if parent else None), about=seen.title)


def _of_guest() -> dict[str, object]:
    return {"notice": the_notice(), "challenge": new_challenge(), "is_guest": True}
