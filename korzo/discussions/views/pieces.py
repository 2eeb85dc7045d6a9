"""Pieces of pages that are kept: posts as everybody sees them, and the personal parts beside them."""

from collections.abc import Mapping
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from korzo.discussions.permissions import can_care, can_tag
from korzo.discussions.queries import (
    TopicFacts,
    VoteShown,
    own_spaces,
    post_feet,
    posts_shown,
    reply_refusal,
    topic_facts,
    vote_shown,
    waiting_of,
)
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
    """The part `discussions.post_foot`. A key is a post's id, or `12 top` for the note that folds it away."""
    wanted = {key: key.partition(" ") for key in keys}
    feet = post_feet({int(pk) for pk, _space, _place in wanted.values()}, person_of(request))
    made = remembered_many("discussions.foot", feet.values(), _render_feet)
    shown = {}
    for key, (pk, _space, place) in wanted.items():
        foot = feet.get(int(pk))
        if foot is not None:
            shown[key] = _muted_note(foot) if place else made[foot]
    return shown


def _muted_note(foot: PostFoot) -> str:
    return render_to_string("discussions/_muted_note.html", {"name": foot.muted}) if foot.muted else ""


def _render_feet(feet: list[PostFoot]) -> dict[PostFoot, str]:
    context = {"csrf_token": TOKEN_PLACE, "sign_in_url": reverse("account_login")}
    return {foot: render_to_string("discussions/_post_foot.html", {"post": foot, **context}) for foot in feet}


def reply_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `discussions.reply`: what of theirs waits here, and the form, or the way to it, or why there is none.

    A key is a topic's id and the newest post's number.
    """
    person = person_of(request)
    wanted = {key: int(key.partition(" ")[0]) for key in keys}
    facts = topic_facts(set(wanted.values()))
    made = {}
    for key, pk in wanted.items():
        refusal = reply_refusal(person, facts[pk]) if person or facts[pk].is_closed else ""
        form = partial(_render_reply, facts[pk], key, is_guest=person is None, refusal=refusal)
        waiting = waiting_of(person, pk)
        before = render_to_string("discussions/_waiting.html", {"waiting": waiting}) if waiting else ""
        made[key] = before + remembered("discussions.reply", key, person is None, refusal, make=form)
    return made


def _render_reply(topic: TopicFacts, key: str, *, is_guest: bool, refusal: str) -> str:
    topic_id, _space, last_number = key.partition(" ")
    context: dict[str, object] = {"topic": topic, "sign_in_url": reverse("account_login")}
    if topic.is_closed and refusal:
        return ""
    if refusal and not is_guest:
        return render_to_string("discussions/_no_reply.html", {"sentence": refusal})
    if is_guest:
        return render_to_string("discussions/_invitation.html", context)
    form = composer(f"topic:{topic_id}", extra_key=topic.pk)
    context |= {"form": Form(), "last_number": last_number, **form, "csrf_token": TOKEN_PLACE}
    return render_to_string("discussions/_reply.html", context)


def vote_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `discussions.vote`; a key is the id of an idea."""
    facts = topic_facts({int(key) for key in keys})
    made = {}
    for key in keys:
        shown = vote_shown(person_of(request), facts[int(key)])
        made[key] = remembered("discussions.vote", shown, make=partial(_render_vote, shown))
    return made


def _render_vote(shown: VoteShown) -> str:
    context = {"vote": shown, "csrf_token": TOKEN_PLACE, "sign_in_url": reverse("account_login")}
    return render_to_string("discussions/_vote.html", context)


def topic_menu_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `discussions.topic_menu`: how the team, and whoever began a topic, look after it. A key is its id."""
    person = person_of(request)
    if person is None:
        return {}
    facts = topic_facts({int(key) for key in keys})
    may_care = can_care(person)
    made = {}
    for key in keys:
        topic = facts[int(key)]
        if may_care or can_tag(person, topic.author_id):
            make = partial(_render_menu, topic, may_care=may_care)
            made[key] = remembered("discussions.topic_menu", key, may_care, make=make)
    return made


def _render_menu(topic: TopicFacts, *, may_care: bool) -> str:
    context = {"topic": topic, "may_care": may_care, "csrf_token": TOKEN_PLACE}
    return render_to_string("discussions/_topic_menu.html", context)


def own_spaces_part(request: HttpRequest, _keys: list[str]) -> Mapping[str, str]:
    """The part `discussions.own_spaces`: spaces that this person may enter, and not everybody."""
    spaces = own_spaces(person_of(request))
    html = render_to_string("discussions/_own_spaces.html", {"spaces": spaces}) if spaces else ""
    return {"": html}
