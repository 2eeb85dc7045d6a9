"""More spaces than there is room for: those that stood below another become a tag of it, and the rest is said.

A space goes up only where the one above has the same readers. Otherwise words for a few would be read by more.
"""

from dataclasses import dataclass

from korzo.exchange.models import Kind
from korzo.exchange.rows import Key
from korzo.exchange.staging import Staged, Staging

FOLDED = "folded_into"
# A deeper nest was taken apart before.
_PARENTS_MAX = 50


@dataclass(frozen=True)
class Folded:
    key: Key
    name: str
    above: str


def fold(staging: Staging, coming: list[Staged], room: int) -> list[Folded]:
    """As many as must, the deepest first and of those the last. Without circles among their parents."""
    spaces = {one.key: one for one in staging.all_of(Kind.SPACES)}
    new = {one.key for one in coming}
    ready = [one for one in coming if _may_go_up(one, spaces, new)]
    ready.sort(key=lambda one: (-_depth(one, spaces), -one.place))
    taken = ready[: max(0, len(coming) - room)]
    folded = {one.key: one.key_of("parent") for one in taken}
    for one in taken:
        staging.change(Kind.SPACES, one.key, {**one.data, FOLDED: str(folded[one.key])})
    _tag(staging, spaces, folded)
    return [
        Folded(one.key, one.text("name"), spaces[parent].text("name"))
        for one in taken
        if (parent := one.key_of("parent"))
    ]


def stands_in(key: Key, spaces: dict[Key, Staged]) -> Key:
    """The space that it is part of, itself where it was not folded."""
    for _step in range(_PARENTS_MAX):
        one = spaces.get(key)
        above = one.key_of(FOLDED) if one else None
        if above is None:
            break
        key = above
    return key


def _may_go_up(one: Staged, spaces: dict[Key, Staged], new: set[Key]) -> bool:
    """Into one that is here already nothing is put: its readers may have been chosen anew."""
    parent = one.key_of("parent")
    above = spaces.get(parent) if parent in new and parent else None
    fields = ("is_restricted", "read_key")
    return above is not None and [one.text(field) for field in fields] == [above.text(field) for field in fields]


def _depth(one: Staged, spaces: dict[Key, Staged]) -> int:
    depth, above = 0, one.key_of("parent")
    while above in spaces and above and depth < _PARENTS_MAX:
        depth, above = depth + 1, spaces[above].key_of("parent")
    return depth


def _tag(staging: Staging, spaces: dict[Key, Staged], folded: dict[Key, Key | None]) -> None:
    """The names of what it stood in, before its own tags: a topic has few, and these must not be the ones left out."""
    for topic in staging.all_of(Kind.TOPICS) if folded else ():
        names, space = list[str](), topic.key_of("space")
        while space in folded and space:
            names.append(spaces[space].text("name"))
            space = folded[space]
        if names:
            staging.change(Kind.TOPICS, topic.key, {**topic.data, "tags": [*names, *topic.data.get("tags", [])]})
