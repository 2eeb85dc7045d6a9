"""Topics that the team looks after: closed, pinned, featured, moved, joined, split, published later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.discussions.actions import (
    Written,
    accept_answer,
    close_topic,
    feature_topic,
    give_heart,
    merge_topics,
    move_topic,
    pin_topic,
    post_reply,
    publish_due_topics,
    reopen_topic,
    schedule_topic,
    split_topic,
    start_topic,
    unpin_topic,
)
from korzo.discussions.models import Acceptance, Post, Space, Topic, TopicMove, TopicSplit
from korzo.discussions.queries import featured, get_topic_for, topics_in
from korzo.discussions.tests.talk import make_picture, make_reply, make_space, make_topic, verbs
from korzo.discussions.tests.test_counts import check_counts
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.reactions import queries as reactions
from tests.cast import Cast, signed_in


def test_a_closed_topic_is_read_and_not_written(question: Topic, town: Cast) -> None:
    with pytest.raises(FieldRefused):
        close_topic(question, actor=town.ivo, reason=" ")
    close_topic(question, actor=town.ivo, reason="All is said.")
    close_topic(question, actor=town.ivo, reason="Twice.")
    with pytest.raises(Refused, match="closed"):
        make_reply(question, town.tea)
    make_reply(question, town.ivo, "A last word.")
    page = signed_in(town.nada).get(question.get_absolute_url())
    assert "All is said." in page.text
    assert "Sign in to reply" not in page.text
    assert "reply-form" not in signed_in(town.tea).get(question.get_absolute_url()).text
    assert "reply-form" in signed_in(town.ivo).get(question.get_absolute_url()).text
    assert reopen_topic(question, actor=town.sara) is True
    assert reopen_topic(question, actor=town.sara) is False
    make_reply(question, town.tea)
    assert [verb for verb in verbs() if verb.startswith("topic_")] == [
        "topic_started",
        "topic_closed",
        "topic_reopened",
    ]


def test_pinned_topics_stand_on_top(space: Space, town: Cast) -> None:
    topics = [make_topic(space, town.tea, title=f"Story number {n}") for n in range(5)]
    for topic in topics[:3]:
        pin_topic(topic, actor=town.ivo)
    with pytest.raises(Refused, match="pinned here already"):
        pin_topic(topics[4], actor=town.ivo)
    shown = topics_in(space).items
    assert [item.pinned for item in shown] == [True, True, True, False, False]
    assert len({item.url for item in shown}) == 5
    unpin_topic(topics[0], actor=town.ivo)
    pin_topic(topics[4], actor=town.ivo)
    assert verbs().count("topic_pinned") == 4


def test_featured_topics_are_public_ones(space: Space, question: Topic, town: Cast) -> None:
    feature_topic(question, actor=town.ivo)
    hidden = make_topic(make_space(town, "Workshop", read="role:staff"), town.mira, title="Secret plans")
    feature_topic(hidden, actor=town.mira)
    assert [item.title for item in featured()] == [question.title]


def test_a_move_takes_everything_along(question: Topic, space: Space, town: Cast) -> None:
    make_reply(question, town.ivo)
    other = make_space(town, "Kit and care")
    pin_topic(question, actor=town.ivo)
    assert move_topic(question, actor=town.ivo, to=other, reason="It is about wax.") is True
    assert move_topic(question, actor=town.ivo, to=other) is False
    assert (topics_in(space).items, [item.title for item in topics_in(other).items]) == ([], [question.title])
    row = TopicMove.objects.get()
    assert (row.by, row.of_space, row.to_space, row.reason) == (town.ivo, space, other, "It is about wax.")
    assert verbs().count("topic_moved") == 1
    check_counts()


def test_joined_topics_keep_ids_and_lead_on(space: Space, town: Cast) -> None:
    first = make_topic(space, town.tea, question=True, title="Which wax is best")
    second = make_topic(space, town.ivo, question=True, title="What wax do you use")
    answer = make_reply(second, town.luka, "Bees know.")
    accept_answer(answer, actor=town.ivo)
    give_heart(answer, actor=town.tea)
    make_reply(first, town.sara, "The green one.")
    before = verbs()
    merge_topics(second, actor=town.ivo, into=first, reason="The same.")
    assert verbs()[len(before) :] == ["topics_merged"]
    assert list(Post.objects.filter(topic=first).order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    answer.refresh_from_db()
    assert (answer.topic, answer.number) == (first, 4)
    assert Acceptance.objects.get(post=answer).topic == first
    assert reactions.counts("discussions.post", [answer.pk]) == {answer.pk: 1}
    check_counts()
    guest = signed_in(town.nada)
    moved = guest.get(second.get_absolute_url())
    assert (moved.status_code, moved["Location"]) == (301, first.get_absolute_url())
    assert guest.get(f"/talk/posts/{answer.pk}/")["Location"].endswith(f"#post-{answer.pk}")
    with pytest.raises(Missing):
        get_topic_for(town.ivo, second.pk)
    with pytest.raises(Refused):
        make_reply(second, town.tea, "Too late.")
    page = guest.get(first.get_absolute_url()).text
    assert "Bees know." in page


def test_a_third_topic_leads_to_the_end(space: Space, town: Cast) -> None:
    one, two, three = (make_topic(space, town.tea, title=f"Story number {n}") for n in range(3))
    merge_topics(one, actor=town.ivo, into=two)
    merge_topics(two, actor=town.ivo, into=three)
    assert signed_in(None).get(one.get_absolute_url())["Location"] == three.get_absolute_url()
    for wrong in (three, one):
        with pytest.raises(Refused):
            merge_topics(three, actor=town.ivo, into=wrong)
    check_counts()


def test_replies_become_a_topic(question: Topic, town: Cast) -> None:
    replies = [make_reply(question, town.ivo, f"Answer {n}") for n in range(4)]
    accept_answer(replies[1], actor=town.tea)
    picture = make_picture(town.tea)
    pictured = post_reply(question, actor=town.tea, written=Written("", picture_ids=[picture.pk]), backfilled=True)
    made = split_topic(
        question,
        actor=town.ivo,
        post_ids=[replies[1].pk, replies[3].pk, pictured.pk],
        title="About wax alone",
        reason="Another matter.",
    )
    assert (made.author, made.reply_count, made.space) == (town.ivo, 2, question.space)
    assert list(Post.objects.filter(topic=made).order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert list(Post.objects.filter(topic=question).order_by("number").values_list("number", flat=True)) == [1, 2, 4]
    assert not Acceptance.objects.exists()
    assert TopicSplit.objects.get().of_topic == question
    check_counts()
    page = signed_in(town.nada).get(made.get_absolute_url()).text
    assert "Answer 1" in page
    make_reply(question, town.sara, "Going on.")
    assert Post.objects.filter(topic=question).order_by("-number").values_list("number", flat=True)[0] == 7


@pytest.mark.parametrize("chosen", ["none", "first", "foreign"])
def test_it_refuses_an_empty_split(question: Topic, town: Cast, chosen: str) -> None:
    make_reply(question, town.ivo)
    foreign = make_topic(question.space, town.tea, title="Another story")
    ids = {"none": [], "first": [question.first_post_id], "foreign": [foreign.first_post_id]}[chosen]
    with pytest.raises(FieldRefused):
        split_topic(question, actor=town.ivo, post_ids=[pk for pk in ids if pk], title="About wax alone")
    assert Topic.objects.count() == 2


def test_it_comes_out_at_its_time(space: Space, town: Cast) -> None:
    now = timezone.now()
    later = now + timedelta(hours=2)
    topic = start_topic(
        space, actor=town.ivo, title="New shoes are here", written=Written("Look."), publish_at=later, tags=["Shoes"]
    )
    assert (topic.is_standing, verbs()) == (False, ["topic_scheduled"])
    assert signed_in(town.tea).get(topic.get_absolute_url()).status_code == 404
    assert "comes out" in signed_in(town.ivo).get(topic.get_absolute_url()).text
    with pytest.raises(Refused):
        make_reply(topic, town.ivo)
    schedule_topic(topic, actor=town.sara, publish_at=now + timedelta(hours=1))
    assert publish_due_topics(now=now) == 0
    moment = now + timedelta(hours=1)
    assert (publish_due_topics(now=moment), publish_due_topics(now=moment)) == (1, 0)
    topic.refresh_from_db()
    assert (topic.is_standing, topic.created_at) == (True, moment)
    assert verbs() == ["topic_scheduled", "topic_scheduled", "topic_started"]
    check_counts()
    with pytest.raises(Refused, match="read this topic already"):
        schedule_topic(topic, actor=town.sara, publish_at=later)


def test_only_the_team_plans(space: Space, town: Cast) -> None:
    later = timezone.now() + timedelta(hours=2)
    topic = start_topic(space, actor=town.tea, title="Wet feet again", written=Written("Rain."), publish_at=later)
    assert topic.is_standing


def test_the_page_does_all_of_it(question: Topic, town: Cast) -> None:
    reply = make_reply(question, town.tea)
    browser = signed_in(town.ivo)
    care = f"/talk/t/{question.pk}/care/"
    assert browser.get(care).status_code == 200
    assert browser.post(f"{care}closure/", {"reason": ""}).status_code == 422
    assert browser.post(f"{care}closure/", {"reason": "Enough."}).status_code == 302
    assert browser.post(f"{care}closure/", {"_method": "delete"}).status_code == 302
    assert browser.post(f"{care}pin/").status_code == 302
    assert browser.post(f"{care}feature/").status_code == 302
    assert browser.post(f"{care}tags/", {"tags": "Wax, Rain"}).status_code == 302
    assert browser.post(f"{care}merge/", {"into": "nowhere"}).status_code == 422
    assert browser.post(f"{care}split/", {"posts": [reply.pk], "title": "About wax alone"}).status_code == 302
    made = Topic.objects.latest("pk")
    into = {"into": f"https://club.example{made.get_absolute_url()}"}
    assert browser.post(f"{care}merge/", into)["Location"] == made.get_absolute_url()
    check_counts()
