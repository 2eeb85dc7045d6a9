"""What polls stand below: each room above says who may see its things. Polls know no room above."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from korzo.members.permissions import Person

type VisibleTo = Callable[[Person, Collection[int]], set[int]]
"""Those of these ids that this person may see."""

type CheckVote = Callable[[Person, int], object]
"""Raises `Refused` with the sentence for somebody who sees the thing and still may not vote below it."""


@dataclass(frozen=True)
class Subject:
    """`link` is the address of one thing, with its id in it."""

    visible_to: VisibleTo
    link: Callable[[int], str]
    check_vote: CheckVote | None = None


_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_subjects: dict[str, Subject] = {}


def register(
    label: str,
    visible_to: VisibleTo,
    *,
    link: Callable[[int], str],
    check_vote: CheckVote | None = None,
) -> None:
    """Called in a room's `ready()`. Registering a label again replaces it."""
    _subjects[label] = Subject(visible_to, link, check_vote)


def subject_of(label: str) -> Subject:
    """A label that nobody registered raises `LookupError`: a typing error, found by the first poll."""
    return _subjects[label]


def found_in(address: str) -> tuple[str, int] | None:
    """What an address that somebody pasted leads to: the thing whose own address is the same."""
    path = urlsplit(address).path
    numbers = [int(text) for text in _NUMBER.findall(address)]
    for label, subject in sorted(_subjects.items()):
        for number in numbers:
            if urlsplit(subject.link(number)).path == path and subject.link(number) in address:
                return label, number
    return None


def link_of(label: str, pk: int | None) -> str:
    """Empty where nothing is meant, or where its room has gone."""
    return _subjects[label].link(pk) if pk is not None and label in _subjects else ""
