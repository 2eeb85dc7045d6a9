"""Readers see how a talk was put in order: what was moved, joined and split, by whom and why; never what is closed to
them.
"""

import pytest

from korzo.discussions.actions import merge_topics, move_topic, remove_post, split_topic
from korzo.discussions.models import Space, Topic
from korzo.discussions.queries import path_of
from korzo.discussions.tests.talk import make_reply, make_space, make_topic
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(space: Space, town: Cast) -> Topic:
    return make_topic(space, town.tea, title="Wet feet")


def told(topic: Topic) -> list[tuple[str, str, str]]:
    topic.refresh_from_db()
    return [(step.turn.value, step.name, step.reason) for step in path_of(topic)]


def test_most_talks_were_never_touched(talk: Topic) -> None:
    assert told(talk) == []


def test_both_sides_of_a_split_lead_to_each_other(talk: Topic, town: Cast) -> None:
    reply = make_reply(talk, town.ivo)
    made = split_topic(talk, actor=town.ivo, post_ids=[reply.pk], title="About socks", reason="Off topic here.")
    assert told(talk) == [("went", "About socks", "Off topic here.")]
    assert told(made) == [("came", "Wet feet", "Off topic here.")]
    page = signed_in(None).get(talk.get_absolute_url()).text
    assert f'href="{made.get_absolute_url()}"' in page
    assert "Off topic here." in page
    assert "Wet feet" in signed_in(None).get(made.get_absolute_url()).text


def test_what_was_joined_is_named(talk: Topic, space: Space, town: Cast) -> None:
    other = make_topic(space, town.luka, title="Cold feet")
    merge_topics(other, actor=town.ivo, into=talk, reason="The same.")
    assert told(talk) == [("joined", "Cold feet", "The same.")]
    page = signed_in(None).get(talk.get_absolute_url()).text
    assert "This was joined to it:" in page
    assert other.get_absolute_url() not in page


def test_a_move_names_the_space_and_the_reason(talk: Topic, space: Space, town: Cast) -> None:
    to = make_space(town, "Kit and care")
    move_topic(talk, actor=town.ivo, to=to, reason="It is about kit.")
    assert told(talk) == [("moved", space.name, "It is about kit.")]


def test_closed_places_and_gone_talks_have_no_names(talk: Topic, space: Space, town: Cast) -> None:
    team = make_space(town, "The team", read="role:staff")
    secret = make_topic(team, town.sara, title="A secret")
    move_topic(secret, actor=town.sara, to=space)
    assert told(secret) == [("moved", "", "")]
    reply = make_reply(secret, town.sara)
    made = split_topic(secret, actor=town.sara, post_ids=[reply.pk], title="Another secret")
    move_topic(made, actor=town.sara, to=team)
    assert told(secret)[0] == ("went", "", "")
    move_topic(made, actor=town.sara, to=space)
    assert told(secret)[0] == ("went", "Another secret", "")
    made.refresh_from_db()
    assert made.first_post
    remove_post(made.first_post, actor=town.ivo, reason="No.")
    assert told(secret)[0] == ("went", "", ""), "what was taken away is not named either"
