"""How trust grows: the same page for everybody, with one's own progress for who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo.members.permissions import person_of
from korzo.trust import queries
from korzo.trust.asks import asked_for
from korzo.trust.rights import ladder


@never_cache
@require_safe
def how(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    asks = asked_for(queries.the_thresholds())
    shown = {
        "mine": queries.mine(person) if person else None,
        "rungs": [(rung, asks[rung.level.number]) for rung in ladder(person)],
    }
    return render(request, "trust/how.html", shown)
