"""Korzo: a community platform beside an online shop."""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def read_version() -> str:
    """The newest heading of the changelog; an installed package carries it in its own metadata."""
    if CHANGELOG.is_file():
        found = re.search(r"^## (\d+\.\d+\.\d+\S*)", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found.group(1)
    try:
        return version("korzo")
    except PackageNotFoundError:
        return "0"


__version__ = read_version()
