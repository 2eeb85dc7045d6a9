"""What a member wrote as a guest, and the button that puts their name on it."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.comments import subjects
from korzo.comments.actions import take_over_comments
from korzo.comments.models import Comment
from korzo.comments.queries import written_as_guest
from korzo.comments.subjects import Seen
from korzo.members.permissions import person_of


@dataclass(frozen=True)
class Found:
    comment: Comment
    seen: Seen


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def yours(request: HttpRequest) -> HttpResponse:
    """Looking changes nothing, and who leaves it alone leaves it as it is."""
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST":
        if take_over_comments(actor=person):
            messages.success(request, _("Done: your name stands there now."))
        return redirect("comments:yours")
    rows = written_as_guest(person)
    seen = subjects.seen_among(person, {(row.subject_label, row.subject_id) for row in rows})
    found = [Found(row, seen[of]) for row in rows if (of := (row.subject_label, row.subject_id)) in seen]
    return render(request, "comments/yours.html", {"found": found})
