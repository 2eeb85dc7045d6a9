"""What an open page tells of its reader, and what is kept of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.discussions.actions import (
    Sign,
    TooOften,
    accept_answer,
    mark_all_read,
    note_page_read,
    note_reading,
    note_visit,
    readers_to_settle,
    remember_reading,
    settle_first_unread,
    thin_reading,
)
from korzo.discussions.actions.read_on import DAY_SECONDS_MAX, SIGNS_A_MINUTE_MAX
from korzo.discussions.models import Post, Reader, ReadingDay, Space, Topic, TopicReading
from korzo.discussions.queries import ReadingSum, reading_of, reading_of_many
from korzo.discussions.tests.talk import LONG_AGO, held_reply, make_reply, make_space, make_topic
from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.reactions.models import Follow
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def talk(space: Space, town: Cast) -> Topic:
    """Tea began it, and Ivo answered four times."""
    topic = make_topic(space, town.tea)
    for _n in range(4):
        make_reply(topic, town.ivo)
    topic.refresh_from_db()
    return topic


def ids(topic: Topic) -> list[int]:
    return list(Post.objects.filter(topic=topic).order_by("number").values_list("pk", flat=True))


def place(member: Member, topic: Topic) -> TopicReading:
    return TopicReading.objects.get(reader=member.pk, topic=topic)


def test_it_keeps_how_far_they_came(talk: Topic, town: Cast) -> None:
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk)[:3], seconds=20), at=NOW)
    assert place(town.luka, talk).last_read_number == 3
    assert reading_of(town.luka.pk) == ReadingSum(days_visited=1, topics_entered=1, posts_read=3, seconds=20)


def test_the_same_sign_twice_changes_nothing(talk: Topic, town: Cast) -> None:
    for _time in range(2):
        note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk)[:3], seconds=20), at=NOW)
    assert reading_of(town.luka.pk) == ReadingSum(1, 1, 3, 20)


def test_the_number_never_goes_back(talk: Topic, town: Cast) -> None:
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk)[3:4]), at=NOW)
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk)[:2]), at=NOW)
    assert place(town.luka, talk).last_read_number == 4
    assert reading_of(town.luka.pk).posts_read == 1


def test_behind_the_last_post_the_whole_topic_is_read(talk: Topic, town: Cast) -> None:
    """A held reply has a number that nobody else sees: it must not stay unread for ever."""
    last = ids(talk)[-1]
    held_reply(talk, town.tea)
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=[last]), at=NOW)
    talk.refresh_from_db()
    assert place(town.luka, talk).last_read_number == talk.highest_number > 5


def test_an_accepted_answer_on_top_does_not_move_the_place(town: Cast, space: Space) -> None:
    question = make_topic(space, town.tea, question=True)
    replies = [make_reply(question, town.ivo) for _n in range(3)]
    accept_answer(replies[2], actor=town.tea)
    note_reading(question.pk, actor=town.luka, sign=Sign(read=[ids(question)[0], replies[2].pk]), at=NOW)
    assert place(town.luka, question).last_read_number == 1
    note_reading(question.pk, actor=town.luka, sign=Sign(read=[replies[0].pk, replies[1].pk]), at=NOW)
    assert place(town.luka, question).last_read_number == 4


def test_posts_of_another_topic_count_nothing(talk: Topic, town: Cast, space: Space) -> None:
    other = make_topic(space, town.tea, title="Another")
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(other)), at=NOW)
    assert place(town.luka, talk).last_read_number == 0
    assert reading_of(town.luka.pk).posts_read == 0


def test_seconds_are_no_more_than_have_passed(talk: Topic, town: Cast) -> None:
    """Two windows beat at the same time, and one tells of an hour."""
    for _window in range(2):
        note_reading(talk.pk, actor=town.luka, sign=Sign(seconds=3600), at=NOW)
    assert reading_of(town.luka.pk).seconds == 60
    note_reading(talk.pk, actor=town.luka, sign=Sign(seconds=50), at=NOW + timedelta(seconds=20))
    assert reading_of(town.luka.pk).seconds == 80


def test_a_day_has_an_end(talk: Topic, town: Cast) -> None:
    note_visit(actor=town.luka, at=NOW)
    ReadingDay.objects.update(seconds=DAY_SECONDS_MAX - 10)
    note_reading(talk.pk, actor=town.luka, sign=Sign(seconds=60), at=NOW)
    assert reading_of(town.luka.pk).seconds == DAY_SECONDS_MAX


def test_a_topic_opened_on_two_days_was_entered_once(talk: Topic, town: Cast) -> None:
    for moment in (NOW, TOMORROW):
        note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk)[:1]), at=moment)
    assert reading_of(town.luka.pk) == ReadingSum(days_visited=2, topics_entered=1, posts_read=1)
    assert reading_of(town.luka.pk, timezone.localdate(TOMORROW)) == ReadingSum(days_visited=1)
    assert reading_of(town.luka.pk, TOMORROW) == ReadingSum(days_visited=1)
    many = reading_of_many([town.luka.pk, town.tea.pk])
    assert many == {town.luka.pk: reading_of(town.luka.pk), town.tea.pk: ReadingSum()}


def test_a_visit_ends_after_half_an_hour(town: Cast) -> None:
    for minutes in (0, 20, 40, 100):
        note_visit(actor=town.luka, at=NOW + timedelta(minutes=minutes))
    reader = Reader.objects.get(pk=town.luka.pk)
    assert reader.last_visit_at == NOW + timedelta(minutes=40)
    assert reader.seen_at == NOW + timedelta(minutes=100)


def test_it_follows_what_was_read_for_a_while(talk: Topic, town: Cast) -> None:
    for minute in range(6):
        assert not Follow.objects.filter(member=town.luka).exists() or minute == 5
        note_reading(talk.pk, actor=town.luka, sign=Sign(seconds=60), at=NOW + timedelta(minutes=minute))
    row = Follow.objects.get(member=town.luka)
    assert (row.level, row.reason) == (Follow.Level.TRACKING, Follow.Reason.READ)


def test_a_page_without_scripts_counts_as_read(talk: Topic, town: Cast) -> None:
    note_page_read(talk.pk, actor=town.luka, until=3, at=NOW)
    assert place(town.luka, talk).last_read_number == 3
    note_page_read(talk.pk, actor=town.luka, until=999, at=NOW)
    assert place(town.luka, talk).last_read_number == 5
    assert reading_of(town.luka.pk).posts_read == 5


def test_nobody_else_is_noted(talk: Topic, town: Cast) -> None:
    for act in (
        lambda: note_visit(actor=None),
        lambda: note_reading(talk.pk, actor=None, sign=Sign()),
        lambda: note_page_read(talk.pk, actor=None, until=1),
        lambda: mark_all_read(actor=None),
        lambda: remember_reading(False, actor=None),
    ):
        with pytest.raises(Refused):
            act()
    assert not Reader.objects.exists()


def test_a_topic_that_they_may_not_read_is_missing(town: Cast) -> None:
    hidden = make_topic(make_space(town, "The team", read="role:staff"), town.sara)
    with pytest.raises(Missing):
        note_reading(hidden.pk, actor=town.luka, sign=Sign(read=ids(hidden)))
    with pytest.raises(Missing):
        note_page_read(hidden.pk, actor=town.luka, until=1)
    assert not TopicReading.objects.exists()


def test_too_many_signs_are_refused(talk: Topic, town: Cast) -> None:
    for _n in range(SIGNS_A_MINUTE_MAX):
        note_visit(actor=town.luka, at=NOW)
    with pytest.raises(TooOften):
        note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk)), at=NOW)
    assert not TopicReading.objects.exists()
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk)), at=NOW + timedelta(minutes=1))
    assert place(town.luka, talk).last_read_number == 5


def test_switched_off_it_forgets_and_keeps_nothing(talk: Topic, town: Cast) -> None:
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk), seconds=30), at=NOW)
    remember_reading(False, actor=town.luka)
    assert not TopicReading.objects.exists()
    assert Reader.objects.get(pk=town.luka.pk).seen_at is None
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk), seconds=30), at=TOMORROW)
    assert not note_visit(actor=town.luka, at=TOMORROW)
    assert not TopicReading.objects.exists()
    # What they earned by it stays.
    assert reading_of(town.luka.pk) == ReadingSum(1, 1, 5, 30)
    remember_reading(True, actor=town.luka)
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk)), at=TOMORROW)
    assert place(town.luka, talk).last_read_number == 5


def test_reading_is_not_in_the_log(talk: Topic, town: Cast) -> None:
    before = Activity.objects.count()
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk), seconds=30), at=NOW)
    mark_all_read(actor=town.luka)
    assert Activity.objects.count() == before


def test_old_days_become_a_sum(talk: Topic, town: Cast) -> None:
    for moment in (NOW - timedelta(days=500), NOW - timedelta(days=450), NOW):
        sign = Sign(read=ids(talk)[:1] if moment != NOW else ids(talk), seconds=30)
        note_reading(talk.pk, actor=town.luka, sign=sign, at=moment)
    before = reading_of(town.luka.pk)
    assert before == ReadingSum(3, 1, 5, 90)
    assert thin_reading(now=NOW) == 2
    assert thin_reading(now=NOW) == 0
    assert ReadingDay.objects.count() == 1
    assert reading_of(town.luka.pk) == before
    assert reading_of(town.luka.pk, timezone.localdate(NOW)).days_visited == 1


def test_places_that_nobody_came_back_to_are_forgotten(talk: Topic, town: Cast) -> None:
    note_reading(talk.pk, actor=town.luka, sign=Sign(read=ids(talk)), at=NOW - timedelta(days=731))
    note_reading(talk.pk, actor=town.tea, sign=Sign(read=ids(talk)), at=NOW)
    thin_reading(now=NOW)
    assert list(TopicReading.objects.values_list("reader_id", flat=True)) == [town.tea.pk]


def test_first_unread_is_never_later_than_the_truth(talk: Topic, town: Cast) -> None:
    note_visit(actor=town.luka, at=NOW)
    Reader.objects.create(member=town.ivo, seen_at=LONG_AGO)
    assert readers_to_settle(now=NOW) == [town.luka.pk]
    assert readers_to_settle(behind=town.luka.pk, now=NOW) == []
    settle_first_unread([town.luka.pk], now=NOW + timedelta(minutes=1))
    talk.refresh_from_db()
    first = Reader.objects.get(pk=town.luka.pk).first_unread_at
    assert first is not None
    assert first < talk.last_post_at


def test_who_comes_by_is_seen_unless_they_do_not_want_it(talk: Topic, town: Cast) -> None:
    note_visit(actor=town.luka, at=NOW)
    note_reading(talk.pk, actor=town.tea, sign=Sign(read=ids(talk)), at=NOW)
    seen = dict(Member.objects.values_list("pk", "last_seen_at"))
    assert (seen[town.luka.pk], seen[town.tea.pk], seen[town.ivo.pk]) == (NOW, NOW, None)
    remember_reading(False, actor=town.luka)
    note_visit(actor=Member.objects.get(pk=town.luka.pk), at=TOMORROW)
    assert Member.objects.get(pk=town.luka.pk).last_seen_at is None
