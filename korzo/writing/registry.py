"""How rooms above say what of theirs has a history, may be quoted, or deserves a hint while somebody writes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from korzo.members.permissions import Person


@dataclass(frozen=True)
class Subject:
    """A thing whose versions somebody may see: what to call it, and where it stands."""

    title: str
    url: str


@dataclass(frozen=True)
class Quotable:
    """One text as it stands now. `scope` is whoever may read it (`topic:5`); "" is everybody."""

    plain: str
    version: int
    author: str
    url: str
    scope: str = ""


@dataclass(frozen=True, kw_only=True)
class Composing:
    """What somebody is writing at this moment. `key` is that of the draft."""

    person: Person
    key: str
    title: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pointer:
    title: str
    url: str


@dataclass(frozen=True)
class Note:
    """A hint beside the composer: one sentence, and perhaps pages to look at first. It never holds anybody up."""

    code: str
    text: str
    pointers: Sequence[Pointer] = ()


# Who may see the history of a thing sees its subject; everybody else gets None.
type VisibleTo = Callable[[Person, int], Subject | None]
# What was removed is left out: its words are shown nowhere.
type Look = Callable[[Collection[int]], Mapping[int, Quotable]]
type Ask = Callable[[Composing], Note | None]


class Unregistered(LookupError):
    """No room registered this label: a typing error, or a room that went away."""


@dataclass
class _Registry:
    histories: dict[str, VisibleTo] = field(default_factory=dict)
    quotables: dict[str, tuple[str, Look]] = field(default_factory=dict)
    notes: dict[str, tuple[int, Ask]] = field(default_factory=dict)


_registry = _Registry()


def register_history(label: str, visible_to: VisibleTo) -> None:
    _once(_registry.histories, label, visible_to)


def register_quotable(kind: str, *, label: str, look: Look) -> None:
    """`kind` stands in the text (`quote:post:9:1`); under `label` the versions of such a thing are kept."""
    _once(_registry.quotables, kind, (label, look))


def register_note(code: str, *, rank: int, ask: Ask) -> None:
    """The lowest rank that has something to say speaks alone."""
    _once(_registry.notes, code, (rank, ask))


def _once[T](known: dict[str, T], name: str, value: T) -> None:
    if known.setdefault(name, value) != value:
        raise ValueError(f"Two rooms registered {name}")


def history_of(label: str) -> VisibleTo:
    try:
        return _registry.histories[label]
    except KeyError:
        raise Unregistered(label) from None


def quotable(kind: str) -> tuple[str, Look] | None:
    """None for a kind that nobody keeps any more: its quotations are shown without their source."""
    return _registry.quotables.get(kind)


def notes_in_order() -> list[tuple[str, Ask]]:
    listed = sorted(_registry.notes.items(), key=lambda one: (one[1][0], one[0]))
    return [(code, ask) for code, (_rank, ask) in listed]
