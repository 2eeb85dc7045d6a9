"""Feeds for feed readers: of the whole talk, a space, a tag, a topic. What not everybody may read has none."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.community.queries import the_community
from korzo.discussions.queries import (
    get_space_for,
    get_tag,
    get_topic_for,
    latest_entries,
    tag_entries,
    topic_entries,
)
from korzo.edge.sharing import shared_page
from korzo.kit import feeds
from korzo.kit.atom import Entry, Feed


@require_safe
@shared_page()
def latest(request: HttpRequest) -> HttpResponse:
    """Of the whole community."""
    return _answer(
        request,
        title=_("New topics"),
        url=reverse("discussions:spaces"),
        entries=latest_entries(),
        begun_at=the_community().set_up_at,
    )


@require_safe
@shared_page()
def space(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_space_for(None, slug)
    return _answer(
        request,
        title=one.name,
        subtitle=one.description,
        url=one.get_absolute_url(),
        entries=latest_entries(one),
        begun_at=one.opened_at,
    )


@require_safe
@shared_page()
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_tag(slug)
    if one.merged_into is not None:
        form = "tags:rss" if request.path.endswith(feeds.RSS_END) else "tags:feed"
        return redirect(form, one.merged_into.slug, permanent=True)
    return _answer(request, title=f"#{one.name}", url=one.get_absolute_url(), entries=tag_entries(one))


@require_safe
@shared_page()
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_topic_for(None, pk)
    return _answer(
        request,
        title=one.title,
        url=one.get_absolute_url(),
        entries=topic_entries(one),
        begun_at=one.created_at,
        language=one.language,
    )


def _answer(
    request: HttpRequest,
    *,
    title: str,
    url: str,
    entries: list[Entry],
    begun_at: datetime | None = None,
    subtitle: str = "",
    language: str = "",
) -> HttpResponse:
    """`begun_at` is when the feed last changed if there is nothing in it."""
    community = the_community()
    feed = Feed(
        address=request.path,
        url=url,
        title=f"{title} · {community.name}",
        site=community.name,
        entries=entries,
        changed_at=begun_at or community.changed_at,
        subtitle=subtitle,
        language=language,
    )
    return feeds.answer(request, feed)
