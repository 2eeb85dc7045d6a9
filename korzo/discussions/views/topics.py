"""A topic: reading it, starting one, replying."""

import json
import re
from dataclasses import replace
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.discussions.actions import post_reply, start_topic
from korzo.discussions.followable import subjects_of
from korzo.discussions.models import TITLE_LENGTH_MAX, Kind, Post, Space, Topic
from korzo.discussions.page_heads import topic_head
from korzo.discussions.permissions import ANNOUNCE, can_care, check_reply, check_start
from korzo.discussions.queries import (
    TopicPage,
    get_space_for,
    get_topic_for,
    joined_into,
    page_start,
    path_of,
    posts_shown,
    topic_page,
)
from korzo.discussions.queries.feed import replies_text
from korzo.discussions.queries.question_states import QuestionShown, question_shown
from korzo.discussions.views.composing import composer
from korzo.discussions.views.forms import Form, form_again, moment_in, tags_in, written_by
from korzo.discussions.views.kinds import topic_state, words_of
from korzo.discussions.views.pieces import posts_with_facts, rendered_posts, structured_topic
from korzo.discussions.views.quoting import quoting_form
from korzo.discussions.views.reading_part import reading_key
from korzo.discussions.views.spaces import Link, all_spaces
from korzo.edge.sharing import shared_page
from korzo.kit.errors import Missing, Refused
from korzo.kit.fragments import vary, wants_fragment
from korzo.kit.page_head import PageHead
from korzo.members.permissions import can, person_of
from korzo.polls.actions import read_poll
from korzo.reactions.queries import follow_key
from korzo.shop.models import Product
from korzo.shop.permissions import visible_products

NEW_KEY = re.compile(r"new:[A-Za-z0-9_-]{1,50}")
HTML_REPLY_FORM = "#reply-form"
# As many as a page shows; whoever missed more reads the page anew.
POSTS_ASKED_MAX = 20


@require_safe
@shared_page("after", "order")
def topic(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    person = person_of(request)
    try:
        one = get_topic_for(person, pk)
    except Missing:
        if (into := joined_into(person, pk)) is not None:
            return redirect(into, permanent=True)
        raise
    if slug != one.slug:
        # Not for ever: a title can change back, and a browser would remember both ways round.
        return redirect(_with_query(one.get_absolute_url(), request))
    if wants_fragment(request):
        page = topic_page(one, after=_after(request), with_aside=False, is_in_order=_is_in_order(request))
        context = {"topic": one, "page": page, "posts": rendered_posts(page.post_ids)}
        template = "discussions/_posts_in_order.html" if _is_in_order(request) else "discussions/_posts.html"
        return vary(render(request, template, context))
    return vary(_page(request, one, quoting_form(request, one), after=_after(request)))


@require_safe
@shared_page("ids")
def single_posts(request: HttpRequest, pk: int) -> HttpResponse:
    """Some posts of a topic, for a page that stands open while they come or change: `?ids=11,12`."""
    one = get_topic_for(person_of(request), pk)
    wanted = [
        int(text)
        for text in request.GET.get("ids", "").split(",")[:POSTS_ASKED_MAX]
        if text.isdecimal() and len(text) < 19
    ]
    found = (
        Post.objects.filter(topic=one, pk__in=wanted, hold__isnull=True).order_by("number").values_list("pk", flat=True)
    )
    return HttpResponse("".join(rendered_posts(list(found))))


def _with_query(address: str, request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def _after(request: HttpRequest) -> int:
    after = request.GET.get("after", "")
    return int(after) if after.isdecimal() and len(after) < 10 else 0


def _is_in_order(request: HttpRequest) -> bool:
    """Posts as they were written; without it the best answers to a question stand first."""
    return request.GET.get("order") == "time"


def _page(
    request: HttpRequest, one: Topic, form: Form | None = None, *, after: int = 0, status: int = 200
) -> HttpResponse:
    """With a form it is the answer to a reply that was refused; without, the page for everybody."""
    page = topic_page(one, after=after, is_in_order=_is_in_order(request))
    question = question_shown(one, is_solved=page.is_solved) if one.is_question else None
    posts, facts = posts_with_facts(page.post_ids)
    last_number = "" if page.after else str(page.last_number)
    context: dict[str, object] = {
        "topic": one,
        "page": page,
        "posts": posts,
        "head": _head(page, question, after=after, is_in_order=_is_in_order(request)),
        "question": question,
        "is_in_order": _is_in_order(request),
        "structured": structured_topic(page, facts, after=after),
        "reply_key": f"{one.pk} {last_number}",
        "reading_key": reading_key(one.pk, page.after or page.last_number),
        "is_first_page": not after,
        "follow_key": follow_key(subjects_of(one, [tag.pk for tag in page.tags])),
        "state": topic_state(one),
        "path": [] if after else path_of(one),
        "replies_text": replies_text(one) if one.reply_count else "",
        "crumbs": [all_spaces(), Link(one.space.name, one.space.get_absolute_url())],
    }
    if form is not None:
        context |= {"form": form, "last_number": last_number, **composer(f"topic:{one.pk}", extra_key=one.pk)}
    return render(request, "discussions/topic.html", context, status=status)


def _head(page: TopicPage, question: QuestionShown | None, *, after: int, is_in_order: bool) -> PageHead:
    """A question that was asked before stands for the other one; another order of the same words is not found."""
    head = topic_head(page, after=after)
    if question and question.leads_to:
        return replace(head, address=question.leads_to.get_absolute_url())
    return replace(head, is_indexed=False) if is_in_order else head


@require_POST
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_topic_for(person_of(request), pk)
    member = check_reply(person_of(request), one)
    try:
        post = post_reply(one, actor=member, written=written_by(request), poll=read_poll(request.POST))
    except Refused as refusal:
        form = form_again(request.POST, refusal, member)
        if not wants_fragment(request):
            return vary(_page(request, one, form, status=422))
        context = {"topic": one, "form": form, **composer(f"topic:{one.pk}", extra_key=one.pk)}
        response = render(request, "discussions/_reply.html", context, status=422)
        response.headers["HX-Retarget"] = HTML_REPLY_FORM
        response.headers["HX-Reswap"] = "outerHTML"
        return vary(response)
    return vary(_posted(request, post))


def _posted(request: HttpRequest, post: Post) -> HttpResponse:
    """The reply joins the page where it was written, unless posts stand between that the page does not show."""
    if not post.is_standing:
        return _waits(request, post)
    address = address_of(post)
    if not wants_fragment(request):
        messages.success(request, _("Your reply is there."))
        return redirect(address)
    seen = request.POST.get("last_number", "")
    between = Post.objects.filter(topic_id=post.topic_id, number__lt=post.number, hold__isnull=True)
    if not seen.isdecimal() or between.filter(number__gt=int(seen), acceptance__isnull=True).exists():
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = address
        return response
    response = render(request, "discussions/_new_reply.html", {"post": posts_shown([post.pk])[post.pk]})
    response.headers["HX-Trigger"] = json.dumps({"korzo:say": _("Your reply is there.")})
    return response


def _waits(request: HttpRequest, post: Post) -> HttpResponse:
    """The page says at its end why it waits."""
    messages.info(request, _("Thank you. Somebody of the team looks at your post first; until then only you see it."))
    address = f"{post.topic.get_absolute_url()}#waiting"
    if not wants_fragment(request):
        return redirect(address)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return response


def address_of(post: Post) -> str:
    after = page_start(post)
    query = f"?after={after}" if after else ""
    return f"{post.topic.get_absolute_url()}{query}#post-{post.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    space = get_space_for(person, slug)
    if person is None:
        return redirect_to_login(request.get_full_path())
    sent = _sent(request, "kind")
    kind = Kind(sent) if sent in set(Kind) else Kind(space.main_kind)
    member = check_start(person, space, kind)
    product = visible_products(member).filter(handle=_sent(request, "product")).first()
    if request.method != "POST":
        return _new_page(request, space, kind, product, Form(title=request.GET.get("title", "")[:TITLE_LENGTH_MAX]))
    try:
        one = start_topic(
            space,
            actor=member,
            title=request.POST.get("title", ""),
            written=written_by(request),
            kind=kind,
            product=product,
            tags=tags_in(request.POST),
            poll=read_poll(request.POST),
            publish_at=moment_in(request.POST, "publish_at"),
        )
    except Refused as refusal:
        return _new_page(request, space, kind, product, form_again(request.POST, refusal, member), status=422)
    return _begun(request, one)


def _begun(request: HttpRequest, one: Topic) -> HttpResponse:
    if one.is_standing:
        messages.success(request, _("Your topic is there. Those who follow this space will see it."))
    elif hasattr(one, "schedule"):
        messages.success(request, _("Your topic is kept, and comes out at its time."))
    else:
        messages.info(
            request, _("Thank you. Somebody of the team looks at your post first; until then only you see it.")
        )
    return redirect(one)


def _sent(request: HttpRequest, name: str) -> str:
    """A link may choose for the person; the form carries it on."""
    return request.POST.get(name) or request.GET.get(name, "")


def _draft_key(request: HttpRequest) -> str:
    """Each topic that is being written has its own; the address carries it on from the first word."""
    sent = _sent(request, "draft_key") or f"new:{request.GET.get('draft', '').removeprefix('new:')}"
    return sent if NEW_KEY.fullmatch(sent) else f"new:{uuid4().hex}"


def _new_page(
    request: HttpRequest, space: Space, kind: Kind, product: Product | None, form: Form, status: int = 200
) -> HttpResponse:
    person = person_of(request)
    address = reverse("discussions:new_topic", args=[space.slug])
    context = {
        "space": space,
        "kind": kind.value,
        "words": words_of(kind),
        "kinds": [
            Link(str(words_of(one).chip), f"{address}?kind={one.value}", icon=words_of(one).icon, current=one is kind)
            for one in Kind
            if one is not Kind.ANNOUNCEMENT or can(person, ANNOUNCE)
        ],
        "product": product,
        "form": form,
        "may_plan": can_care(person),
        "title_length_max": TITLE_LENGTH_MAX,
        "crumbs": [all_spaces(), Link(space.name, space.get_absolute_url())],
        **composer(_draft_key(request), extra_key=0),
    }
    return render(request, "discussions/new_topic.html", context, status=status)
