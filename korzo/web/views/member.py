"""A member's public page, and what only they see of their purchases."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo.discussions.queries import parse_cursor
from korzo.edge.sharing import shared_page
from korzo.kit.html import json_for_page
from korzo.members.permissions import check_signed_in, person_of
from korzo.members.queries import get_member_for
from korzo.shop import queries as shop
from korzo.web.linked_data import profile
from korzo.web.page_heads import member_head
from korzo.web.queries.member_page import Part, member_page


@require_safe
@shared_page("part", "before")
def member(request: HttpRequest, handle: str) -> HttpResponse:
    wanted = request.GET.get("part", "")
    part = Part(wanted) if wanted in set(Part) else Part.ANSWERS
    one = get_member_for(person_of(request), handle)
    page = member_page(one, part=part, before=parse_cursor(request.GET.get("before", "")))
    written = sum(tab.count for tab in page.tabs)
    context = {
        "page": page,
        "head": member_head(one, has_written=bool(written), is_plain=request.GET.keys().isdisjoint({"part", "before"})),
        "structured": json_for_page(profile(one, written=written)) if written else "",
        "tabs_label": _("Parts of this page"),
    }
    return render(request, "web/member.html", context)


@never_cache
@login_required
@require_safe
def purchases(request: HttpRequest) -> HttpResponse:
    me = check_signed_in(person_of(request))
    shown = {"orders": shop.orders_of(me)[:50], "owned": shop.cards(shop.owned_products(me))}
    return render(request, "web/purchases.html", shown)
