"""Below each post: its reactions, and what this person can do with it. For all posts of a page at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from korzo.discussions.models import Post
from korzo.discussions.permissions import (
    acts_everywhere,
    can_accept,
    can_edit,
    can_remove,
    is_accepted,
    is_held,
    is_removed,
)
from korzo.edge.recording import reads, remembered
from korzo.members.permissions import Person
from korzo.members.queries import bylines
from korzo.reactions import queries as reactions
from korzo.reactions.models import Reaction

LABEL = "discussions.post"
# Everything that the rules look at, so that no rule asks for more.
STATES = ("topic", "topic__closure", "removal", "acceptance", "hold")


@dataclass(frozen=True)
class ReactionShown:
    """One button below a post. A count of nobody is shown where the button stands there anyway."""

    key: str
    count: int
    mine: bool = False

    @property
    def look(self) -> reactions.Look:
        return reactions.look_of(self.key)


@dataclass(frozen=True)
class PostFoot:
    """`pk` and `author_id` as in the post. Two people for whom all fields are the same see the same.

    `shown` are the reactions below the words, `more` those that are chosen from a menu. `muted` is the name of an
    author whom this person muted, and empty for all others.
    """

    pk: int
    is_lead: bool
    is_answer: bool
    accepted: bool
    is_guest: bool
    shown: tuple[ReactionShown, ...] = ()
    more: tuple[ReactionShown, ...] = ()
    own: bool = False
    kept: bool = False
    muted: str = ""
    can_edit: bool = False
    can_remove: bool = False
    can_accept: bool = False


@dataclass(frozen=True)
class _Fact:
    """What everybody may know of a post, in as little as the foot needs."""

    pk: int
    number: int
    author_id: int | None
    topic_author_id: int | None
    is_answer: bool
    accepted: bool
    hidden: bool


def post_feet(ids: Collection[int], person: Person, now: datetime | None = None) -> dict[int, PostFoot]:
    """Posts that were removed, or wait for the team, have none."""
    key = tuple(sorted(ids))
    facts = remembered("discussions.post_facts", key, make=lambda: _facts(key))
    given = remembered("discussions.post_reactions", key, make=lambda: reactions.given_on(LABEL, key))
    authors = {fact.author_id for fact in facts if fact.author_id is not None}
    own = reactions.own_on(LABEL, key, person, author_ids=authors)
    concerned = _concerned(facts, person)
    names = _names(own.muted)
    moment = now or timezone.now()
    return {
        fact.pk: _foot(fact, person, given, own, names, concerned.get(fact.pk), moment)
        for fact in facts
        if not fact.hidden
    }


def _facts(ids: Collection[int]) -> tuple[_Fact, ...]:
    reads(*(f"post:{pk}" for pk in ids))
    return tuple(
        _Fact(
            post.pk,
            post.number,
            post.author_id,
            post.topic.author_id,
            post.topic.is_question and not post.opens_topic,
            is_accepted(post),
            is_removed(post) or is_held(post),
        )
        for post in Post.objects.filter(pk__in=ids).select_related(*STATES)
    )


def _concerned(facts: tuple[_Fact, ...], person: Person) -> dict[int, Post]:
    """The few posts with which this person may do more than react; the rules look at the rows themselves."""
    if person is None:
        return {}
    everywhere = acts_everywhere(person)
    ids = [fact.pk for fact in facts if everywhere or person.pk in {fact.author_id, fact.topic_author_id}]
    if not ids:
        return {}
    return {post.pk: post for post in Post.objects.filter(pk__in=ids).select_related(*STATES)}


def _names(muted: Collection[int]) -> dict[int | None, str]:
    """Only whoever muted somebody on this page asks for names."""
    return {pk: one.name for pk, one in bylines(muted).items()} if muted else {}


def _foot(
    fact: _Fact,
    person: Person,
    given: reactions.Page,
    own: reactions.Own,
    names: dict[int | None, str],
    concerned: Post | None,
    now: datetime,
) -> PostFoot:
    is_own = person is not None and fact.author_id == person.pk
    shown, more = _buttons(
        fact, given, own.given.get(fact.pk, frozenset()), may_react=person is not None and not is_own
    )
    return PostFoot(
        pk=fact.pk,
        is_lead=fact.number == 1,
        is_answer=fact.is_answer,
        accepted=fact.accepted,
        is_guest=person is None,
        shown=shown,
        more=more,
        own=is_own,
        kept=fact.pk in own.kept,
        muted=names.get(fact.author_id, "") if fact.author_id in own.muted else "",
        can_edit=concerned is not None and can_edit(person, concerned, now),
        can_remove=concerned is not None and can_remove(person, concerned),
        can_accept=concerned is not None and can_accept(person, concerned),
    )


def _buttons(
    fact: _Fact, given: reactions.Page, mine: frozenset[str], *, may_react: bool
) -> tuple[tuple[ReactionShown, ...], tuple[ReactionShown, ...]]:
    """What was given stands there, and so does the heart; below an answer the vote on it comes first."""
    counts = dict(given.of(fact.pk).counts)
    always = [Reaction.Emoji.HELPFUL.value] if fact.is_answer and Reaction.Emoji.HELPFUL in given.offered else []
    always.append(Reaction.Emoji.HEART.value)
    first = [key for key in always if may_react or key in counts or key == Reaction.Emoji.HEART]
    order = dict.fromkeys([*first, *counts])
    shown = tuple(ReactionShown(key, counts.get(key, 0), key in mine) for key in order)
    more = tuple(ReactionShown(key, 0) for key in given.offered if key not in order)
    return shown, more if may_react else ()
