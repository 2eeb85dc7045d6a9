"""The cast with a space to talk in."""

import pytest

from korzo.discussions.models import Space, Topic
from korzo.discussions.tests.talk import grown_up, make_space, make_topic
from korzo.kit import slots
from tests.cast import Cast


@pytest.fixture
def town(cast: Cast) -> Cast:
    return grown_up(cast)


@pytest.fixture
def empty_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    """What upper rooms add to our pages costs queries of theirs, which we do not count here."""
    monkeypatch.setattr(slots, "_fillers", {name: [] for name in slots._fillers})


@pytest.fixture
def space(town: Cast) -> Space:
    return make_space(town)


@pytest.fixture
def question(space: Space, town: Cast) -> Topic:
    """Tea asks."""
    return make_topic(space, town.tea, question=True)
