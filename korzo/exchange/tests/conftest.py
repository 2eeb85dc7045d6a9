from pathlib import Path

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def _own_data(settings: LazySettings, tmp_path: Path) -> None:
    """What is brought lies in the data folder."""
    settings.KORZO_DATA = tmp_path / "data"
    (tmp_path / "data").mkdir()
