"""What is new for one member: marks in lists, who has read a post, and the page that gathers it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from korzo.discussions.actions import (
    Sign,
    mark_all_read,
    merge_topics,
    note_reading,
    note_visit,
    remember_reading,
    remove_post,
)
from korzo.discussions.models import Post, Reader, Space, Topic, TopicReading
from korzo.discussions.queries import has_read, new_for, news_marks, next_unread, on_site, parse_cursor, topics_in
from korzo.discussions.queries.news_key import news_key
from korzo.discussions.queries.unread import NewsMark
from korzo.discussions.tests.talk import make_reply, make_space, make_topic
from korzo.members.actions import mute_member
from korzo.members.models import Member
from korzo.reactions.models import Follow
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def hours_ago(hours: int) -> datetime:
    return timezone.now() - timedelta(hours=hours)


@pytest.fixture
def talk(space: Space, town: Cast) -> Topic:
    topic = make_topic(space, town.tea)
    make_reply(topic, town.ivo)
    return topic


def reads_all(member: Member, topic: Topic, hours: int = 3) -> None:
    ids = list(Post.objects.filter(topic=topic).values_list("pk", flat=True))
    note_reading(topic.pk, actor=member, sign=Sign(read=ids), at=hours_ago(hours))


def marks(member: Member | None, *topics: Topic) -> list[NewsMark]:
    keys = [str(news_key(Topic.objects.get(pk=topic.pk))) for topic in topics]
    return list(news_marks(keys, member).values())


def test_a_guest_costs_nothing(talk: Topic, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    key = str(news_key(talk))
    with django_assert_num_queries(0):
        assert news_marks([key], None) == {}


def test_who_never_came_has_no_marks(talk: Topic, town: Cast) -> None:
    assert marks(town.luka, talk) == []


def test_topics_since_the_last_visit_are_new(talk: Topic, town: Cast, space: Space) -> None:
    Topic.objects.filter(pk=talk.pk).update(created_at=hours_ago(9))
    note_visit(actor=town.luka, at=hours_ago(5))
    other = make_topic(space, town.tea, title="Fresh from the trail")
    own = make_topic(space, town.luka, title="My own first topic")
    assert marks(town.luka, talk, other, own) == [NewsMark(other.pk)]
    # The visit that begins now does not take the marks away.
    note_visit(actor=town.luka)
    assert marks(town.luka, talk, other, own) == [NewsMark(other.pk)]


def test_it_counts_new_replies(talk: Topic, town: Cast) -> None:
    reads_all(town.luka, talk)
    assert marks(town.luka, talk) == []
    replies = [make_reply(talk, town.ivo) for _n in range(3)]
    assert marks(town.luka, talk) == [NewsMark(talk.pk, 3)]
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=[replies[1].pk]))
    assert marks(town.luka, talk) == [NewsMark(talk.pk, 1)]


def test_a_reply_that_was_taken_away_is_not_new(talk: Topic, town: Cast) -> None:
    reads_all(town.luka, talk)
    reply = make_reply(talk, town.ivo)
    remove_post(reply, actor=town.ivo, reason="")
    assert marks(town.luka, talk) == []


def test_all_read_is_one_moment(talk: Topic, town: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    reads_all(town.luka, talk)
    make_reply(talk, town.ivo)
    rows = TopicReading.objects.count()
    mark_all_read(actor=town.luka)
    assert marks(town.luka, talk) == []
    assert new_for(town.luka).is_empty
    assert TopicReading.objects.count() == rows
    make_reply(talk, town.ivo)
    assert len(marks(town.luka, talk)) == 1


def test_a_list_costs_one_question(town: Cast, space: Space, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    topics = [make_topic(space, town.tea, title=f"Topic {n}") for n in range(12)]
    for topic in topics[:6]:
        reads_all(town.luka, topic)
        make_reply(topic, town.ivo)
    keys = [str(news_key(topic)) for topic in Topic.objects.order_by("pk")]
    with django_assert_num_queries(1):
        assert [mark.count for mark in news_marks(keys, town.luka).values()] == [1] * 6 + [0] * 6
    with django_assert_num_queries(1):
        assert news_marks(keys, town.sara) == {}


def test_who_does_not_want_it_has_no_marks(talk: Topic, town: Cast) -> None:
    reads_all(town.luka, talk)
    remember_reading(False, actor=town.luka)
    make_reply(talk, town.ivo)
    assert marks(town.luka, talk) == []


def test_the_list_of_a_space_carries_marks(talk: Topic, space: Space) -> None:
    (item,) = topics_in(space).items
    assert str(news_key(Topic.objects.get(pk=talk.pk))) in item.mark


def test_next_unread_leads_on(talk: Topic, town: Cast) -> None:
    assert next_unread(talk, town.luka) is None
    reads_all(town.luka, talk)
    assert next_unread(talk, town.luka) is None
    first = make_reply(talk, town.ivo)
    make_reply(talk, town.ivo)
    assert next_unread(talk, town.luka) == first


def test_it_knows_who_has_read_a_post(talk: Topic, town: Cast) -> None:
    reads_all(town.luka, talk)
    reply = make_reply(talk, town.ivo)
    first = Post.objects.get(topic=talk, number=1)
    everybody = [town.luka.pk, town.tea.pk]
    assert has_read(everybody, first) == {town.luka.pk}
    assert has_read(everybody, reply) == set()


def test_it_knows_who_is_on_the_site(town: Cast) -> None:
    note_visit(actor=town.luka)
    note_visit(actor=town.ivo, at=hours_ago(1))
    assert on_site([town.luka.pk, town.ivo.pk, town.tea.pk]) == {town.luka.pk}


# New for you


def titles(member: Member) -> tuple[list[str], list[str]]:
    found = new_for(member)
    return [item.title for item in found.followed], [item.title for item in found.rest.items]


def follow(member: Member, label: str, pk: int, level: str = Follow.Level.WATCHING) -> None:
    Follow.objects.update_or_create(
        member=member, subject_label=label, subject_id=pk, defaults={"level": level, "reason": Follow.Reason.CHOSEN}
    )


def test_what_they_follow_comes_first(talk: Topic, town: Cast, space: Space) -> None:
    make_topic(space, town.ivo, title="Something else")
    place = make_space(town, "Races")
    make_topic(place, town.ivo, title="In a followed space")
    follow(town.luka, "discussions.space", place.pk)
    follow(town.luka, "discussions.topic", talk.pk)
    assert titles(town.luka) == (["In a followed space", "Wet feet in October"], ["Something else"])


def test_what_was_read_is_not_there(talk: Topic, town: Cast) -> None:
    follow(town.luka, "discussions.topic", talk.pk)
    reads_all(town.luka, talk)
    assert new_for(town.luka).is_empty
    make_reply(talk, town.ivo)
    assert titles(town.luka) == (["Wet feet in October"], [])


def test_what_they_shut_out_is_not_there(talk: Topic, town: Cast, space: Space) -> None:
    quiet = make_space(town, "Quiet corner")
    make_topic(quiet, town.ivo, title="In a muted space")
    make_topic(space, town.sara, title="By somebody muted")
    follow(town.luka, "discussions.topic", talk.pk, Follow.Level.MUTED)
    follow(town.luka, "discussions.space", quiet.pk, Follow.Level.MUTED)
    mute_member(town.sara, actor=town.luka)
    assert new_for(town.luka).is_empty


def test_what_they_may_not_read_is_not_there(town: Cast) -> None:
    closed = make_space(town, "The team", read="role:staff")
    topic = make_topic(closed, town.sara, title="Wages in winter")
    follow(town.luka, "discussions.topic", topic.pk)
    assert new_for(town.luka).is_empty
    assert [item.title for item in new_for(town.mira).rest.items] == ["Wages in winter"]


def test_old_topics_are_no_news(talk: Topic, town: Cast) -> None:
    Topic.objects.update(created_at=timezone.now() - timedelta(days=30))
    assert new_for(town.luka).is_empty
    follow(town.luka, "discussions.topic", talk.pk)
    Topic.objects.update(last_post_at=timezone.now() - timedelta(days=61))
    assert new_for(town.luka).is_empty


def test_the_rest_comes_in_pages(town: Cast, space: Space, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for n in range(25):
        make_topic(space, town.tea, title=f"Topic {n}")
    first = new_for(town.luka)
    assert len(first.rest.items) == 20
    second = new_for(town.luka, before=parse_cursor(first.rest.before))
    assert len(second.rest.items) == 5
    assert second.rest.before == ""
    assert not {item.title for item in first.rest.items} & {item.title for item in second.rest.items}


def test_a_topic_that_was_joined_to_another_is_gone(talk: Topic, town: Cast, space: Space) -> None:
    reads_all(town.luka, talk)
    other = make_topic(space, town.tea, title="The same again")
    merge_topics(talk, actor=town.ivo, into=other)
    assert titles(town.luka) == ([], ["The same again"])


def test_a_place_is_gone_with_its_reader(talk: Topic, town: Cast) -> None:
    reads_all(town.luka, talk)
    Reader.objects.filter(pk=town.luka.pk).delete()
    assert not TopicReading.objects.exists()
