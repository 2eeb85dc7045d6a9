from collections.abc import Iterator

import pytest

from korzo.reactions.tests.things import registered


@pytest.fixture(autouse=True)
def _things() -> Iterator[None]:
    with registered():
        yield
