from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from korzo.discussions.actions import Written, accept_answer, start_topic
from korzo.discussions.models import Space, Topic
from korzo.discussions.queries import (
    Asked,
    Show,
    counts_of,
    latest,
    questions_about,
    spaces_overview,
    topics_in,
    topics_of,
    unanswered_questions,
)
from korzo.discussions.tests.talk import make_picture, make_product, make_reply, make_space, make_topic
from tests.cast import Cast, signed_in

type Queries = Callable[..., AbstractContextManager[object]]

# What is pinned, topics, people, pictures, hearts, accepted answers.
SPACE_QUERIES = 6
# Spaces with their own pictures, totals, latest pictures.
SPACES_QUERIES = 3


def fill(space: Space, cast: Cast, number: int) -> None:
    now = timezone.now()
    for place in range(number):
        written = Written(f"Story {place}", picture_ids=[make_picture(cast.tea).pk] if place % 2 else [])
        at = now - timedelta(minutes=number - place)
        start_topic(space, actor=cast.tea, title=f"Story number {place}", written=written, at=at, backfilled=True)


@pytest.mark.usefixtures("empty_slots")
@pytest.mark.parametrize("count", [3, 25])
def test_a_space_asks_the_same_for_few_and_many(
    space: Space, town: Cast, count: int, django_assert_num_queries: Queries
) -> None:
    fill(space, town, count)
    with django_assert_num_queries(SPACE_QUERIES):
        topics_in(space)
    with CaptureQueriesContext(connection) as captured:
        page = signed_in(town.nada).get(space.get_absolute_url())
    # Besides its topics: the space, once more for the ways to begin, and the community of the frame.
    assert len(captured) == SPACE_QUERIES + 3
    assert page.text.count('<li class="feed-item') == min(count, 20)
    assert "csrf" not in page.text


@pytest.mark.parametrize("count", [1, 6])
def test_the_overview_asks_the_same_for_few_and_many(
    town: Cast, count: int, django_assert_num_queries: Queries
) -> None:
    for place in range(count):
        fill(make_space(town, f"Space {place}"), town, 2)
    with django_assert_num_queries(SPACES_QUERIES):
        spaces_overview()
    page = signed_in(town.nada).get(reverse("discussions:spaces"))
    assert page.text.count('class="space-tile"') == count
    assert "2 new today" in page.text


def test_the_overview_counts_and_pictures(space: Space, town: Cast) -> None:
    fill(space, town, 4)
    make_space(town, "Quiet corner")
    first, second = spaces_overview()
    assert (first.topic_count, first.new_count, second.topic_count) == (4, 4, 0)
    assert first.picture is not None
    assert second.picture is None
    assert second.note == "Waiting for its first topic"


def test_it_turns_pages_without_gaps(space: Space, town: Cast) -> None:
    fill(space, town, 45)
    seen: list[str] = []
    address = space.get_absolute_url()
    for _page in range(3):
        page = signed_in(town.nada).get(address).context["page"]
        seen += [item.title for item in page.items]
        address = f"{space.get_absolute_url()}?before={page.before}"
    assert seen == [f"Story number {place}" for place in reversed(range(45))]
    assert page.before == ""


def test_it_filters(space: Space, town: Cast) -> None:
    fill(space, town, 2)
    waiting = make_topic(space, town.ivo, question=True, title="Who knows a cobbler")
    answered = make_topic(space, town.ivo, question=True, title="Who knows a dentist")
    make_reply(answered, town.tea)
    guest = signed_in(town.nada)

    def titles(show: str) -> set[str]:
        page = guest.get(space.get_absolute_url(), {"show": show}).context["page"]
        return {item.title for item in page.items}

    assert titles("unanswered") == {waiting.title}
    assert titles("pictures") == {"Story number 1"}
    assert len(titles("newest")) == len(titles("nonsense")) == 4


def test_new_talk_lifts_a_topic(space: Space, town: Cast) -> None:
    fill(space, town, 3)
    make_reply(Topic.objects.get(title="Story number 0"), town.ivo)
    page = signed_in(town.nada).get(space.get_absolute_url()).context["page"]
    assert page.items[0].title == "Story number 0"
    assert latest([Asked(Show.NEWEST)])[0].items[0].title == "Story number 2"


@pytest.mark.parametrize("before", ["x", "12", "-", "1-2-3", "9" * 39 + "-", "9" * 30 + "-1"])
def test_a_strange_place_is_the_beginning(space: Space, town: Cast, before: str) -> None:
    fill(space, town, 1)
    page = signed_in(town.nada).get(space.get_absolute_url(), {"before": before})
    assert "Story number 0" in page.text


def test_empty_places_invite(town: Cast) -> None:
    guest = signed_in(town.nada)
    assert "No spaces yet" in guest.get(reverse("discussions:spaces")).text
    space = make_space(town)
    assert "Begin the first topic" in guest.get(space.get_absolute_url()).text
    assert "Show all topics" in guest.get(space.get_absolute_url(), {"show": "pictures"}).text
    assert guest.get(reverse("discussions:space", args=["nowhere"])).status_code == 404


def test_a_fragment_is_only_the_list(space: Space, town: Cast) -> None:
    fill(space, town, 1)
    page = signed_in(town.nada).get(space.get_absolute_url(), headers={"HX-Request": "true"})
    assert "<html" not in page.text
    assert "Story number 0" in page.text


def test_others_ask_for_topics(question: Topic, space: Space, town: Cast) -> None:
    other = make_topic(space, town.ivo, question=True, title="Who knows a cobbler")
    make_reply(other, town.tea)
    assert list(unanswered_questions()) == [question]
    assert [item.title for item in topics_of(town.tea.pk).items] == [question.title]


def test_a_product_has_its_questions(space: Space, town: Cast) -> None:
    ridge = make_product()
    topic = start_topic(
        space,
        actor=town.tea,
        title="Does it fit wide feet",
        written=Written("Mine are ducks."),
        kind=Topic.Kind.QUESTION,
        product=ridge,
    )
    make_topic(space, town.ivo, question=True, title="About something else")
    accept_answer(make_reply(topic, town.luka, "Half a size up."), actor=town.tea)
    (found,) = questions_about(ridge.pk)
    assert (found.title, found.answer, found.answers_text) == (topic.title, "Half a size up.", "1 answer")
    assert found.answerer is not None
    assert (found.asker.name, found.answerer.name) == ("Tea", "Luka")
    assert "Ridge 3" in signed_in(town.nada).get(topic.get_absolute_url()).text


def test_it_counts_what_a_member_did(question: Topic, town: Cast) -> None:
    accept_answer(make_reply(question, town.luka), actor=town.tea)
    assert (counts_of(town.tea.pk), counts_of(town.luka.pk)) == ((1, 0), (0, 1))
