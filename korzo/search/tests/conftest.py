"""An index with nothing in it but what a test puts there."""

import pytest

from korzo.search import sources
from korzo.search.tests.shelf import Shelf


@pytest.fixture
def shelf(db: None, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The only room of the house."""
    one = Shelf()
    monkeypatch.setattr(sources, "_registry", sources._Registry())
    sources.register(one.source())
    return one
