"""Where the files of imports and exports lie: folders of the data folder that nobody is served from."""

import shutil
from pathlib import Path

from django.conf import settings

ROWS = "rows.sqlite3"


def root() -> Path:
    return Path(settings.KORZO_DATA) / "exchange"


def folder_of(token: str) -> Path:
    return root() / token


def files_of(token: str) -> Path:
    return folder_of(token) / "files"


def rows_of(token: str) -> Path:
    return folder_of(token) / ROWS


def packed_of(token: str) -> Path:
    """What was brought, as it came."""
    return folder_of(token) / "packed"


def written_of(token: str) -> Path:
    return folder_of(token) / "community.zip"


def make_folder(token: str) -> Path:
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = folder_of(token)
    folder.mkdir(mode=0o700)
    return folder


def forget(token: str) -> None:
    shutil.rmtree(folder_of(token), ignore_errors=True)
