"""Pieces of pages that are kept: posts as everybody sees them, and the personal parts beside them."""

from collections.abc import Mapping
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from korzo.discussions.queries import get_topic_for, post_feet, posts_shown
from korzo.discussions.queries.post_foot import PostFoot
from korzo.discussions.views.composing import composer
from korzo.discussions.views.forms import Form
from korzo.edge.recording import remembered, remembered_many
from korzo.kit.parts import TOKEN_PLACE
from korzo.members.permissions import person_of


def rendered_posts(ids: list[int]) -> list[SafeString]:
    """In the order of the ids."""
    made = remembered_many("discussions.post", ids, _render_posts)
    return [made[pk] for pk in ids]


def _render_posts(ids: list[int]) -> dict[int, SafeString]:
    return {pk: render_to_string("discussions/_post.html", {"post": post}) for pk, post in posts_shown(ids).items()}


def post_feet_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `discussions.post_foot`; a key is a post's id."""
    feet = post_feet([int(key) for key in keys], person_of(request))
    made = remembered_many("discussions.foot", feet.values(), _render_feet)
    return {str(foot.pk): made[foot] for foot in feet.values()}


def _render_feet(feet: list[PostFoot]) -> dict[PostFoot, str]:
    context = {"csrf_token": TOKEN_PLACE, "sign_in_url": reverse("account_login")}
    return {foot: render_to_string("discussions/_post_foot.html", {"post": foot, **context}) for foot in feet}


def reply_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `discussions.reply`: the form, or the way to it. A key is a topic's id and the newest post's number."""
    is_guest = person_of(request) is None
    return {
        key: remembered("discussions.reply", key, is_guest, make=partial(_render_reply, request, key)) for key in keys
    }


def _render_reply(request: HttpRequest, key: str) -> str:
    topic_id, _space, last_number = key.partition(" ")
    topic = get_topic_for(person_of(request), int(topic_id))
    context: dict[str, object] = {"topic": topic}
    if person_of(request) is None:
        return render_to_string("discussions/_invitation.html", context | {"sign_in_url": reverse("account_login")})
    context |= {"form": Form(), "last_number": last_number, **composer(f"topic:{topic_id}"), "csrf_token": TOKEN_PLACE}
    return render_to_string("discussions/_reply.html", context)
