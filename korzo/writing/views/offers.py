"""What the composer offers while somebody types: products, and a hint."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from korzo.kit import formats
from korzo.members.permissions import person_of
from korzo.writing.actions import Composing
from korzo.writing.queries import note_for, products_beginning

WORDS_LENGTH_MAX = 100
TITLE_LENGTH_MAX = 300
LINKS_MAX, LINK_LENGTH_MAX = 10, 2_000
DISMISSED_MAX = 20


@never_cache
@require_safe
def products(request: HttpRequest) -> JsonResponse:
    person = person_of(request)
    begun = request.GET.get("q", "")[:WORDS_LENGTH_MAX].strip()
    if person is None:
        return JsonResponse({"products": []}, status=403)
    found = products_beginning(person, begun) if begun else []
    language = get_language()
    rows = [
        {
            "id": one.id,
            "title": one.title,
            "url": one.url,
            "price": formats.money(one.price.amount, one.price.currency, language) if one.price else "",
            "photo_url": one.photo_url,
        }
        for one in found
    ]
    return JsonResponse({"products": rows})


@never_cache
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """One hint as a fragment, or nothing. The words come by POST, so that they stand in no log of addresses."""
    composing = Composing(
        person=person_of(request),
        key=request.POST.get("key", "")[:WORDS_LENGTH_MAX],
        title=request.POST.get("title", "")[:TITLE_LENGTH_MAX],
        links=tuple(link[:LINK_LENGTH_MAX] for link in request.POST.getlist("link")[:LINKS_MAX]),
    )
    found = note_for(composing, without=set(request.POST.getlist("without")[:DISMISSED_MAX]))
    if found is None:
        return HttpResponse(status=204)
    return render(request, "writing/_note.html", {"note": found})
