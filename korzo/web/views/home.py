"""The home page: what is on, where to go, what was said last, who helped most."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from korzo.community.queries import the_community
from korzo.discussions.queries import parse_cursor
from korzo.edge.sharing import shared_page
from korzo.members.queries import waits_for_owner
from korzo.web.page_heads import home_head
from korzo.web.queries.home_page import Tab, home_page


@require_safe
@shared_page("tab", "before")
def home(request: HttpRequest) -> HttpResponse:
    community = the_community()
    if community.set_up_at is None and waits_for_owner():
        return redirect("web:welcome")
    wanted = request.GET.get("tab", "")
    tab = Tab(wanted) if wanted in set(Tab) else Tab.NEWEST
    page = home_page(tab=tab, before=parse_cursor(request.GET.get("before", "")))
    head = home_head(
        title=community.tagline or community.name,
        lead=community.lead,
        is_plain=request.GET.keys().isdisjoint({"tab", "before"}),
    )
    return render(request, "web/home.html", {"page": page, "tab": tab, "head": head})
