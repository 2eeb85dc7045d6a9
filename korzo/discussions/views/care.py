"""Looking after a topic: one page with all that can be done, and one address for each deed."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.discussions import actions
from korzo.discussions.models import REASON_LENGTH_MAX, TITLE_LENGTH_MAX, IdeaState, Post, Topic
from korzo.discussions.permissions import can_care, can_decide, check_care, check_decide, check_tag, is_closed
from korzo.discussions.queries import get_space_for, get_topic_for, spaces_for, tags_of
from korzo.discussions.views.forms import moment_in, tags_in
from korzo.discussions.views.spaces import Link, all_spaces
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.kit.fragments import is_deletion
from korzo.members.permissions import person_of

# Replies to choose from on one page; `?after=` leads on.
REPLIES_SHOWN = 100
IDS_READ_MAX = 500
_ADDRESS = re.compile(r"(?:^|/t/)(\d{1,18})(?:/|$)")


@dataclass(frozen=True)
class Trouble:
    """What was not right, and in which part of the page."""

    part: str = ""
    sentence: str = ""


@never_cache
@require_safe
def care(request: HttpRequest, pk: int) -> HttpResponse:
    topic = get_topic_for(person_of(request), pk)
    check_tag(person_of(request), topic)
    return _page(request, topic)


def _page(request: HttpRequest, topic: Topic, trouble: Trouble | None = None) -> HttpResponse:
    person = person_of(request)
    after = request.GET.get("after", "")
    context = {
        "topic": topic,
        "trouble": trouble or Trouble(),
        "may_care": can_care(person),
        "may_decide": can_decide(person, topic),
        "is_closed": is_closed(topic),
        "is_planned": hasattr(topic, "schedule"),
        "is_joined": hasattr(topic, "idea_merge"),
        "tags": ", ".join(tag.name for tag in tags_of(topic.pk)),
        "spaces": spaces_for(person).exclude(pk=topic.space_id) if can_care(person) else [],
        "replies": _replies(topic, int(after) if after.isdecimal() and len(after) < 10 else 1),
        "states": [one for one in IdeaState if one is not IdeaState.MERGED],
        "sent": request.POST,
        "reason_length_max": REASON_LENGTH_MAX,
        "title_length_max": TITLE_LENGTH_MAX,
        "crumbs": [
            all_spaces(),
            Link(topic.space.name, topic.space.get_absolute_url()),
            Link(topic.title, topic.get_absolute_url()),
        ],
    }
    return render(request, "discussions/care.html", context, status=422 if trouble else 200)


def _replies(topic: Topic, after: int) -> list[Post]:
    rows = Post.objects.filter(topic=topic, number__gt=after, is_standing=True).select_related("author")
    return list(rows.order_by("number")[:REPLIES_SHOWN])


def _done(
    request: HttpRequest, topic: Topic, part: str, act: Callable[[], object], said: str, *, then: Topic | None = None
) -> HttpResponse:
    try:
        made = act()
    except Refused as refusal:
        return _page(request, topic, Trouble(part, refusal.sentence))
    messages.success(request, said)
    return redirect(made if isinstance(made, Topic) else then or get_topic_for(person_of(request), topic.pk))


def _cared_for(request: HttpRequest, pk: int) -> Topic:
    topic = get_topic_for(person_of(request), pk)
    check_care(person_of(request), topic)
    return topic


@require_http_methods(["POST", "DELETE"])
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    topic, actor = _cared_for(request, pk), person_of(request)
    if is_deletion(request):
        return _done(
            request, topic, "closure", lambda: actions.reopen_topic(topic, actor=actor), _("It is open again.")
        )
    reason = request.POST.get("reason", "")
    return _done(
        request,
        topic,
        "closure",
        lambda: actions.close_topic(topic, actor=actor, reason=reason),
        _("Closed. Everybody can still read it."),
    )


@require_http_methods(["POST", "DELETE"])
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    topic, actor = _cared_for(request, pk), person_of(request)
    if is_deletion(request):
        return _done(request, topic, "pin", lambda: actions.unpin_topic(topic, actor=actor), _("No longer pinned."))
    return _done(request, topic, "pin", lambda: actions.pin_topic(topic, actor=actor), _("Pinned on top of its space."))


@require_http_methods(["POST", "DELETE"])
def feature(request: HttpRequest, pk: int) -> HttpResponse:
    topic, actor = _cared_for(request, pk), person_of(request)
    if is_deletion(request):
        said = _("No longer featured.")
        return _done(request, topic, "feature", lambda: actions.unfeature_topic(topic, actor=actor), said)
    return _done(request, topic, "feature", lambda: actions.feature_topic(topic, actor=actor), _("Featured."))


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    topic, actor = _cared_for(request, pk), person_of(request)
    to = get_space_for(actor, request.POST.get("space", ""))
    reason = request.POST.get("reason", "")
    return _done(
        request, topic, "move", lambda: actions.move_topic(topic, actor=actor, to=to, reason=reason), _("Moved.")
    )


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """An idea takes its votes along and stays to be read; any other topic goes whole."""
    topic, actor = get_topic_for(person_of(request), pk), person_of(request)
    check = check_decide if topic.is_idea else check_care
    check(actor, topic)
    try:
        into = _named(request)
    except Refused as refusal:
        return _page(request, topic, Trouble("merge", refusal.sentence))
    if topic.is_idea:
        said = _("The votes count for the other idea now.")
        return _done(
            request, topic, "merge", lambda: actions.merge_ideas(topic, actor=actor, into=into), said, then=into
        )
    reason = request.POST.get("reason", "")
    return _done(
        request,
        topic,
        "merge",
        lambda: actions.merge_topics(topic, actor=actor, into=into, reason=reason),
        _("The two are one topic now."),
        then=into,
    )


def _named(request: HttpRequest) -> Topic:
    """From its number, or from its address as the browser shows it."""
    found = _ADDRESS.search(request.POST.get("into", "").strip()[:400])
    try:
        if found:
            return get_topic_for(person_of(request), int(found[1]))
    except Missing:
        pass
    raise FieldRefused("into", _("We do not know that topic. Please copy its address here."))


@require_POST
def split(request: HttpRequest, pk: int) -> HttpResponse:
    topic, actor = _cared_for(request, pk), person_of(request)
    ids = [int(one) for one in request.POST.getlist("posts")[:IDS_READ_MAX] if one.isdecimal() and len(one) < 19]
    title, reason = request.POST.get("title", ""), request.POST.get("reason", "")
    return _done(
        request,
        topic,
        "split",
        lambda: actions.split_topic(topic, actor=actor, post_ids=ids, title=title, reason=reason),
        _("They are a topic of their own now."),
    )


@require_POST
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    topic, actor = _cared_for(request, pk), person_of(request)

    def plan() -> object:
        moment = moment_in(request.POST, "publish_at") or timezone.now()
        return actions.schedule_topic(topic, actor=actor, publish_at=moment)

    return _done(request, topic, "schedule", plan, _("It comes out at that time."))


@require_POST
def tags(request: HttpRequest, pk: int) -> HttpResponse:
    topic, actor = get_topic_for(person_of(request), pk), person_of(request)
    check_tag(actor, topic)
    names = tags_in(request.POST)
    return _done(
        request, topic, "tags", lambda: actions.tag_topic(topic, actor=actor, names=names), _("The tags are changed.")
    )


@require_POST
def idea_state(request: HttpRequest, pk: int) -> HttpResponse:
    topic, actor = get_topic_for(person_of(request), pk), person_of(request)
    check_decide(actor, topic)
    state, reason = request.POST.get("state", ""), request.POST.get("reason", "")
    if state not in set(IdeaState):
        raise Missing(state)
    return _done(
        request,
        topic,
        "idea",
        lambda: actions.set_idea_state(topic, actor=actor, state=state, reason=reason),
        _("Changed. Those who want this idea will hear of it."),
    )
