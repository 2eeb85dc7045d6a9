"""Before a new topic: whether somebody talked about this already."""

import pytest

from korzo.discussions.actions import Written, open_space, start_topic
from korzo.writing.actions import Composing
from korzo.writing.queries import note_for, similar_topics
from tests.cast import Cast, let_worker_finish


@pytest.fixture
def wax(cast: Cast) -> str:
    """A topic that the search knows."""
    space = open_space("Trail talk", actor=cast.mira)
    title = "Which wax keeps boots dry in October?"
    start_topic(space, actor=cast.tea, title=title, written=Written("Two days of rain."), backfilled=True)
    let_worker_finish()
    return title


def composing(cast: Cast, title: str, key: str = "new:1") -> Composing:
    return Composing(person=cast.luka, key=key, title=title)


def test_a_title_of_ten_letters_finds_what_was_asked_before(cast: Cast, wax: str) -> None:
    note = note_for(composing(cast, "Boots and wax in October"))
    assert note is not None
    assert [one.title for one in note.pointers] == [wax]
    assert [one.title for one in similar_topics(cast.luka, "Dry boots, how?")] == [wax]


@pytest.mark.parametrize("title", ["Boots wax", "", "Something else altogether", '"' * 300, "%%% ___ ***   "])
def test_nothing_is_said_where_there_is_nothing_to_say(cast: Cast, wax: str, title: str) -> None:
    assert note_for(composing(cast, title)) is None


def test_a_hint_that_was_closed_stays_closed_and_replies_have_no_title(cast: Cast, wax: str) -> None:
    assert note_for(composing(cast, wax), without={"similar"}) is None
    assert note_for(composing(cast, wax, key="topic:1")) is None
    assert note_for(Composing(person=None, key="new:1", title=wax)) is None
