import pytest

from korzo.polls.tests.scenes import LABEL, room_above


@pytest.fixture(autouse=True)
def _subjects() -> None:
    """A room above, which says who sees its things."""
    room_above()


__all__ = ["LABEL"]
