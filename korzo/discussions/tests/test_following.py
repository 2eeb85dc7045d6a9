"""What one does in the talk is followed by itself."""

import pytest

from korzo.activity.models import Activity
from korzo.discussions.actions import Written, post_reply, start_topic
from korzo.discussions.followable import subjects_of
from korzo.discussions.models import Space, Topic
from korzo.discussions.tests.talk import make_reply
from korzo.members.actions import block_member, mute_member
from korzo.reactions.actions import follow
from korzo.reactions.queries import follow_key, level_of, listeners
from tests.cast import Cast, let_worker_finish, signed_in

FOLLOW = "/reactions/follows/"


def test_beginning_watches_and_replying_tracks(space: Space, town: Cast) -> None:
    topic = start_topic(space, actor=town.tea, title="Wet feet in October", written=Written("Two days of rain."))
    post_reply(topic, actor=town.ivo, written=Written("Take two pairs of socks."))
    post_reply(topic, actor=town.tea, written=Written("Thank you, I will."))
    let_worker_finish()
    assert listeners([("discussions.topic", topic.pk)]) == {town.tea.pk: "watching", town.ivo.pk: "tracking"}


def test_a_reply_does_not_undo_a_choice(question: Topic, town: Cast) -> None:
    follow("discussions.topic", question.pk, actor=town.ivo, level="muted")
    post_reply(question, actor=town.ivo, written=Written("Take two pairs of socks."))
    let_worker_finish()
    assert level_of(town.ivo, subjects_of(question)) == "muted"


def test_history_that_was_imported_follows_nothing(question: Topic, town: Cast) -> None:
    make_reply(question, town.ivo)
    let_worker_finish()
    assert listeners(subjects_of(question)) == {}


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner"])
def test_the_button_on_the_page(question: Topic, town: Cast, role: str) -> None:
    person = signed_in(town.by_role()[role])
    assert "Follow this topic" in person.get(question.get_absolute_url()).text
    sent = {"key": follow_key(subjects_of(question)), "level": "watching"}
    answer = person.post(FOLLOW, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Everything" in answer.text
    assert "Follow this topic" not in person.get(question.get_absolute_url()).text


def test_what_comes_from_the_space_is_said(question: Topic, town: Cast) -> None:
    tea = signed_in(town.tea)
    tea.post(FOLLOW, {"key": f"discussions.space:{question.space_id}", "level": "tracking"})
    page = tea.get(question.get_absolute_url()).text
    assert "Because you follow what it belongs to." in page


def test_a_guest_is_led_to_the_door(question: Topic, town: Cast) -> None:
    page = signed_in(town.nada).get(question.get_absolute_url()).text
    assert "Follow this topic" in page
    assert FOLLOW not in page
    answer = signed_in(town.nada).post(FOLLOW, {"key": follow_key(subjects_of(question)), "level": "watching"})
    assert answer.status_code == 403
    assert listeners(subjects_of(question)) == {}


@pytest.mark.parametrize(
    ("key", "status"),
    [("", 404), ("discussions.topic:x", 404), ("nobody.knows:3", 404), ("discussions.topic:4711", 404)],
)
def test_what_nobody_knows_is_not_found(question: Topic, town: Cast, key: str, status: int) -> None:
    assert signed_in(town.tea).post(FOLLOW, {"key": key, "level": "watching"}).status_code == status


def test_who_blocked_somebody_is_not_mentioned_by_them(question: Topic, town: Cast) -> None:
    block_member(town.luka, actor=town.tea)
    mute_member(town.luka, actor=town.ivo)
    post_reply(question, actor=town.luka, written=Written("What do you say, @tea and @ivo?"))
    mentioned = Activity.objects.filter(verb="discussions.member_mentioned").values_list("member_id", flat=True)
    assert list(mentioned) == [town.ivo.pk]
