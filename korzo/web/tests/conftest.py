"""An open community with storage of its own, and the space, topics and things that a test asks for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from korzo.community.actions import change_community, set_up
from korzo.community.models import Community
from korzo.discussions.models import Space
from korzo.web.tests.scenes import make_space
from tests.cast import Cast


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.KORZO_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    yield tmp_path
    cache.clear()


@pytest.fixture
def town(cast: Cast) -> Community:
    """The doors are open."""
    change_community(actor_id=cast.mira.pk, name="Klub KAMZO", tagline="Mud is temporary", lead="We walk in the rain.")
    return set_up(actor_id=cast.mira.pk)


@pytest.fixture
def space(town: Community, cast: Cast) -> Space:
    return make_space(cast)
