from collections.abc import Iterator

import pytest

from korzo.moderation.tests.wall import Wall, fresh_wall


@pytest.fixture
def wall() -> Iterator[Wall]:
    yield from fresh_wall()
