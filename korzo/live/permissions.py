"""Who may hear a channel. The rooms above know; each registers its answer in `ready()`.

    permissions.register_channel("topic", may_hear_topic, counts_readers=True)
    permissions.register_resolver(member_of_session)

A channel is called `topic:5` or, where there is only one, `talk`. `member:7` belongs to member 7 alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

type Check = Callable[[int | None, int], bool]
"""Gets the id of the member who asks (None for a guest) and the number in the channel's name (0 where it has none)."""

type Resolver = Callable[[str], int | None]
"""Gets the value of the session cookie; says whose session it is."""

MEMBER = "member"
_CHANNEL = re.compile(r"([a-z]{1,20})(?::([0-9]{1,18}))?", re.ASCII)


@dataclass(frozen=True)
class Rule:
    check: Check
    counts_readers: bool


@dataclass
class _Registry:
    rules: dict[str, Rule] = field(default_factory=dict)
    resolver: Resolver | None = None


_registry = _Registry()


def register_channel(prefix: str, check: Check, *, counts_readers: bool = False) -> None:
    """`counts_readers` tells those on the channel how many they are."""
    _registry.rules[prefix] = Rule(check, counts_readers)


def register_resolver(resolver: Resolver) -> None:
    _registry.resolver = resolver


def is_channel(name: str) -> bool:
    """Whether it is spelled like one."""
    return _CHANNEL.fullmatch(name) is not None


def member_of(session: str) -> int | None:
    return _registry.resolver(session) if session and _registry.resolver else None


def may_hear(member_id: int | None, channel: str) -> bool:
    """False for channels that nobody registered, so that what is missing and what is private look the same."""
    found = _CHANNEL.fullmatch(channel)
    if found is None:
        return False
    prefix, number = found[1], int(found[2] or 0)
    if prefix == MEMBER:
        return member_id is not None and number == member_id
    rule = _registry.rules.get(prefix)
    return rule is not None and rule.check(member_id, number)


def counts_readers(channel: str) -> bool:
    rule = _registry.rules.get(channel.partition(":")[0])
    return rule is not None and rule.counts_readers
