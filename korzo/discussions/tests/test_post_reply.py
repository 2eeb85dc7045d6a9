from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.discussions.actions import Written, post_reply, remove_post
from korzo.discussions.models import Mention, Post, Space, Topic
from korzo.discussions.tests.talk import grown_up, make_reply, make_space, make_topic, verbs
from korzo.kit.errors import FieldRefused, Refused
from tests.cast import Cast, make_cast


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner"])
def test_everybody_with_an_account_replies(question: Topic, town: Cast, role: str) -> None:
    at = timezone.now() + timedelta(minutes=1)
    post = post_reply(question, actor=town.by_role()[role], written=Written("Take gaiters."), at=at)
    question.refresh_from_db()
    assert (post.number, question.reply_count, question.last_post_at) == (2, 1, at)
    activity = Activity.objects.get(verb="discussions.reply_posted")
    assert activity.member_id == town.tea.pk
    assert activity.data == {
        "topic_id": question.pk, "post_id": post.pk, "number": 2, "is_answer": True, "has_pictures": False,
    }  # fmt: skip


def test_it_refuses_an_outsider(question: Topic, town: Cast) -> None:
    with pytest.raises(Refused, match="sign in"):
        post_reply(question, actor=town.nada, written=Written("Take gaiters."))
    assert Post.objects.count() == 1
    assert verbs() == ["topic_started"]


def test_it_refuses_a_topic_that_is_gone(question: Topic, town: Cast) -> None:
    assert question.first_post
    remove_post(question.first_post, actor=town.ivo, reason="Asked twice.")
    with pytest.raises(Refused, match="no longer here"):
        post_reply(question, actor=town.tea, written=Written("Anybody?"))
    assert Post.objects.count() == 1


def test_it_slows_down_a_script(question: Topic, town: Cast) -> None:
    now = timezone.now()
    for number in range(5):
        post_reply(question, actor=town.tea, written=Written(f"Reply {number}"), at=now)
    with pytest.raises(Refused, match="quick"):
        post_reply(question, actor=town.tea, written=Written("Reply 6"), at=now)
    post_reply(question, actor=town.tea, written=Written("Reply 6"), at=now + timedelta(seconds=31))
    question.refresh_from_db()
    assert question.reply_count == 6


def test_it_bounds_what_somebody_new_can_post(question: Topic, town: Cast) -> None:
    links = "https://a.example/1 https://a.example/2 https://a.example/3"
    for body in (links, "@tea @ivo @sara @mira"):
        with pytest.raises(FieldRefused):
            post_reply(question, actor=town.luka, written=Written(body))
    assert Post.objects.count() == 1
    post_reply(question, actor=town.tea, written=Written(links))


def test_it_tells_those_who_are_mentioned(question: Topic, town: Cast) -> None:
    post = post_reply(question, actor=town.tea, written=Written("Ask @Ivo. Or @nobody, or me, @tea!"))
    link = f'<a href="{town.ivo.get_absolute_url()}">@Ivo</a>.'
    assert link in post.html
    assert "@nobody" in post.plain
    assert "@nobody</a>" not in post.html
    assert set(Mention.objects.values_list("member_id", flat=True)) == {town.ivo.pk, town.tea.pk}
    told = Activity.objects.filter(verb="discussions.member_mentioned")
    assert list(told.values_list("actor_id", "member_id")) == [(town.tea.pk, town.ivo.pk)]


def test_it_makes_no_link_inside_a_link(question: Topic, town: Cast) -> None:
    body = '<a href="https://a.example/">see @ivo</a> <code>@ivo</code> &lt;@ivo&gt;'
    post = post_reply(question, actor=town.tea, written=Written(body, rich=True))
    assert post.html.count("<a ") == 2
    assert "&lt;<a " in post.html


@pytest.fixture
def busy_topic(transactional_db: None) -> tuple[Topic, Cast]:
    cast = grown_up(make_cast())
    return make_topic(make_space(cast), cast.tea), cast


@pytest.mark.django_db(transaction=True)
def test_it_numbers_replies_of_the_same_moment(busy_topic: tuple[Topic, Cast]) -> None:
    topic, cast = busy_topic
    people = [cast.mira, cast.sara, cast.ivo, cast.tea]

    def write(number: int) -> None:
        try:
            make_reply(topic, people[number % 4], f"Words number {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(write, range(24)))
    topic.refresh_from_db()
    numbers = Post.objects.filter(topic=topic).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 26))
    assert (topic.highest_number, topic.reply_count) == (25, 24)


@pytest.mark.django_db(transaction=True)
def test_it_takes_a_double_click_once(busy_topic: tuple[Topic, Cast]) -> None:
    topic, cast = busy_topic

    def click(_number: int) -> bool:
        try:
            post_reply(topic, actor=cast.tea, written=Written("Just once, please."))
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sum(pool.map(click, range(4))) == 1
    topic.refresh_from_db()
    assert topic.reply_count == 1


def test_it_leaves_other_spaces_alone(question: Topic, space: Space, town: Cast) -> None:
    other = make_topic(space, town.ivo, title="Another talk")
    make_reply(question, town.ivo)
    other.refresh_from_db()
    assert (other.reply_count, other.highest_number) == (0, 1)
