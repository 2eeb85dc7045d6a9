"""Where somebody stopped: the line of what is new since their last visit, and the way on, with scripts and without."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from korzo.discussions.actions import Sign, accept_answer, give_heart, note_reading, weigh_post
from korzo.discussions.models import Space, Topic, TopicReading
from korzo.discussions.queries import OwnPage, Stopped, own_page, topic_page
from korzo.discussions.tests.talk import held_reply, make_reply, make_topic
from korzo.members.models import Member
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def talk(space: Space, town: Cast) -> Topic:
    """Tea began it, and Ivo answered four times."""
    topic = make_topic(space, town.tea)
    for _n in range(4):
        make_reply(topic, town.ivo)
    topic.refresh_from_db()
    return topic


def reads(topic: Topic, member: Member, count: int | None = None, *, at: datetime = NOW) -> None:
    ids = topic_page(topic).post_ids
    note_reading(topic.pk, actor=member, sign=Sign(read=ids[:count]), at=at)


def opens(topic: Topic, member: Member, *, at: datetime = LATER) -> OwnPage:
    topic.refresh_from_db()
    return own_page(topic_page(topic).post_ids, member, topic_id=topic.pk, now=at)


def told(page: OwnPage) -> tuple[int, int, int]:
    return page.line, page.stopped.next_post, page.stopped.next_count


def test_who_comes_for_the_first_time_has_no_line(talk: Topic, town: Cast) -> None:
    assert opens(talk, town.luka) == OwnPage()


def test_the_line_stands_where_the_last_visit_ended(talk: Topic, town: Cast) -> None:
    reads(talk, town.luka)
    assert told(opens(talk, town.luka)) == (0, 0, 0)
    new = make_reply(talk, town.ivo)
    make_reply(talk, town.ivo)
    assert told(opens(talk, town.luka)) == (new.pk, new.pk, 2)
    reads(talk, town.luka, at=LATER)
    # Opened anew within the visit, the line stays and there is nothing to go on with.
    assert told(opens(talk, town.luka, at=LATER + timedelta(minutes=5))) == (new.pk, 0, 0)
    assert told(opens(talk, town.luka, at=LATER + timedelta(hours=7))) == (0, 0, 0)


def test_who_read_nothing_yet_goes_on_nowhere(talk: Topic, town: Cast) -> None:
    note_reading(talk.pk, actor=town.luka, sign=Sign(), at=NOW)
    new = make_reply(talk, town.ivo)
    assert told(opens(talk, town.luka)) == (new.pk, 0, 0)


def test_ones_own_words_and_held_ones_are_not_new(talk: Topic, town: Cast) -> None:
    reads(talk, town.luka)
    make_reply(talk, town.luka)
    held_reply(talk, town.tea)
    assert told(opens(talk, town.luka)) == (0, 0, 0)
    new = make_reply(talk, town.ivo)
    assert told(opens(talk, town.luka)) == (new.pk, new.pk, 1)


def test_useful_answers_on_top_do_not_move_the_line(space: Space, town: Cast) -> None:
    """A new answer that is the most useful stands above what was read before; the line is drawn below that."""
    question = make_topic(space, town.tea, question=True)
    make_reply(question, town.ivo)
    reads(question, town.luka)
    useful, plain = make_reply(question, town.ivo), make_reply(question, town.ivo)
    give_heart(useful, actor=town.tea, emoji="helpful")
    weigh_post(useful.pk)
    assert topic_page(question).post_ids[1] == useful.pk
    assert told(opens(question, town.luka)) == (plain.pk, useful.pk, 2)
    accept_answer(useful, actor=town.tea)
    assert told(opens(question, town.luka)) == (plain.pk, plain.pk, 1)


def test_many_are_counted_up_to_a_limit(talk: Topic, town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(talk, town.luka, 2)
    monkeypatch.setattr("korzo.discussions.queries.stopped.COUNTED_MAX", 2)
    stopped = opens(talk, town.luka).stopped
    assert (stopped.next_count, stopped.is_counted) == (2, False)
    assert Stopped(5, 9, 1).is_counted


def test_the_page_says_it_without_scripts_and_asks_nothing_more(talk: Topic, town: Cast) -> None:
    client = signed_in(town.luka)
    client.get(talk.get_absolute_url())
    with CaptureQueriesContext(connection) as before:
        html = client.get(talk.get_absolute_url()).text
    assert "new-line" not in html
    assert "resume-chip" not in html
    reads(talk, town.luka, 3, at=NOW - timedelta(hours=3))
    new = make_reply(talk, town.ivo)
    client.get(talk.get_absolute_url())
    with CaptureQueriesContext(connection) as after:
        html = client.get(talk.get_absolute_url()).text
    assert len(after) == len(before)
    article = html[html.index(f'id="post-{new.pk}"') :]
    assert article.index("New since your last visit") < article.index("</article>")
    assert html.count("New since your last visit") == 1
    assert f'href="/talk/t/{talk.pk}/unread/"' in html
    assert "3 new replies" in html
    assert "resume-chip" not in signed_in(None).get(talk.get_absolute_url()).text
    assert TopicReading.objects.get().last_read_number == 3
