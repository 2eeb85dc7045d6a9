"""The order of a gallery: as fair as a shuffle, the same for everybody within the hour, and so it can be kept."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

SECONDS_IN_HOUR = 3600


def hour_of(at: datetime) -> int:
    return int(at.timestamp()) // SECONDS_IN_HOUR


def seconds_left(at: datetime) -> float:
    return SECONDS_IN_HOUR - at.timestamp() % SECONDS_IN_HOUR


def shuffled(entry_ids: Iterable[int], hour: int) -> list[int]:
    """Nobody stands in front because they came first."""
    return sorted(entry_ids, key=lambda pk: sha256(f"{pk}:{hour}".encode()).digest())
