"""What the rooms tell to open pages: ids and counts, to those who may know, and nothing of an import."""

from dataclasses import fields
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from korzo.activity.activities import Kind, all_kinds
from korzo.discussions.actions import (
    Written,
    accept_answer,
    edit_post,
    give_heart,
    post_reply,
    remove_post,
    take_heart_back,
)
from korzo.discussions.models import Post
from korzo.live.doorkeeper import decide
from korzo.live.models import Event
from korzo.live.permissions import may_hear
from korzo.members.permissions import member_of_session
from korzo.notifications.actions import mark_all_read
from korzo.reviews.actions import write_review
from tests.cast import Cast, let_worker_finish, signed_in
from tests.town import Town, make_town


@pytest.fixture
def town(cast: Cast) -> Town:
    made = make_town(cast)
    Event.objects.all().delete()
    return made


def told() -> list[tuple[str, str, dict[str, Any]]]:
    return list(Event.objects.order_by("pk").values_list("channel", "name", "data"))


def test_a_topic_tells_what_happens_in_it(town: Town) -> None:
    topic, tea, luka = town.topic, town.cast.tea, town.cast.luka
    channel = f"topic:{topic.pk}"
    Post.objects.filter(author=luka).update(created_at=topic.created_at)
    reply = post_reply(topic, actor=tea, written=Written("Wax it twice."))
    edit_post(reply, actor=tea, written=Written("Wax it three times."))
    accept_answer(town.reply, actor=tea)
    give_heart(reply, actor=luka)
    take_heart_back(reply, actor=luka)
    remove_post(reply, actor=tea)
    found = [(name, data) for where, name, data in told() if where == channel]
    ids = {"topic_id": topic.pk, "post_id": reply.pk}
    assert found == [
        ("discussions.reply_posted", ids | {"number": 3, "is_answer": True, "has_pictures": False}),
        ("discussions.post_edited", ids | {"version": 2}),
        ("discussions.answer_accepted", {"topic_id": topic.pk, "post_id": town.reply.pk, "of_asker": False}),
        ("discussions.hearts", {"post_id": reply.pk, "count": 1}),
        ("discussions.hearts", {"post_id": reply.pk, "count": 0}),
        ("discussions.post_removed", ids | {"number": 3, "by_author": True}),
    ]


def test_what_is_imported_is_told_to_nobody(town: Town) -> None:
    post_reply(town.topic, actor=town.cast.tea, written=Written("Years ago."), backfilled=True)
    give_heart(town.reply, actor=town.cast.ivo, backfilled=True)
    assert told() == []


def test_a_notice_is_told_to_its_reader_alone(town: Town) -> None:
    post_reply(town.topic, actor=town.cast.ivo, written=Written("Any wax will do."))
    let_worker_finish()
    mine = f"member:{town.cast.tea.pk}"
    counts = [data for where, name, data in told() if where == mine and name == "notifications.unread"]
    assert counts
    assert counts[-1]["count"] >= 1
    mark_all_read(actor=town.cast.tea)
    assert told()[-1] == (mine, "notifications.unread", {"count": 0})
    before = len(told())
    mark_all_read(actor=town.cast.tea)
    assert len(told()) == before


def test_a_review_is_told_on_its_product(town: Town) -> None:
    review = write_review(town.product, actor=town.cast.luka, rating=4, body="A good one.", title="Good")
    data = {"review_id": review.pk, "product_id": town.product.pk, "picture_count": 0, "verified": False}
    assert told() == [(f"product:{town.product.pk}", "reviews.published", data)]


# Their words come from a fixed list of ours: the kind of a topic, the state of an idea, what a poll hangs on.
OF_A_LIST = {"discussions.topic_started", "discussions.idea_news", "polls.poll_closed"}


def test_what_kinds_tell_is_ids_counts_and_answers() -> None:
    """A kind that names a channel tells all its fields to everybody there, so none of them is a text."""
    telling = [kind for kind in all_kinds() if kind.heard_on is not Kind.heard_on]
    types = {kind.verb: {one.type for one in fields(kind)} - {int, bool, int | None} for kind in telling}
    assert {verb: odd for verb, odd in types.items() if odd and verb not in OF_A_LIST} == {}
    assert "reviews.published" in types


def test_a_topic_that_was_taken_away_is_heard_by_the_team_alone(town: Town) -> None:
    cast, channel = town.cast, f"topic:{town.topic.pk}"
    assert [may_hear(member, channel) for member in (None, cast.luka.pk, cast.ivo.pk)] == [True, True, True]
    remove_post(town.post, actor=cast.ivo, reason="Not here")
    assert (channel, Event.REVOKED, {}) in told()
    assert [may_hear(member, channel) for member in (None, cast.luka.pk, cast.ivo.pk)] == [False, False, True]
    assert not may_hear(cast.mira.pk, "topic:999999")
    assert not may_hear(cast.mira.pk, f"member:{cast.tea.pk}")
    assert may_hear(None, f"space:{town.space.pk}")
    assert may_hear(None, "talk")
    assert not may_hear(None, "talk:1")
    assert may_hear(None, f"product:{town.product.pk}")


def test_a_session_opens_its_members_channel(town: Town) -> None:
    tea = town.cast.tea
    browser = signed_in(tea)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert member_of_session(key) == tea.pk
    assert decide(key, ["member"]).allowed == {f"member:{tea.pk}"}
    assert decide("a" * 40, ["member"]).allowed == frozenset()
    browser.logout()
    assert member_of_session(key) is None


def test_single_posts_come_as_the_page_shows_them(town: Town) -> None:
    where = reverse("discussions:single_posts", args=[town.topic.pk])
    browser = signed_in(town.cast.luka)
    both = browser.get(f"{where}?ids={town.reply.pk},{town.post.pk}").content.decode()
    assert both.index(f'id="post-{town.post.pk}"') < both.index(f'id="post-{town.reply.pk}"')
    assert f"post-{town.reply.pk}-foot" in both
    for ids in ("", "x", "999999", "1" * 40, "-1"):
        answer = browser.get(f"{where}?ids={ids}")
        assert (answer.status_code, answer.content) == (200, b""), ids
    remove_post(town.post, actor=town.cast.ivo, reason="Not here")
    assert browser.get(f"{where}?ids={town.reply.pk}").status_code == 404
