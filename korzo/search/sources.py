"""How rooms above say what of theirs can be found. Each kind of thing has one source, registered in `ready()`."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

# Everybody may see it.
PUBLIC = "public"
_AUDIENCE = re.compile(r"[a-z]+(\.[a-z]+)*(:\d+)?")


class UnknownKind(LookupError):
    """No room registered a source for it: a typing error, or a room that went away."""


@dataclass(frozen=True, kw_only=True)
class Findable:
    """One thing as the index takes it in. Who may find it is one audience: `public`, `shop.team`, `space:5`."""

    kind: str
    object_id: int
    at: datetime
    title: str = ""
    body: str = ""
    audience: str = PUBLIC
    language: str = ""
    space_id: int | None = None
    author_id: int | None = None
    product_id: int | None = None
    is_solved: bool = False
    # Members whom it names: when one of them is erased, it has to be read anew.
    named_ids: Collection[int] = ()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One thing as the page of results shows it."""

    title: str
    url: str
    moment: datetime
    body: str = ""
    lang: str = ""
    place: str = ""
    place_url: str = ""
    # What `ui/byline.html` reads; None where nobody wrote it.
    author: Any = None
    is_solved: bool = False
    rating: Any = None
    price: Any = None
    photo: Any = None


def _only_public(person: Any) -> Iterable[str]:
    del person
    return ()


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a room knows about one kind. None of these may ask once per thing."""

    kind: str
    # Of all of them, and of one.
    label: str | Promise
    name: str | Promise
    icon: str
    # Place among the kinds: on the page, and in a walk through all.
    rank: int
    # Things by id; who must not be found by anybody is left out.
    load: Callable[[Collection[int]], Mapping[int, Findable]]
    # Ids behind one, in order.
    ids: Callable[[int, int], Sequence[int]]
    count: Callable[[], int]
    # For the page of results; who this person may not see is left out.
    shown: Callable[[Collection[int], Any], Mapping[int, Shown]]
    # Audiences beyond the public one to which a person belongs.
    audiences: Callable[[Any], Iterable[str]] = _only_public


@dataclass
class _Registry:
    sources: dict[str, Source] = field(default_factory=dict)


_registry = _Registry()


def register(*sources: Source) -> None:
    for source in sources:
        known = _registry.sources.get(source.kind)
        if known is not None and known != source:
            raise ValueError(f"Two sources are called {source.kind}")
        _registry.sources[source.kind] = source


def source_of(kind: str) -> Source:
    try:
        return _registry.sources[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def all_sources() -> list[Source]:
    return sorted(_registry.sources.values(), key=lambda one: (one.rank, one.kind))


def checked_audience(name: str) -> str:
    """A typing error here would hide a thing from all, or show it to others."""
    if not _AUDIENCE.fullmatch(name):
        raise ValueError(f"{name!r} is no audience. Use a word, or a word and a number: space:5")
    return name
