"""All spaces; one space with its topics."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.discussions.cursor import parse_cursor
from korzo.discussions.models import Space
from korzo.discussions.queries import Show, get_space, spaces_overview, topics_in
from korzo.edge.sharing import shared_page
from korzo.kit.fragments import vary, wants_fragment


@dataclass(frozen=True)
class Link:
    """A chip or a crumb."""

    label: str
    url: str
    icon: str = ""
    current: bool = False


@require_safe
@shared_page()
def spaces(request: HttpRequest) -> HttpResponse:
    return render(request, "discussions/spaces.html", {"spaces": spaces_overview()})


@require_safe
@shared_page("show", "before")
def space(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_space(slug)
    show = _show(request.GET.get("show", ""))
    page = topics_in(one, show=show, before=parse_cursor(request.GET.get("before", "")))
    context = {
        "space": one,
        "page": page,
        "chips": _chips(one, show),
        "is_filtered": show in {Show.UNANSWERED, Show.PICTURES},
        "next_url": _address(one, show, page.before) if page.before else "",
        "head_key": f"{one.pk} head",
        "first_key": f"{one.pk} first",
        "crumbs": [all_spaces(), Link(one.name, "")],
    }
    template = "discussions/_topics.html" if wants_fragment(request) else "discussions/space.html"
    return vary(render(request, template, context))


def all_spaces() -> Link:
    return Link(_("Talk"), reverse("discussions:spaces"))


def _show(wanted: str) -> Show:
    return Show(wanted) if wanted in set(Show) else Show.LIVELY


def _chips(one: Space, show: Show) -> list[Link]:
    labels = {
        Show.LIVELY: _("Latest talk"),
        Show.NEWEST: _("Newest"),
        Show.UNANSWERED: _("Waiting for an answer"),
        Show.PICTURES: _("With pictures"),
    }
    return [Link(label, _address(one, kind), current=kind is show) for kind, label in labels.items()]


def _address(one: Space, show: Show, before: str = "") -> str:
    query = {"show": show.value} if show is not Show.LIVELY else {}
    if before:
        query["before"] = before
    return f"{one.get_absolute_url()}?{urlencode(query)}" if query else one.get_absolute_url()
