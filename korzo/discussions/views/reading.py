"""Where somebody stopped: what their pages tell us, the way back there, what is new for them, and their choice."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.discussions.actions import (
    Sign,
    TooOften,
    mark_all_read,
    note_page_read,
    note_reading,
    note_visit,
    remember_reading,
)
from korzo.discussions.cursor import parse_cursor
from korzo.discussions.queries import get_topic_for, new_for, next_unread, remembers_reading
from korzo.discussions.queries.unread import NewsMark, news_marks
from korzo.discussions.views.topics import address_of
from korzo.edge.recording import remembered_many
from korzo.kit import origin
from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of

# As many posts as the longest page shows; what stands behind is told by the next sign.
IDS_MAX = 100
ID_DIGITS_MAX = 18
# The smallest picture there is: one clear point.
POINT = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
TOO_MANY = 429


@dataclass(frozen=True)
class Switches:
    """What the settings page shows."""

    remembers: bool
    has_keys: bool


@never_cache
@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """One sign of an open topic; the first one of a page says only that it is open."""
    member = person_of(request)
    if member is None:
        # Their session ended while the page was open: nothing is noted, and nothing is wrong with the page.
        return HttpResponse(status=204)
    sign = Sign(read=_ids(request.POST.get("read", "")), seconds=_number(request.POST.get("seconds", "")))
    try:
        note_reading(pk, actor=member, sign=sign)
    except TooOften:
        return HttpResponse(status=TOO_MANY)
    return HttpResponse(status=204)


@never_cache
@require_POST
def visit(request: HttpRequest) -> HttpResponse:
    member = person_of(request)
    if member is None:
        return HttpResponse(status=204)
    try:
        note_visit(actor=member)
    except TooOften:
        return HttpResponse(status=TOO_MANY)
    return HttpResponse(status=204)


@never_cache
@require_safe
def page_read(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture that only browsers without scripts ask for, behind the page itself. No other site can ask for it in
    somebody's name, and it only moves a mark forward.
    """
    member = person_of(request)
    if member is not None and request.method == "GET" and origin.is_own(request):
        try:
            note_page_read(pk, actor=member, until=_number(request.GET.get("until", "")))
        except TooOften:
            return HttpResponse(status=TOO_MANY)
    return HttpResponse(POINT, content_type="image/gif")


@never_cache
@require_safe
def unread(request: HttpRequest, pk: int) -> HttpResponse:
    """To the first post that they have not read; to the beginning where there is none."""
    person = person_of(request)
    topic = get_topic_for(person, pk)
    post = next_unread(topic, person) if person is not None else None
    return redirect(address_of(post) if post else topic.get_absolute_url())


@never_cache
@login_required
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """New for you."""
    before = parse_cursor(request.GET.get("before", ""))
    found = new_for(_me(request), before=before)
    next_url = f"{reverse('discussions:new')}?before={found.rest.before}" if found.rest.before else ""
    shown = {"found": found, "next_url": next_url, "is_first_page": before is None}
    return render(request, "discussions/reading/new.html", shown)


@never_cache
@login_required
@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    mark_all_read(actor=_me(request))
    messages.success(request, _("All of it counts as read."))
    return redirect("discussions:new")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    member = _me(request)
    if request.method == "POST":
        wanted = "remembers" in request.POST
        remember_reading(wanted, actor=member)
        messages.success(
            request, _("We remember where you stopped.") if wanted else _("We forgot where you stopped, everywhere.")
        )
        return redirect("discussions:reading_settings")
    switches = Switches(remembers_reading(member), request.COOKIES.get(KEYS_COOKIE) != "off")
    return render(request, "discussions/reading/settings.html", {"switches": switches})


# Set by the page of preferences, read by the script that listens to the keys.
KEYS_COOKIE = "korzo_keys"


def _me(request: HttpRequest) -> Member:
    return check_signed_in(person_of(request))


def _ids(text: str) -> list[int]:
    return [pk for pk in map(_number, text.split(",")[:IDS_MAX]) if pk]


def _number(text: str) -> int:
    """0 for what no page of ours sends."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= ID_DIGITS_MAX else 0


def news_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `discussions.news`: what of a list is new for this member. A key is a topic's `news_key`."""
    marks = news_marks(keys, person_of(request))
    made = remembered_many("discussions.news", set(marks.values()), _render_marks)
    return {key: made[mark] for key, mark in marks.items()}


def _render_marks(marks: list[NewsMark]) -> dict[NewsMark, str]:
    return {mark: render_to_string("discussions/reading/_mark.html", {"mark": mark}) for mark in marks}
