"""All spaces; one space with its topics."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.discussions.cursor import parse_cursor
from korzo.discussions.models import Kind, Space
from korzo.discussions.page_heads import space_head, spaces_head
from korzo.discussions.queries import Show, get_space_for, spaces_overview, topics_in
from korzo.edge.sharing import shared_page
from korzo.kit.fragments import vary, wants_fragment
from korzo.members.permissions import person_of
from korzo.reactions.queries import follow_key


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
    shown = spaces_overview()
    return render(request, "discussions/spaces.html", {"spaces": shown, "head": spaces_head(is_empty=not shown)})


@require_safe
@shared_page("show", "before")
def space(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_space_for(person_of(request), slug)
    show = _show(one, request.GET.get("show", ""))
    page = topics_in(one, show=show, before=parse_cursor(request.GET.get("before", "")))
    context = {
        "space": one,
        "page": page,
        "head": space_head(one, page, is_plain=request.GET.keys().isdisjoint({"show", "before"})),
        "chips": _chips(one, show),
        "is_filtered": show is not _usual(one) and show in {Show.UNANSWERED, Show.PICTURES, Show.VOTES},
        "is_grid": one.main_kind == Kind.SHOWCASE and show is Show.PICTURES,
        "next_url": _address(one, show, page.before) if page.before else "",
        "head_key": f"{one.pk} head",
        "first_key": f"{one.pk} first",
        "follow_key": follow_key([("discussions.space", one.pk)]),
        "crumbs": [all_spaces(), Link(one.name, "")],
    }
    template = "discussions/_topics.html" if wants_fragment(request) else "discussions/space.html"
    return vary(render(request, template, context))


def all_spaces() -> Link:
    return Link(_("Talk"), reverse("discussions:spaces"))


def _usual(one: Space) -> Show:
    """What people come for."""
    return {Kind.IDEA: Show.VOTES, Kind.SHOWCASE: Show.PICTURES}.get(Kind(one.main_kind), Show.LIVELY)


def _show(one: Space, wanted: str) -> Show:
    return Show(wanted) if wanted in set(Show) else _usual(one)


def _chips(one: Space, show: Show) -> list[Link]:
    labels = {
        Show.VOTES: _("Most wanted"),
        Show.PICTURES: _("With pictures"),
        Show.LIVELY: _("Latest talk"),
        Show.NEWEST: _("Newest"),
        Show.UNANSWERED: _("Waiting for an answer"),
    }
    usual = _usual(one)
    rest = [kind for kind in (Show.LIVELY, Show.NEWEST, Show.UNANSWERED, Show.PICTURES) if kind is not usual]
    return [Link(labels[kind], _address(one, kind), current=kind is show) for kind in (usual, *rest)]


def _address(one: Space, show: Show, before: str = "") -> str:
    query = {"show": show.value} if show is not _usual(one) else {}
    if before:
        query["before"] = before
    return f"{one.get_absolute_url()}?{urlencode(query)}" if query else one.get_absolute_url()
