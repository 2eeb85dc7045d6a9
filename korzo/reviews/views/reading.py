"""One review by itself, and the tap that says it was useful."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from korzo.edge.sharing import shared_page
from korzo.kit import parts
from korzo.kit.fragments import is_deletion, vary, wants_fragment
from korzo.members.permissions import can, check_signed_in, person_of
from korzo.reviews.actions import mark_helpful, unmark_helpful
from korzo.reviews.permissions import READ
from korzo.reviews.queries import get_hiding_of, get_review_for, rating_of, review_shown
from korzo.shop.queries import first_photos


@require_safe
@shared_page()
def review(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    one = get_review_for(person, pk)
    # Whoever sees a hidden review has a page of their own: for everybody else there is none.
    hiding = get_hiding_of(one) if one.is_hidden else None
    context = {
        "review": review_shown(one),
        "product": one.product,
        "product_picture": first_photos({one.product_id}).get(one.product_id),
        "rating": rating_of(one.product),
        "hiding": hiding,
        "is_waiting": one.is_waiting,
        "sees_evidence": can(person, READ),
    }
    return render(request, "reviews/review.html", context)


@require_http_methods(["POST", "DELETE"])
def helpful(request: HttpRequest, pk: int) -> HttpResponse:
    person = check_signed_in(person_of(request))
    one = get_review_for(person, pk)
    if is_deletion(request):
        unmark_helpful(one, actor=person)
    else:
        mark_helpful(one, actor=person)
    if not wants_fragment(request):
        return vary(redirect(one))
    return vary(HttpResponse(parts.mark("reviews.helpful", one.pk)))
