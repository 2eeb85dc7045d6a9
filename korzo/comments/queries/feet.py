"""Below each comment: its reactions, and the way to answer it. For all comments of a page at once."""

from collections.abc import Collection
from dataclasses import dataclass

from korzo.comments.models import Comment
from korzo.edge.recording import reads, remembered
from korzo.members.permissions import Person
from korzo.reactions import queries as reactions
from korzo.reactions.queries import Foot

LABEL = "comments.comment"


@dataclass(frozen=True, kw_only=True)
class CommentFoot(Foot):
    """`thread_id` is the comment at the top, below which an answer is written."""

    label: str
    subject_id: int
    thread_id: int


@dataclass(frozen=True)
class _Fact:
    """What everybody may know of a comment, in as little as the foot needs."""

    pk: int
    label: str
    subject_id: int
    thread_id: int
    author_id: int | None


@dataclass(frozen=True)
class _Known:
    """What is the same for all who look at a page. Comments that are not shown have no foot."""

    facts: tuple[_Fact, ...]
    given: reactions.Page


def comment_feet(ids: Collection[int], person: Person) -> dict[int, CommentFoot]:
    """All feet as this person sees them."""
    known = _known(ids)
    return {**_bases(known), **_own(known, person)}


def base_comment_feet(ids: Collection[int]) -> dict[int, CommentFoot]:
    """As everybody sees them."""
    return _bases(_known(ids))


def own_comment_feet(ids: Collection[int], person: Person) -> dict[int, CommentFoot]:
    """Only those that look different for this person: their own comments, marks, and whom they muted."""
    return _own(_known(ids), person) if person else {}


def _known(ids: Collection[int]) -> _Known:
    key = tuple(sorted(ids))
    facts = remembered("comments.facts", key, make=lambda: _facts(key))
    return _Known(facts, remembered("comments.reactions", key, make=lambda: reactions.given_on(LABEL, key)))


def _facts(ids: Collection[int]) -> tuple[_Fact, ...]:
    reads(*(f"comment:{pk}" for pk in ids))
    rows = Comment.objects.filter(pk__in=ids, state=Comment.State.VISIBLE)
    columns = rows.values_list("pk", "subject_label", "subject_id", "parent_id", "author_id")
    return tuple(
        _Fact(pk, label, subject_id, parent_id or pk, author_id)
        for pk, label, subject_id, parent_id, author_id in columns
    )


def _bases(known: _Known) -> dict[int, CommentFoot]:
    return {fact.pk: _base(fact, known.given) for fact in known.facts}


def _own(known: _Known, person: Person) -> dict[int, CommentFoot]:
    if person is None:
        return {}
    authors = {fact.author_id for fact in known.facts if fact.author_id}
    own = reactions.own_on(LABEL, [fact.pk for fact in known.facts], person, author_ids=authors)
    names = reactions.names_of_muted(own)
    return {
        fact.pk: reactions.own_foot(_base(fact, known.given), fact.author_id, own, names, person)
        for fact in known.facts
        if reactions.differs(fact.pk, fact.author_id, own, person)
    }


def _base(fact: _Fact, given: reactions.Page) -> CommentFoot:
    shown = reactions.reactions_on(fact.pk, given)
    return CommentFoot(
        pk=fact.pk,
        label=fact.label,
        subject_id=fact.subject_id,
        thread_id=fact.thread_id,
        shown=shown,
        has_more=reactions.has_more(shown, given),
    )
