"""Words that wait for a look, and posts that the team takes from view and puts back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.discussions.actions import (
    Written,
    accept_answer,
    edit_post,
    hide_post,
    post_reply,
    refuse_post,
    release_post,
    remove_post,
    show_post,
    start_topic,
)
from korzo.discussions.models import Post, PostHold, PostRemoval, Space, Topic
from korzo.discussions.moderated import POSTS
from korzo.discussions.permissions import posts_visible_to
from korzo.discussions.tests.talk import held_reply, make_reply, verbs
from korzo.discussions.tests.test_counts import check_counts
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.moderation.models import Item
from korzo.search.queries import audiences_of, find
from tests.cast import Cast, let_worker_finish, signed_in


def test_a_held_reply_is_there_for_its_author_alone(question: Topic, town: Cast) -> None:
    reply = held_reply(question, town.tea)
    question.refresh_from_db()
    assert (reply.is_standing, question.reply_count, verbs()) == (False, 0, ["topic_started"])
    assert Item.objects.filter(label="discussions.post", subject_id=reply.pk, closed_at__isnull=True).exists()
    for person in (town.nada, town.luka):
        assert "cheap watches" not in signed_in(person).get(question.get_absolute_url()).text
    own = signed_in(town.tea).get(question.get_absolute_url()).text
    assert "cheap watches" in own
    assert "people do not see" in own
    assert not posts_visible_to(town.luka).filter(pk=reply.pk).exists()
    assert "cheap" not in signed_in(town.nada).get(f"/talk/t/{question.pk}/posts/?ids={reply.pk}").text
    check_counts()


def test_a_released_mention_is_told_then(question: Topic, town: Cast) -> None:
    held = post_reply(question, actor=town.luka, written=Written("Ask @ivo about it.", trap_filled=True))
    assert verbs() == ["topic_started"]
    release_post(held.pk, actor=None)
    assert verbs() == ["topic_started", "member_mentioned", "reply_posted"]
    reply = Activity.objects.get(verb="discussions.reply_posted")
    assert (reply.actor_id, reply.member_id) == (town.luka.pk, town.tea.pk)
    assert "Ask" in signed_in(town.nada).get(question.get_absolute_url()).text
    check_counts()


def test_a_refused_reply_stays_with_its_author(question: Topic, town: Cast) -> None:
    reply = held_reply(question, town.tea)
    assert refuse_post(reply.pk, actor=town.ivo, reason="This is advertising.") is True
    assert refuse_post(reply.pk, actor=town.ivo, reason="Again.") is False
    own = signed_in(town.tea).get(question.get_absolute_url()).text
    assert "This is advertising." in own
    assert "watches" not in signed_in(town.luka).get(question.get_absolute_url()).text
    hold = PostHold.objects.get(post=reply)
    assert (hold.refused_by, hold.refusal, verbs()) == (town.ivo, "This is advertising.", ["topic_started"])
    check_counts()


def test_a_held_topic_waits_as_a_whole(space: Space, town: Cast) -> None:
    topic = start_topic(
        space, actor=town.tea, title="Cheap watches here", written=Written("Buy them.", trap_filled=True)
    )
    assert (topic.is_standing, verbs()) == (False, [])
    for person, status in ((town.nada, 404), (town.luka, 404), (town.tea, 200), (town.ivo, 200)):
        assert signed_in(person).get(topic.get_absolute_url()).status_code == status
    assert topic.first_post_id
    release_post(topic.first_post_id, actor=town.ivo)
    topic.refresh_from_db()
    assert (topic.is_standing, verbs()) == (True, ["topic_started"])
    space.refresh_from_db()
    assert space.topic_count == 1
    check_counts()


def test_a_held_change_takes_the_post_from_view(question: Topic, town: Cast) -> None:
    reply = make_reply(question, town.luka, "Two pairs of socks.")
    changed = edit_post(reply, actor=town.luka, written=Written("Buy these cheap watches.", trap_filled=True))
    assert changed.is_standing is False
    check_counts()
    let_worker_finish()
    assert not find("cheap watches", audiences=audiences_of(None)).hits
    release_post(reply.pk, actor=town.ivo)
    let_worker_finish()
    assert find("cheap watches", audiences=audiences_of(None)).hits
    assert verbs() == ["topic_started", "reply_posted", "post_edited", "post_edited"]
    check_counts()


def test_hidden_and_shown_again(question: Topic, town: Cast) -> None:
    reply = make_reply(question, town.luka, "The xylophone answer.")
    accept_answer(reply, actor=town.tea)
    hide_post(reply.pk, actor=town.ivo, reason="Off topic.")
    hide_post(reply.pk, actor=town.ivo, reason="Twice.")
    check_counts()
    let_worker_finish()
    assert not find("xylophone", audiences=audiences_of(None)).hits
    assert show_post(reply.pk, actor=town.ivo) is True
    assert show_post(reply.pk, actor=town.ivo) is False
    let_worker_finish()
    assert find("xylophone", audiences=audiences_of(None)).hits
    assert "xylophone" in signed_in(town.nada).get(question.get_absolute_url()).text
    assert verbs()[-2:] == ["post_removed", "post_shown_again"]
    check_counts()


def test_a_hidden_first_post_takes_its_topic_along_and_back(question: Topic, town: Cast) -> None:
    assert question.first_post_id
    hide_post(question.first_post_id, actor=None, reason="")
    assert signed_in(town.tea).get(question.get_absolute_url()).status_code == 404
    check_counts()
    show_post(question.first_post_id, actor=None)
    assert signed_in(town.nada).get(question.get_absolute_url()).status_code == 200
    check_counts()


def test_what_the_author_took_away_stays_away(question: Topic, town: Cast) -> None:
    reply = make_reply(question, town.luka)
    remove_post(reply, actor=town.luka)
    with pytest.raises(Refused, match="author"):
        show_post(reply.pk, actor=town.ivo)
    assert PostRemoval.objects.filter(post=reply).exists()


def test_the_silenced_do_not_write(question: Topic, town: Cast) -> None:
    until = timezone.now() + timedelta(days=1)
    Member.objects.filter(pk=town.tea.pk).update(silenced_until=until)
    town.tea.refresh_from_db()
    reply = make_reply(question, town.tea)
    with pytest.raises(Refused, match="write again from"):
        post_reply(question, actor=town.tea, written=Written("But I must."))
    with pytest.raises(Refused, match="write again from"):
        start_topic(question.space, actor=town.tea, title="Hear me now", written=Written("Please."))
    with pytest.raises(Refused, match="write again from"):
        edit_post(reply, actor=town.tea, written=Written("Other words."))
    assert Post.objects.count() == 2
    page = signed_in(town.tea).get(question.get_absolute_url()).text
    assert "write again from" in page
    assert "reply-form" not in page


def test_a_notice_from_outside_finds_what_it_is_about(question: Topic) -> None:
    first = question.first_post
    assert first is not None
    found = [POSTS.at_address(path) for path in (first.get_absolute_url(), question.get_absolute_url(), "/talk/", "/x")]
    assert found == [first.pk, first.pk, None, None]
