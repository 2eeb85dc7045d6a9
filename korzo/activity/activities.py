"""How a room says what can happen in it, and who wants to hear."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.utils.functional import Promise

from korzo.jobs.actions import Limit

if TYPE_CHECKING:
    from korzo.activity.models import Activity, Outgoing

type Handler = Callable[["Activity"], None]
type Sender = Callable[["Outgoing"], None]


class UnknownVerb(LookupError):
    """No room declared this verb: a typing error, or code that went away while its rows stayed."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of activity. Its fields are ids and short codes, never a person's words."""

    verb: ClassVar[str]
    icon: ClassVar[str] = "activity"
    sentence: ClassVar[str | Promise]
    # Fields that tell something about a person and are blanked with them.
    personal: ClassVar[frozenset[str]] = frozenset()
    # Nobody has to subscribe: the fact itself is what we keep.
    record_only: ClassVar[bool] = False

    def data(self) -> dict[str, Any]:
        return asdict(self)

    def subject(self) -> tuple[str, int] | None:
        """What it is about: the label of a model and the id of its row."""
        return None

    def link(self) -> str:
        """Where a person reads more; empty where there is no page."""
        return ""

    def stale(self) -> tuple[str, ...]:
        """Tags of pages and pieces that show something else now: bumped after the commit (`korzo.kit.generations`)."""
        return ()

    def heard_on(self) -> tuple[str, ...]:
        """Live channels on which this is told at once. Its data must hold nothing that a listener may not know."""
        return ()

    def visible_to(self, member_id: int | None) -> bool:
        """Whether this member may see it in a list of activities. Staff see all."""
        return False


@dataclass(frozen=True)
class Subscriber:
    name: str
    verbs: frozenset[str]
    handler: Handler
    history: bool
    messenger: bool


@dataclass(frozen=True)
class Way:
    """One way out of the house."""

    name: str
    send: Sender
    title: str | Promise
    limit: Limit | None


@dataclass
class _Registry:
    kinds: dict[str, type[Kind]] = field(default_factory=dict)
    subscribers: dict[str, Subscriber] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)


_registry = _Registry()


def register(*kinds: type[Kind]) -> None:
    """Called in a room's `ready()`. Two kinds with one verb are a mistake."""
    for kind in kinds:
        known = _registry.kinds.get(kind.verb)
        if known is not None and known is not kind:
            raise ValueError(f"{kind.verb} is declared by {known.__module__} and by {kind.__module__}")
        _registry.kinds[kind.verb] = kind


def kind_of(verb: str) -> type[Kind]:
    try:
        return _registry.kinds[verb]
    except KeyError:
        raise UnknownVerb(verb) from None


def load(verb: str, data: Mapping[str, Any]) -> Kind:
    """The activity as its room knows it. Fields that an older version wrote and we dropped are left out."""
    kind = kind_of(verb)
    known = {one.name for one in fields(kind)}
    return kind(**{name: value for name, value in data.items() if name in known})


def all_kinds() -> list[type[Kind]]:
    return [_registry.kinds[verb] for verb in sorted(_registry.kinds)]


def bookkeeper(*kinds: type[Kind], history: bool = False) -> Callable[[Handler], Handler]:
    """Subscribe a function that touches only the database: its effect happens exactly once.

    `history` also delivers activities that an import recorded about the past.
    """
    return _subscribe(kinds, history=history, messenger=False)


def messenger(*kinds: type[Kind]) -> Callable[[Handler], Handler]:
    """Subscribe a function that only queues `Outgoing` rows (`actions.send_out`): at least once, never for history."""
    return _subscribe(kinds, history=False, messenger=True)


def _subscribe(kinds: tuple[type[Kind], ...], *, history: bool, messenger: bool) -> Callable[[Handler], Handler]:
    def wrap(handler: Handler) -> Handler:
        room = handler.__module__.removeprefix("korzo.").split(".", maxsplit=1)[0]
        name = f"{room}.{handler.__name__}"
        verbs = frozenset(kind.verb for kind in kinds)
        known = _registry.subscribers.get(name)
        if known is not None and known.handler is not handler:
            raise ValueError(f"Two subscribers are called {name}")
        _registry.subscribers[name] = Subscriber(name, verbs, handler, history, messenger)
        return handler

    return wrap


def subscribers_of(verb: str, *, backfilled: bool) -> list[Subscriber]:
    """In the order of their names, so that the order of effects is defined."""
    return [
        one for _, one in sorted(_registry.subscribers.items()) if verb in one.verbs and (one.history or not backfilled)
    ]


def subscriber(name: str) -> Subscriber | None:
    return _registry.subscribers.get(name)


def sender(name: str, *, title: str | Promise = "", limit: Limit | None = None) -> Callable[[Sender], Sender]:
    """Name the function that carries out one kind of `Outgoing` row. It must bear being called twice.

    `title` says on the staff page what it sends. `limit` holds back what its destination would refuse: "push:{host}" is
    filled from the payload; only starts by the minute are counted, for each worker sends two at once anyway.
    """
    if limit is not None and limit.per_minute is None:
        raise ValueError(f"The limit of {name} counts by the minute.")

    def wrap(function: Sender) -> Sender:
        _registry.ways[name] = Way(name, function, title, limit)
        return function

    return wrap


def way(name: str) -> Way | None:
    return _registry.ways.get(name)


def loaded[K: Kind](activity: "Activity", kind: type[K]) -> K:
    """The typed content of an activity that a subscriber got; the kind is one it subscribed to."""
    return cast("K", load(activity.verb, activity.data))
