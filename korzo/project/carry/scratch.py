"""Folders for what is needed only meanwhile, and locks that say who is at work; both end with their process."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from korzo.kit.errors import Refused

PREFIX = "meanwhile-"


@contextmanager
def scratch(data: Path) -> Iterator[Path]:
    """A folder of our own beside the data, because there is room for such things. Abandoned ones are removed."""
    data.mkdir(parents=True, exist_ok=True)
    for abandoned in data.glob(f"{PREFIX}*"):
        with suppress(BlockingIOError, FileNotFoundError), _locked(abandoned):
            shutil.rmtree(abandoned)
    with ExitStack() as stack:
        folder = _own_folder(data, stack)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _own_folder(data: Path, stack: ExitStack) -> Path:
    """Whoever clears up at this very moment may take ours for an abandoned one; then there is another."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=data))
        with suppress(BlockingIOError, FileNotFoundError):
            stack.enter_context(_locked(folder))
            if folder.exists():
                return folder


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Only one process at a time puts another community into the place of this one."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / "carry.lock"
    path.touch(mode=0o600)
    try:
        with _locked(path):
            yield
    except BlockingIOError:
        raise Refused(f"Another restore or move is at work in {data}. Let it finish first.") from None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """BlockingIOError where somebody else holds it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
