"""What was given: always for all ids of a page at once. There is no counter to get out of step."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from korzo.edge.recording import reads
from korzo.members.permissions import Person
from korzo.members.queries import whom_muted
from korzo.reactions.looks import DEFAULT_SET, Look, look_of
from korzo.reactions.models import Bookmark, OfferedReaction, Reaction

HELPFUL = Reaction.Emoji.HELPFUL
# Stands among the reactions of one person, and is none.
KEPT = "+kept"


@dataclass(frozen=True)
class Given:
    """What stands below one subject: how often each reaction was given, in the order in which they are offered.

    What is no longer offered comes last, as long as somebody's is there.
    """

    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Page:
    """The same for all subjects of a page, and the set that is offered on it."""

    offered: tuple[str, ...]
    given: Mapping[int, Given]

    def of(self, pk: int) -> Given:
        return self.given.get(pk) or Given()


@dataclass(frozen=True)
class Own:
    """What one person has to do with the subjects of a page: which reactions are theirs, what they keep, whom of the
    authors they muted.
    """

    given: Mapping[int, frozenset[str]] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()
    muted: frozenset[int] = frozenset()
    # What another room asked beside it.
    beside: tuple[tuple[int, str], ...] = ()


def counts(subject_label: str, ids: Iterable[int], *, emoji: str = Reaction.Emoji.HEART) -> dict[int, int]:
    """How many reactions of one kind each subject has; those without any are left out."""
    wanted = set(ids)
    reads(*(f"hearts:{subject_label}:{pk}" for pk in wanted))
    rows = _about(subject_label, wanted).filter(emoji=emoji).values("subject_id").annotate(n=Count("pk"))
    return dict(rows.order_by().values_list("subject_id", "n"))


def helpful(subject_label: str, ids: Iterable[int]) -> dict[int, int]:
    """The votes on answers, from which their order is made."""
    return counts(subject_label, ids, emoji=HELPFUL)


def mine(subject_label: str, ids: Iterable[int], member: Person, *, emoji: str = Reaction.Emoji.HEART) -> set[int]:
    """The subjects among these to which this person gave that reaction. Guests cost no query."""
    if member is None:
        return set()
    rows = _about(subject_label, ids).filter(emoji=emoji, member=member)
    return set(rows.values_list("subject_id", flat=True))


def offered_keys() -> tuple[str, ...]:
    """The set that the shop chose, in its order."""
    reads("reactions")
    return _or_usual(OfferedReaction.objects.order_by("position").values_list("emoji", flat=True))


def offered() -> list[Look]:
    return [look_of(key) for key in offered_keys()]


def given_on(subject_label: str, ids: Collection[int]) -> Page:
    """One question for all counts of a page and for the set: the set comes as rows that are about nothing."""
    reads("reactions", *(f"hearts:{subject_label}:{pk}" for pk in ids))
    of_set = OfferedReaction.objects.order_by().values_list(Value(0), "emoji", Cast("position", IntegerField()))
    counted = _about(subject_label, ids).values("subject_id", "emoji").annotate(n=Count("pk")).order_by()
    rows = list(counted.values_list("subject_id", "emoji", "n").union(of_set, all=True))
    keys = _or_usual(key for _n, key in sorted((n, key) for pk, key, n in rows if pk == 0))
    found: dict[int, dict[str, int]] = {}
    for pk, key, n in rows:
        if pk:
            found.setdefault(pk, {})[key] = n
    order = [*keys, *(key for key in Reaction.Emoji.values if key not in keys)]
    given = {pk: Given(tuple((key, of[key]) for key in order if key in of)) for pk, of in found.items()}
    return Page(keys, given)


def own_on(
    subject_label: str,
    ids: Collection[int],
    person: Person,
    *,
    author_ids: Collection[int] = (),
    beside: QuerySet[Any, tuple[int, str]] | None = None,
) -> Own:
    """One question for all that is a member's own below the posts of a page. Guests cost none.

    `beside` are rows of a room above, asked for by the same question: a number, and a text that begins with a plus.
    """
    if person is None:
        return Own()
    reacted = _about(subject_label, ids).filter(member=person).values_list("subject_id", "emoji")
    kept = Bookmark.objects.filter(member=person, subject_label=subject_label, subject_id__in=set(ids))
    given: dict[int, set[str]] = {}
    saved: set[int] = set()
    others: list[tuple[int, str]] = []
    kept_rows = kept.values_list("subject_id", Value(KEPT))
    for pk, key in reacted.union(kept_rows, *([] if beside is None else [beside]), all=True):
        if key == KEPT:
            saved.add(pk)
        elif key.startswith("+"):
            others.append((pk, key))
        else:
            given.setdefault(pk, set()).add(key)
    shown = {pk: frozenset(keys) for pk, keys in given.items()}
    muted = frozenset(whom_muted(person.pk).keys() & set(author_ids))
    return Own(shown, frozenset(saved), muted, tuple(others))


def _about(subject_label: str, ids: Iterable[int]) -> QuerySet[Reaction]:
    return Reaction.objects.filter(subject_label=subject_label, subject_id__in=set(ids))


def _or_usual(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(keys) or tuple(one.value for one in DEFAULT_SET)
