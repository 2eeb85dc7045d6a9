from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from korzo.discussions.actions import Written, accept_answer, give_heart, post_reply, remove_post
from korzo.discussions.models import Post, Topic
from korzo.discussions.queries import page_start, post_feet, posts_shown, topic_page
from korzo.discussions.tests.talk import make_picture, make_reply
from korzo.discussions.views.topics import address_of
from tests.cast import Cast, signed_in

type Queries = Callable[..., AbstractContextManager[object]]

# Accepted and most useful answers, flow; people: order, rows; pictures aside.
OUTLINE_QUERIES = 7
# Posts with their topic and states, people, pictures.
POSTS_QUERIES = 3
# Facts of the posts, their hearts; of a member also what is their own, whom they muted, and what they may accept.
GUEST_FEET_QUERIES = 2
MEMBER_FEET_QUERIES = 5


def fill(topic: Topic, cast: Cast, number: int) -> None:
    people = [cast.tea, cast.ivo, cast.sara, cast.mira]
    for place in range(number):
        author = people[place % 4]
        pictures = [make_picture(author).pk]
        written = Written(f"Reply {place}, as @luka said", picture_ids=pictures)
        post = post_reply(topic, actor=author, written=written, backfilled=True)
        give_heart(post, actor=people[(place + 1) % 4], backfilled=True)


@pytest.mark.parametrize("role", ["outsider", "member", "moderator", "staff", "owner"])
def test_everybody_reads(question: Topic, town: Cast, role: str) -> None:
    make_reply(question, town.luka)
    page = signed_in(town.by_role()[role]).get(question.get_absolute_url())
    assert page.status_code == 200
    assert "Wet feet in October" in page.text
    assert "Take two pairs of socks." in page.text


def test_a_guests_page_is_the_same_for_all(question: Topic, town: Cast) -> None:
    page = signed_in(town.nada).get(question.get_absolute_url())
    assert "csrf" not in page.text
    assert "Sign in to reply" in page.text
    assert "<textarea" not in page.text
    assert not page.cookies


def test_the_best_answer_stands_first(question: Topic, town: Cast) -> None:
    make_reply(question, town.ivo, "Take the train.")
    accept_answer(make_reply(question, town.luka), actor=town.tea)
    text = signed_in(town.nada).get(question.get_absolute_url()).text
    assert text.index("Best answer") < text.index("two pairs of socks") < text.index("Take the train.")
    assert text[: text.index("application/ld+json")].count("two pairs of socks") == 1


@pytest.mark.parametrize("slug", ["wet-feet", "-"])
def test_a_wrong_name_leads_to_the_right_one(question: Topic, town: Cast, slug: str) -> None:
    wrong = reverse("discussions:topic", args=[question.pk, slug])
    page = signed_in(town.nada).get(f"{wrong}?after=21")
    assert (page.status_code, page.headers["Location"]) == (302, f"{question.get_absolute_url()}?after=21")
    short = signed_in(town.nada).get(reverse("discussions:topic_by_id", args=[question.pk]))
    assert short.headers["Location"] == question.get_absolute_url()


def test_a_topic_that_is_gone_is_open_to_moderators_only(question: Topic, town: Cast) -> None:
    assert question.first_post
    remove_post(question.first_post, actor=town.ivo, reason="Asked twice.")
    answers = {
        role: signed_in(member).get(question.get_absolute_url()).status_code for role, member in town.by_role().items()
    }
    assert answers == {"outsider": 404, "member": 404, "moderator": 200, "staff": 200, "owner": 200}


def test_a_removed_reply_leaves_a_line(question: Topic, town: Cast) -> None:
    remove_post(make_reply(question, town.luka), actor=town.ivo, reason="An advertisement.")
    text = signed_in(town.tea).get(question.get_absolute_url()).text
    assert "A moderator took this post away." in text
    assert "An advertisement." in text
    assert "two pairs of socks" not in text


@pytest.mark.usefixtures("empty_slots")
@pytest.mark.parametrize("count", [3, 19, 60])
def test_it_asks_the_same_for_few_and_many(
    question: Topic, town: Cast, count: int, django_assert_num_queries: Queries
) -> None:
    fill(question, town, count)
    with django_assert_num_queries(OUTLINE_QUERIES):
        page = topic_page(question)
    with django_assert_num_queries(POSTS_QUERIES):
        posts_shown(page.post_ids)
    with django_assert_num_queries(GUEST_FEET_QUERIES):
        post_feet(page.post_ids, town.nada)
    with django_assert_num_queries(MEMBER_FEET_QUERIES):
        post_feet(page.post_ids, town.tea)


@pytest.mark.parametrize("role", ["outsider", "member", "moderator", "owner"])
def test_rendering_asks_nothing_more_for_many(question: Topic, town: Cast, role: str) -> None:
    person = signed_in(town.by_role()[role])
    fill(question, town, 3)
    person.get(question.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        person.get(question.get_absolute_url())
    fill(question, town, 57)
    with CaptureQueriesContext(connection) as many:
        page = person.get(question.get_absolute_url())
    assert len(many) == len(few)
    assert page.text.count("<article") == 21


def test_it_turns_pages_by_number(question: Topic, town: Cast) -> None:
    fill(question, town, 45)
    guest = signed_in(town.nada)
    first = guest.get(question.get_absolute_url()).text
    assert "Show 25 more replies" in first
    assert f"{question.get_absolute_url()}?after=21" in first
    second = guest.get(f"{question.get_absolute_url()}?after=21", headers={"HX-Request": "true"})
    assert "<html" not in second.text
    assert "HX-Request" in second.headers["Vary"]
    assert second.text.count("<article") == 20
    third = guest.get(f"{question.get_absolute_url()}?after=41")
    assert "To the beginning of this talk" in third.text
    assert third.text.count("<article") == 5


def test_a_post_is_found_on_its_page(question: Topic, town: Cast) -> None:
    fill(question, town, 43)
    starts = {number: page_start(Post.objects.get(topic=question, number=number)) for number in (1, 2, 21, 22, 41, 42)}
    assert starts == {1: 0, 2: 0, 21: 0, 22: 21, 41: 21, 42: 41}
    post = Post.objects.get(topic=question, number=30)
    answer = signed_in(town.nada).get(reverse("discussions:post", args=[post.pk]))
    assert answer.headers["Location"] == address_of(post)
    assert f'id="post-{post.pk}"' in signed_in(town.nada).get(answer.headers["Location"]).text


@pytest.mark.parametrize("after", ["-1", "x", "9" * 30, ""])
def test_a_strange_place_is_the_beginning(question: Topic, town: Cast, after: str) -> None:
    page = signed_in(town.nada).get(f"{question.get_absolute_url()}?after={after}")
    assert page.status_code == 200
    assert "Two days of rain" in page.text


def test_a_former_member_has_no_name(question: Topic, town: Cast) -> None:
    Post.objects.filter(topic=question).update(author=None)
    assert "A former member" in signed_in(town.nada).get(question.get_absolute_url()).text
