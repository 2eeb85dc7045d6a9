"""Addresses that were good in the former community, answered where nothing of ours is."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls.resolvers import RoutePattern
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from korzo.discussions.models import Post, Tag, TopicMerge
from korzo.discussions.permissions import posts_visible_to, readable_by, spaces_visible_to
from korzo.discussions.queries import page_start
from korzo.exchange.addresses import TAG, Old, spelling, words_in
from korzo.exchange.models import Kind, OldAddress
from korzo.members.permissions import Person, person_of, visible_to

# A permanent redirect is kept by browsers for as long as they are told: an hour lets an import be taken out again.
KEPT_SECONDS = 3_600
PATH_LENGTH_MAX = 600


class OldPath(RoutePattern):
    """Stands behind all our own addresses, so it is asked only where they end: one question for each such request.

    It must not fit everything. Django asks whether a path with a slash behind it would be known, to lead there.
    """

    def __init__(self) -> None:
        super().__init__("<path:path>", is_endpoint=True)

    def match(self, path: Any) -> Any:
        if not isinstance(path, str) or not path or len(path) > PATH_LENGTH_MAX or "\x00" in path:
            return None
        asked = spelling(f"/{path}")
        if asked.is_of_forum:
            # Where a community was brought here, also what nobody knows gets an answer that helps.
            is_ours = OldAddress.objects.exists()
        else:
            is_ours = OldAddress.objects.filter(path=asked.path).exists()
        return ("", (), {"path": path}) if is_ours else None


@require_safe
def old_address(request: HttpRequest, path: str) -> HttpResponse:
    """To where it stands now, for whoever may read it; for all others there is nothing here.

    The target is always an address of ours that we made ourselves: nothing of what was asked goes into it.
    """
    asked = spelling(f"/{path}", {name: str(value) for name, value in request.GET.items()})
    if asked.path.startswith(TAG):
        return _to_tag(request, path, asked)
    found = OldAddress.objects.filter(path=asked.path).first()
    target = _target(found.kind, found.object_id, asked.number, person_of(request)) if found else ""
    if not target:
        return _unknown(request, path)
    response = HttpResponsePermanentRedirect(target)
    if _target(found.kind, found.object_id, asked.number, None) if found else "":
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    else:
        # Only some may know that it is here: the address holds its title.
        patch_cache_control(response, private=True, no_store=True)
    return response


def _to_tag(request: HttpRequest, path: str, asked: Old) -> HttpResponse:
    """Which tags there are is no secret."""
    tag = Tag.objects.filter(slug=slugify(asked.path.removeprefix(TAG), allow_unicode=True)).first()
    if tag is None:
        return _unknown(request, path)
    response = HttpResponsePermanentRedirect((tag.merged_into or tag).get_absolute_url())
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response


def _unknown(request: HttpRequest, path: str) -> HttpResponse:
    """Says what somebody may not read and what never was in the same words, with a way to look for it."""
    response = render(request, "exchange/unknown.html", {"words": words_in(path)}, status=404)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _target(kind: str, pk: int, number: int, person: Person) -> str:
    """The last address of all, so that nobody is sent on twice; empty where this person may not know of it."""
    if kind == Kind.TOPICS:
        post = Post.objects.filter(topic=pk, number=number).values_list("pk", flat=True).first() if number > 1 else None
        return (_of_post(post, person) if post else "") or _of_topic(pk, person)
    if kind == Kind.POSTS:
        return _of_post(pk, person)
    if kind == Kind.SPACES:
        space = spaces_visible_to(person).filter(pk=pk).first()
        return space.get_absolute_url() if space else ""
    member = visible_to(person).filter(pk=pk).first()
    return member.get_absolute_url() if member else ""


def _of_topic(pk: int, person: Person) -> str:
    """One that was joined to another is found there."""
    joined = TopicMerge.objects.filter(topic=pk).values_list("into_id", flat=True).first()
    topic = readable_by(person).filter(pk=joined or pk).first()
    return topic.get_absolute_url() if topic else ""


def _of_post(pk: int, person: Person) -> str:
    post = posts_visible_to(person).filter(pk=pk).select_related("topic").first()
    if post is None:
        return ""
    after = page_start(post)
    return f"{post.topic.get_absolute_url()}{f'?after={after}' if after else ''}#post-{post.pk}"
