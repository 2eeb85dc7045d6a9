"""Below each thing on a page stand its reactions: as everybody sees them, and as one person does.

Most people have nothing to do with most things, so there is a foot that everybody sees, and a few that look different.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from korzo.members.models import Member
from korzo.members.queries import bylines
from korzo.reactions.looks import Look, look_of
from korzo.reactions.models import Reaction
from korzo.reactions.queries.reactions import Own, Page, offered_keys


@dataclass(frozen=True)
class ReactionShown:
    """One button below a thing. A count of nobody is shown where the button stands there anyway."""

    key: str
    count: int
    mine: bool = False

    @property
    def look(self) -> Look:
        return look_of(self.key)


@dataclass(frozen=True, kw_only=True)
class Foot:
    """A room adds what else stands there. Two people for whom all fields are the same see the same.

    `muted` is the name of an author whom this person muted, and empty for all others.
    """

    pk: int
    shown: tuple[ReactionShown, ...] = ()
    has_more: bool = False
    own: bool = False
    kept: bool = False
    muted: str = ""


def reactions_on(pk: int, page: Page, first: Sequence[str] = ()) -> tuple[ReactionShown, ...]:
    """What was given stands there, and so does the heart; `first` are those that come before all."""
    counts = dict(page.of(pk).counts)
    order = dict.fromkeys([*first, Reaction.Emoji.HEART.value, *counts])
    return tuple(ReactionShown(key, counts.get(key, 0)) for key in order)


def has_more(shown: Collection[ReactionShown], page: Page) -> bool:
    return len(shown) < len(page.offered)


def differs(pk: int, author_id: int | None, own: Own, person: Member) -> bool:
    """Whether this person sees another foot than everybody."""
    return pk in own.given or pk in own.kept or author_id == person.pk or author_id in own.muted


def names_of_muted(own: Own) -> Mapping[int | None, str]:
    return {pk: one.name for pk, one in bylines(own.muted).items()} if own.muted else {}


def own_foot[F: Foot](base: F, author_id: int | None, own: Own, names: Mapping[int | None, str], person: Member) -> F:
    """The foot that everybody sees, as this person does."""
    mine, is_own = own.given.get(base.pk, frozenset()), author_id == person.pk
    return replace(
        base,
        shown=tuple(replace(one, mine=one.key in mine) for one in base.shown if one.count or not is_own),
        has_more=base.has_more and not is_own,
        own=is_own,
        kept=base.pk in own.kept,
        muted=names[author_id] if author_id in own.muted else "",
    )


def other_reactions(foot: Foot) -> tuple[ReactionShown, ...]:
    """Those of the shop's set that do not stand there; its own author gives none."""
    if foot.own:
        return ()
    there = {one.key for one in foot.shown}
    return tuple(ReactionShown(key, 0) for key in offered_keys() if key not in there)
