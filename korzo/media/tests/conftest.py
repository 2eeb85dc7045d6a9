"""Storage of its own for each test, and pictures to send."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

type MakeUpload = Callable[..., SimpleUploadedFile]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Holds `media`, which is public, and `quarantine`, which is not."""
    settings.KORZO_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def left(folder: Path) -> Callable[[], list[str]]:
    """All files of pictures and films, wherever they are; the house keeps notes of its own beside them."""

    def names() -> list[str]:
        places = (folder / name for name in ("media", "quarantine", "workshop"))
        found = [path for place in places for path in place.rglob("*") if path.is_file()]
        return sorted(str(path.relative_to(folder)) for path in found)

    return names


@pytest.fixture
def upload() -> MakeUpload:
    def make(
        name: str = "walk.jpg", size: tuple[int, int] = (800, 600), colour: str = "#2060a0", form: str = "JPEG"
    ) -> SimpleUploadedFile:
        out = io.BytesIO()
        Image.new("RGB", size, colour).save(out, form)
        return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")

    return make


@pytest.fixture
def files() -> Callable[[str], list[str]]:
    """The names of a picture's files in the public storage."""

    def names(key: str) -> list[str]:
        try:
            return sorted(default_storage.listdir(f"pictures/{key}")[1])
        except FileNotFoundError:
            return []

    return names
