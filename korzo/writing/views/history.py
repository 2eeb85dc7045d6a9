"""The versions of a text, readable."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.kit.errors import FieldRefused
from korzo.kit.fragments import is_deletion
from korzo.members.permissions import person_of
from korzo.writing.actions import hide_revision, show_revision
from korzo.writing.models import REASON_LENGTH_MAX, Revision
from korzo.writing.permissions import check_hide, subject_for
from korzo.writing.queries import get_revision_for, revisions_of


@never_cache
@require_safe
def history(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    person = person_of(request)
    context = {"subject": subject_for(person, label, pk), "revisions": revisions_of(label, pk, person)}
    response = render(request, "writing/history.html", context)
    # Old versions are for readers, and never what a search should find.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def hiding(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks for the reason."""
    person = person_of(request)
    revision = get_revision_for(person, pk)
    member = check_hide(person, revision)
    if request.method in {"GET", "HEAD"}:
        return _page(request, revision)
    if is_deletion(request):
        show_revision(revision, actor=member)
        messages.success(request, _("This version is shown again."))
        return _back(revision)
    reason = request.POST.get("reason", "")
    try:
        hide_revision(revision, actor=member, reason=reason)
    except FieldRefused as refusal:
        return _page(request, revision, reason=reason, error=refusal.sentence, status=422)
    messages.success(request, _("This version is hidden now."))
    return _back(revision)


def _back(revision: Revision) -> HttpResponse:
    return redirect("writing:history", label=revision.subject_label, pk=revision.subject_id)


def _page(
    request: HttpRequest, revision: Revision, *, reason: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    context = {"revision": revision, "reason": reason, "error": error, "reason_length_max": REASON_LENGTH_MAX}
    return render(request, "writing/hiding.html", context, status=status)
