"""In this room nobody came today: the limits of the first day are tried out where they are made."""

import pytest

from korzo.attention.models import ContactPolicy
from korzo.notifications.tests.scenes import grown_up
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """By day and by night: quiet hours are tried out where they are reckoned."""
    ContactPolicy.objects.create(quiet_from=0, quiet_until=0, community_max=500)
    return grown_up(make_cast())
