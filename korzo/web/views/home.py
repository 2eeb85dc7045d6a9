"""The home page: what is on, where to go, what was said last, who helped most."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from korzo.community.queries import the_community
from korzo.discussions.queries import parse_cursor
from korzo.members.permissions import person_of
from korzo.members.queries import waits_for_owner
from korzo.web.queries.home_page import Tab, home_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if the_community().set_up_at is None and waits_for_owner():
        return redirect("web:welcome")
    person = person_of(request)
    wanted = request.GET.get("tab", "")
    tab = Tab(wanted) if wanted in set(Tab) else Tab.NEWEST
    page = home_page(person, tab=tab, before=parse_cursor(request.GET.get("before", "")))
    return render(request, "web/home.html", {"page": page, "tab": tab})
