"""What can be moderated. A room above says how its own things are read, hidden and shown; we import none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Model, QuerySet
from django.urls import Resolver404, resolve
from django.utils.functional import Promise

from korzo.kit.errors import Missing
from korzo.members.models import Member
from korzo.members.permissions import Person


@dataclass(frozen=True)
class Seen:
    """One thing as its readers see it now.

    `html` went through the cleaner. `version` grows with each change of the words, so that nobody decides about words
    that they did not read. `is_shown` says whether it stands in its place for everybody who may come there.
    """

    pk: int
    author_id: int | None
    title: str
    html: str
    plain: str
    url: str
    at: datetime
    version: int = 1
    language: str = ""
    is_shown: bool = True


class Written(Protocol):
    """A row of words, as the rooms keep theirs."""

    pk: int
    author_id: int | None
    html: str
    plain: str
    created_at: datetime
    version: int
    language: str

    def get_absolute_url(self) -> str: ...


def seen_of(row: Written, *, title: str, is_shown: bool) -> Seen:
    return Seen(
        pk=row.pk,
        author_id=row.author_id,
        title=title,
        html=row.html,
        plain=row.plain or title,
        url=row.get_absolute_url(),
        at=row.created_at,
        version=row.version,
        language=row.language,
        is_shown=is_shown,
    )


def newest_of[Row: Model](rows: QuerySet[Row], member_id: int, limit: int) -> list[int]:
    """For `Moderated.of_author`, of rows with `author` and `created_at`."""
    own = rows.filter(author_id=member_id).order_by("-created_at", "-pk")
    return list(own.values_list("pk", flat=True)[:limit])


def found_at(path: str, finders: Mapping[str, Callable[[int], int | None]]) -> int | None:
    """For `Moderated.at_address`: the views whose address names a thing of this kind, by the `pk` in it."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    finder = finders.get(match.view_name)
    return finder(int(match.kwargs["pk"])) if finder is not None else None


class Step(Protocol):
    """Do something to one thing. The actor is None where the house itself did it."""

    def __call__(self, pk: int, *, actor: Member | None) -> object: ...


class StepForReason(Protocol):
    """The same, with the sentence that its author reads."""

    def __call__(self, pk: int, *, actor: Member | None, reason: str) -> object: ...


def _seen_by_all(person: Person, pk: int) -> bool:
    return True


def _no_neighbours(pk: int) -> list[Seen]:
    return []


def _nothing_of(member_id: int, limit: int) -> list[int]:
    return []


def _nowhere(path: str) -> int | None:
    return None


def _no_edit_page(pk: int) -> str:
    return ""


@dataclass(frozen=True)
class Moderated:
    """One kind of thing that can be flagged, held, hidden and shown.

    All steps run inside a transaction of ours, bear being called twice, and bump what their pages show.

    - `fetch`: by id, whatever their state; those that are gone are left out.
    - `hide`, `show`: what stands there is taken away, and put back.
    - `release`, `refuse`: what was held before anybody saw it is published, or is not; also one after the other, when
      somebody decided anew.
    - `may_see`: whether this person reads it where it stands; else they cannot flag it either.
    - `context`: up to three before and three after it, in the order of reading, itself left out.
    - `of_author`: ids of what a member wrote, newest first, at most so many: whatever is still there, hidden or not.
    - `at_address`: the id of the thing that an address of this site leads to, for notices from outside.
    - `edit_url`: where a moderator changes its words; empty where nobody does.
    """

    label: str
    name: str | Promise
    fetch: Callable[[list[int]], dict[int, Seen]]
    hide: StepForReason
    show: Step
    release: Step
    refuse: StepForReason
    may_see: Callable[[Person, int], bool] = _seen_by_all
    context: Callable[[int], list[Seen]] = _no_neighbours
    of_author: Callable[[int, int], list[int]] = _nothing_of
    at_address: Callable[[str], int | None] = _nowhere
    edit_url: Callable[[int], str] = _no_edit_page

    def one(self, pk: int) -> Seen | None:
        return self.fetch([pk]).get(pk)


_known: dict[str, Moderated] = {}


def register(*kinds: Moderated) -> None:
    """Called in a room's `ready()`. Two kinds with one label are a mistake."""
    for kind in kinds:
        known = _known.get(kind.label)
        if known is not None and known is not kind:
            raise ValueError(f"{kind.label} is registered twice")
        _known[kind.label] = kind


def moderated(label: str) -> Moderated:
    """A label that nobody registered comes from an address that somebody typed."""
    try:
        return _known[label]
    except KeyError:
        raise Missing(label) from None


def is_moderated(label: str) -> bool:
    return label in _known


def all_moderated() -> list[Moderated]:
    return [_known[label] for label in sorted(_known)]
