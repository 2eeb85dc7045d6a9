"""What is counted here is counted exactly, so it is counted alone."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _a_data_folder_of_its_own(settings: Any, tmp_path: Path) -> None:
    """Other processes that run tests beside this one count in the folder they all share."""
    settings.KORZO_DATA = tmp_path
