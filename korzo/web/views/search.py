"""One box for all: talk, products, people. The simple search, until the search room is built."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from korzo.discussions import queries as talk
from korzo.members import queries as people
from korzo.members.permissions import person_of
from korzo.shop import queries as shop

WORDS_LENGTH_MAX = 100
TOPICS_SHOWN = 20
OTHERS_SHOWN = 6


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    words = request.GET.get("q", "")[:WORDS_LENGTH_MAX].strip()
    shown: dict[str, object] = {"words": words}
    if words:
        shown |= {
            "topics": talk.found(words, person, limit=TOPICS_SHOWN),
            "products": shop.suggestions(person, words, limit=OTHERS_SHOWN),
            "people": people.found(words, limit=OTHERS_SHOWN),
        }
    return render(request, "web/search.html", shown)
