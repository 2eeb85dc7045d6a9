"""A member's public page, and what only they see of their purchases."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo.discussions.queries import parse_cursor
from korzo.edge.sharing import shared_page
from korzo.members.permissions import check_signed_in, person_of
from korzo.members.queries import get_member_for
from korzo.shop import queries as shop
from korzo.web.queries.member_page import Part, member_page


@require_safe
@shared_page("part", "before")
def member(request: HttpRequest, handle: str) -> HttpResponse:
    wanted = request.GET.get("part", "")
    part = Part(wanted) if wanted in set(Part) else Part.ANSWERS
    one = get_member_for(person_of(request), handle)
    page = member_page(one, part=part, before=parse_cursor(request.GET.get("before", "")))
    return render(request, "web/member.html", {"page": page, "tabs_label": _("Parts of this page")})


@never_cache
@login_required
@require_safe
def purchases(request: HttpRequest) -> HttpResponse:
    me = check_signed_in(person_of(request))
    shown = {"orders": shop.orders_of(me)[:50], "owned": shop.cards(shop.owned_products(me))}
    return render(request, "web/purchases.html", shown)
