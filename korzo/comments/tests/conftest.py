import pytest

from korzo.comments.tests.scenes import Scene, lay_out
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return lay_out(cast)
