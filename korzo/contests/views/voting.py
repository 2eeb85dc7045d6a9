"""The tap that gives a vote, and takes it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from korzo.contests.actions import cast_vote, take_vote_back
from korzo.contests.queries.get import get_contest_for, get_entry_for
from korzo.contests.queries.own import mine
from korzo.contests.views.asking import address_after
from korzo.kit import parts
from korzo.kit.fragments import is_deletion, vary, wants_fragment
from korzo.members.permissions import check_signed_in, person_of


@require_http_methods(["POST", "DELETE"])
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    person = check_signed_in(person_of(request))
    entry = get_entry_for(person, pk)
    if is_deletion(request):
        take_vote_back(entry, actor=person)
    else:
        cast_vote(entry, actor=person)
    if not wants_fragment(request):
        return vary(redirect(address_after(request, entry.get_absolute_url())))
    # How many are left stands in another place of the page.
    left = {"mine": mine(person, get_contest_for(person, entry.contest_id)), "is_beside": True}
    key = f"{pk} gallery" if request.POST.get("next") else pk
    return vary(HttpResponse(parts.mark("contests.vote", key) + render_to_string("contests/_votes_left.html", left)))
