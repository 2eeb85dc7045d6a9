"""Generations: one number per tag, shared by all processes of a host, that changes whenever what the tag names changes.

A page is stored with the numbers of its tags as they were *before* its first query; it is good for as long as they are
still the same. So a stored page can be too old by its numbers, which costs a rendering, and never the other way round.

The file holds 65,536 slots of 64 bits, and a tag's slot is its CRC-32: two tags that share a slot only make each other
stale needlessly. A bump writes a random number and never adds one: two processes that add at once would both write the
same value, and a page stored between them would never notice.
"""

import mmap
import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock
from zlib import crc32

from django.conf import settings
from django.db import transaction

SLOTS = 65_536
FILE_BYTES = SLOTS * 8
# Changes with every bump of anything: while it stands still, no page needs to be looked at tag by tag.
ANY_SLOT = 0
FILE_NAME = "generations"

type Seen = tuple[tuple[int, int], ...]
"""Pairs of slot and the number that stood there."""


@dataclass
class Counters:
    """The mapped file. Where it cannot be mapped, `is_shared` is False and nothing may be stored."""

    path: Path
    numbers: "memoryview[int]"
    inode: int
    is_shared: bool
    # The setting as it was: compared by identity, for this is asked many times a page.
    folder: object = None

    def is_still_there(self) -> bool:
        """False once somebody took the file away: processes that start later would map another one."""
        try:
            return self.path.stat().st_ino == self.inode
        except OSError:
            return False


@dataclass
class _State:
    counters: Counters | None = None
    # Bumps of other hosts come late or never while the line to them is down: then no stored page is trusted.
    is_trusted: bool = True
    forward: list[Callable[[frozenset[str]], None]] = field(default_factory=list)


_state = _State()
_opening = Lock()


@lru_cache(maxsize=100_000)
def slot_of(tag: str) -> int:
    """Slot 0 belongs to `ANY_SLOT`."""
    return crc32(tag.encode()) % (SLOTS - 1) + 1


def open_counters(path: Path) -> Counters:
    """Random content at first: a file of zeros made anew would take yesterday's pages for today's."""
    try:
        _make_sure_of(path)
        with path.open("r+b") as file:
            inode = os.fstat(file.fileno()).st_ino
            mapped = mmap.mmap(file.fileno(), FILE_BYTES)
    except (OSError, ValueError):
        return Counters(path, memoryview(bytearray(secrets.token_bytes(FILE_BYTES))).cast("Q"), 0, is_shared=False)
    return Counters(path, memoryview(mapped).cast("Q"), inode, is_shared=True)


def _make_sure_of(path: Path) -> None:
    """Whole or not at all, and once: of two processes that start together both must map the same file."""
    if path.exists() and path.stat().st_size == FILE_BYTES:
        return
    made = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    made.write_bytes(secrets.token_bytes(FILE_BYTES))
    try:
        # Only one of the wrong size: what somebody else made meanwhile may be mapped already.
        if path.exists() and path.stat().st_size != FILE_BYTES:
            path.unlink(missing_ok=True)
        with suppress(FileExistsError):
            os.link(made, path)
    finally:
        made.unlink()


def counters() -> Counters:
    known = _state.counters
    if known is None or known.folder is not settings.KORZO_DATA:
        known = reopen()
    return known


def reopen() -> Counters:
    """Map the file that is there now."""
    with _opening:
        opened = open_counters(Path(settings.KORZO_DATA) / FILE_NAME)
        opened.folder = settings.KORZO_DATA
        _state.counters = opened
        return opened


def keep_mapped() -> None:
    """Called now and then, and before each bump: after the file was taken away, all processes must find the new one."""
    if not counters().is_still_there():
        reopen()


def seen(tags: Iterable[str]) -> Seen:
    """What the tags' numbers are now. Ask before the first query of what will be stored."""
    numbers = counters().numbers
    return tuple((slot, numbers[slot]) for slot in {slot_of(tag) for tag in tags})


def are_current(pairs: Seen) -> bool:
    numbers = counters().numbers
    return all(numbers[slot] == number for slot, number in pairs)


def bump(*tags: str) -> None:
    """Whatever was stored under these tags is stale from now on, here and on the other hosts."""
    wanted = frozenset(tags)
    if not wanted:
        return
    bump_here(wanted)
    for forward in _state.forward:
        forward(wanted)


def bump_here(tags: Iterable[str]) -> None:
    """Only in this host's file: what another host told us."""
    keep_mapped()
    numbers = counters().numbers
    for tag in tags:
        numbers[slot_of(tag)] = secrets.randbits(64)
    numbers[ANY_SLOT] = secrets.randbits(64)


def bump_all() -> None:
    """After a gap in which bumps may have been lost: every stored page is stale, costing renderings and never truth."""
    keep_mapped()
    numbers = counters().numbers
    for slot in range(SLOTS):
        numbers[slot] = secrets.randbits(64)


def bump_on_commit(*tags: str) -> None:
    """After the commit, for a bump before it would let a reader store the old row under the new number."""
    if tags:
        transaction.on_commit(lambda: bump(*tags))


def on_bump(forward: Callable[[frozenset[str]], None]) -> None:
    """Also tell others, such as other hosts. Called after the local file was written; must not raise."""
    if forward not in _state.forward:
        _state.forward.append(forward)


def is_usable() -> bool:
    """Whether stored pages may be served and kept at all."""
    return counters().is_shared and _state.is_trusted


def set_trusted(trusted: bool) -> None:
    _state.is_trusted = trusted
