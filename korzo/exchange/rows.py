"""Neutral rows: what every reader gives, what the writer writes, and how one row names another."""

import re
from dataclasses import dataclass
from typing import Any

from korzo.exchange.models import Kind

FORMAT, VERSION = "korzo-community", 1
KINDS = tuple(kind for kind in Kind.values if kind != Kind.TAGS)
# These have an id of their own; the others are known by what they join.
WITH_ID = frozenset({Kind.PEOPLE, Kind.GROUPS, Kind.SPACES, Kind.TOPICS, Kind.POSTS, Kind.POLLS, Kind.FILES})
# Fields that name another row, and the kind of that row.
REFERENCES: dict[str, dict[str, str]] = {
    Kind.SPACES: {"parent": Kind.SPACES},
    Kind.TOPICS: {"space": Kind.SPACES, "author": Kind.PEOPLE},
    Kind.POSTS: {"topic": Kind.TOPICS, "author": Kind.PEOPLE, "reply_to": Kind.POSTS},
    Kind.REACTIONS: {"post": Kind.POSTS, "person": Kind.PEOPLE},
    Kind.POLLS: {"post": Kind.POSTS},
    Kind.BALLOTS: {"poll": Kind.POLLS, "person": Kind.PEOPLE},
    Kind.VOTES: {"topic": Kind.TOPICS, "person": Kind.PEOPLE},
    Kind.FILES: {"post": Kind.POSTS},
}
_SOURCE = re.compile(r"[a-z0-9][a-z0-9._:-]{0,79}", re.ASCII)

type Data = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """`file` and `line` say where it stood, so that a person finds it again; a dump counts its rows."""

    kind: str
    data: Data
    file: str
    line: int = 0


@dataclass(frozen=True)
class Fault:
    """A row that cannot be taken, or with `is_taken` not as it stands. The reason is a whole sentence."""

    file: str
    line: int
    reason: str
    source_id: str = ""
    is_taken: bool = False


@dataclass(frozen=True, order=True)
class Key:
    """By what a row is known: whose it was, and its id there."""

    source: str
    source_id: str

    def __str__(self) -> str:
        return f"{self.source}|{self.source_id}"


def key_of(reference: str, source: str) -> Key:
    """`17` is a row of the same source; `discourse:old.example|17` one of another."""
    other, bar, rest = reference.partition("|")
    if bar and rest and _SOURCE.fullmatch(other):
        return Key(other, rest)
    return Key(source, reference)


def reference_to(key: Key, source: str) -> str:
    return key.source_id if key.source == source else str(key)


def filled(**values: Any) -> Data:
    """Without what is empty: a field that says nothing is not there."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {}, False)}


def is_source(name: str) -> bool:
    return bool(_SOURCE.fullmatch(name))
