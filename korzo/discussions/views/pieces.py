"""Pieces of pages that are kept: posts as everybody sees them, and the personal parts beside them."""

from collections.abc import Mapping
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from korzo.discussions.linked_data import Votes, post_facts, standing_ids, topic_data
from korzo.discussions.page_heads import topic_address
from korzo.discussions.permissions import can_care, can_tag
from korzo.discussions.queries import (
    TopicFacts,
    TopicPage,
    VoteShown,
    base_feet,
    own_page,
    own_spaces,
    posts_shown,
    reply_refusal,
    topic_facts,
    vote_shown,
    waiting_of,
)
from korzo.discussions.queries.post_foot import PostFoot
from korzo.discussions.queries.post_votes import votes_on
from korzo.discussions.views.composing import composer
from korzo.discussions.views.forms import Form
from korzo.discussions.views.reading_part import READING, new_line, watching
from korzo.edge.recording import remembered, remembered_many
from korzo.kit.html import json_for_page
from korzo.kit.parts import TOKEN_PLACE
from korzo.members.permissions import person_of

# The two forms of a post that are kept.
HTML, FACTS = "html", "facts"


def rendered_posts(ids: list[int]) -> list[SafeString]:
    """In the order of the ids."""
    made = remembered_many("discussions.post", [(pk, HTML) for pk in ids], _render_posts)
    return [SafeString(made[pk, HTML]) for pk in ids]


def posts_with_facts(ids: list[int]) -> tuple[list[SafeString], list[str]]:
    """The same, and what machines read of each post (`linked_data.post_facts`), from the same questions."""
    made = remembered_many("discussions.post", [(pk, form) for form in (HTML, FACTS) for pk in ids], _render_posts)
    return [SafeString(made[pk, HTML]) for pk in ids], [made[pk, FACTS] for pk in ids]


def _render_posts(wanted: list[tuple[int, str]]) -> dict[tuple[int, str], str]:
    shown = posts_shown({pk for pk, _form in wanted})
    return {
        (pk, form): render_to_string("discussions/_post.html", {"post": shown[pk]})
        if form == HTML
        else post_facts(shown[pk])
        for pk, form in wanted
        if pk in shown
    }


def structured_topic(page: TopicPage, facts: list[str], *, after: int) -> SafeString | str:
    """The topic for search engines, where they may read it at all."""
    topic = page.topic
    if not (topic.is_standing and topic.space.is_public and page.post_ids):
        return ""
    votes = remembered_many("discussions.post_votes", standing_ids(page.post_ids, facts), votes_on)
    counted = Votes({pk: hearts for pk, (hearts, _n) in votes.items()}, {pk: n for pk, (_hearts, n) in votes.items()})
    return json_for_page(topic_data(page, facts, counted, address=topic_address(topic, after)))


def post_feet_base(keys: list[str]) -> Mapping[str, str]:
    """How the part `discussions.post_foot` looks to everybody; nobody's words are folded away."""
    made = remembered_many("discussions.foot", [int(key) for key in keys if key.isdecimal()], _render_base_feet)
    return {str(pk): html for pk, html in made.items()}


def _render_base_feet(ids: list[int]) -> dict[int, str]:
    return {pk: _foot(foot) for pk, foot in base_feet(ids).items()}


def post_feet_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `discussions.post_foot`. A key is a post's id, or `12 top` for what stands above its words; and
    `reading 5 21` for what watches how far a member reads topic 5, on the page that ends with number 21.

    All in one, because one question answers it.
    """
    person = person_of(request)
    if person is None:
        return {}
    watched = [key for key in keys if key.startswith(READING)]
    wanted = {key: key.partition(" ") for key in keys if key not in watched}
    ids = list(dict.fromkeys(int(pk) for pk, _space, _place in wanted.values()))
    topic_id = int(watched[0].split(" ")[1]) if watched else None
    own = own_page(ids, person, topic_id=topic_id)
    made = remembered_many(
        "discussions.own_foot", own.feet.values(), lambda missing: {foot: _foot(foot) for foot in missing}
    )
    shown = {key: watching(key, own.stopped) for key in watched}
    for key, (text, _space, place) in wanted.items():
        pk = int(text)
        foot = own.feet.get(pk)
        if place:
            shown[key] = (new_line() if pk == own.line else "") + (_muted_note(foot) if foot else "")
        elif foot is not None:
            shown[key] = made[foot]
    return shown


def _muted_note(foot: PostFoot) -> str:
    return render_to_string("ui/muted_note.html", {"name": foot.muted}) if foot.muted else ""


def _foot(foot: PostFoot) -> str:
    return render_to_string("discussions/_post_foot.html", {"post": foot, "csrf_token": TOKEN_PLACE})


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
