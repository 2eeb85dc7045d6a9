"""Secrets of an installation, made on its first run and kept beside its data, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from korzo.kit import env

SECRET_BYTES = 48


def secret_key(data: Path) -> str:
    """`KORZO_SECRET_KEY` (or its file), else the one in the data folder, which is made when it is absent."""
    given = env.secret("KORZO_SECRET_KEY")
    if given:
        return given
    path = data / "secret-key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _make(path)


def _make(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    value = secrets.token_urlsafe(SECRET_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        # Web and worker start together; whoever came first has made it.
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(value)
    return value
