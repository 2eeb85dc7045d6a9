"""Pages of words: what the community holds dear, and what it does with data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from korzo.community.queries import the_community
from korzo.edge.sharing import shared_page
from korzo.kit import html
from korzo.kit.errors import Missing


@require_safe
@shared_page()
def values(request: HttpRequest) -> HttpResponse:
    community = the_community()
    return render(request, "web/values.html", {"text": html.stored(community.values_html)})


@require_safe
@shared_page()
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "web/privacy.html")


@require_safe
@shared_page()
def demo(request: HttpRequest) -> HttpResponse:
    """Who can be signed in as, and how to start one's own. Only where the people are invented."""
    if not the_community().is_demo:
        raise Missing("demo")
    return render(request, "web/demo.html")
