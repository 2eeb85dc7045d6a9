"""Below each post: its reactions, and what can be done with it. For all posts of a page at once.

Most people have nothing to do with most posts, so there is a foot that everybody sees, and a few that look different.
What is new for a member on the page, and where they go on, comes from the same question.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone

from korzo.discussions.models import Post
from korzo.discussions.permissions import (
    acts_everywhere,
    can_accept,
    is_accepted,
    is_held,
    is_removed,
)
from korzo.discussions.queries.stopped import SIGN, Stopped, read_stopped, stopped_rows
from korzo.edge.recording import reads, remembered
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.reactions import queries as reactions
from korzo.reactions.models import Reaction
from korzo.reactions.queries import Foot

LABEL = "discussions.post"
HELPFUL = Reaction.Emoji.HELPFUL.value
# Everything that the rules look at, so that no rule asks for more.
STATES = ("topic", "topic__closure", "removal", "acceptance", "hold")


@dataclass(frozen=True, kw_only=True)
class PostFoot(Foot):
    """`pk` as of the post."""

    is_lead: bool
    is_answer: bool
    accepted: bool
    can_accept: bool = False

    @property
    def spelled(self) -> str:
        """The reaction that is also written out: below an answer, the vote on it."""
        return HELPFUL if self.is_answer else ""


@dataclass(frozen=True)
class OwnPage:
    """What one member sees on a page of a topic that others do not. `line` is the first post that is new to them, 0
    for none.
    """

    feet: Mapping[int, PostFoot] = field(default_factory=dict)
    line: int = 0
    stopped: Stopped = field(default_factory=Stopped)


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


@dataclass(frozen=True)
class _Known:
    """What is the same for all who look at a page."""

    facts: tuple[_Fact, ...]
    given: reactions.Page


def post_feet(ids: Collection[int], person: Person) -> dict[int, PostFoot]:
    """All feet as this person sees them. Posts that were removed, or wait for the team, have none."""
    known = _known(ids)
    return {**_bases(known), **_own(known, person).feet}


def base_feet(ids: Collection[int]) -> dict[int, PostFoot]:
    """As everybody sees them."""
    return _bases(_known(ids))


def own_page(
    ids: Sequence[int], person: Member, *, topic_id: int | None = None, now: datetime | None = None
) -> OwnPage:
    """The feet that look different for them: their own posts and marks, and what they may accept. And where they
    stopped in this topic; the posts are in the order of the page.
    """
    known = _known(ids)
    own = _own(known, person, topic_id=topic_id, now=now)
    facts = {fact.pk: fact for fact in known.facts}
    in_order = [facts[pk] for pk in ids if pk in facts]
    return replace(own, line=_line(in_order, own.stopped.seen, person))


def _line(facts: Sequence[_Fact], seen: int | None, person: Member) -> int:
    """The first post below which all is new, and which is not their own; 0 where there is none.

    What is useful stands on top, wherever it was written: the line is drawn below what they knew.
    """
    line = 0
    for fact in reversed(facts):
        if seen is None or fact.number <= seen:
            break
        if not fact.hidden and fact.author_id != person.pk:
            line = fact.pk
    return line


def _known(ids: Collection[int]) -> _Known:
    key = tuple(sorted(ids))
    facts = remembered("discussions.post_facts", key, make=lambda: _facts(key))
    return _Known(facts, remembered("discussions.post_reactions", key, make=lambda: reactions.given_on(LABEL, key)))


def _bases(known: _Known) -> dict[int, PostFoot]:
    return {fact.pk: _base(fact, known.given) for fact in known.facts if not fact.hidden}


def _own(known: _Known, person: Person, *, topic_id: int | None = None, now: datetime | None = None) -> OwnPage:
    if person is None:
        return OwnPage()
    facts, authors = known.facts, {fact.author_id for fact in known.facts if fact.author_id}
    beside = stopped_rows(topic_id, person, now or timezone.now()) if topic_id else None
    own = reactions.own_on(LABEL, [fact.pk for fact in facts], person, author_ids=authors, beside=beside)
    acceptable = _acceptable(facts, person)
    names = reactions.names_of_muted(own)
    feet = {
        fact.pk: reactions.own_foot(
            _base(fact, known.given, can_accept=fact.pk in acceptable), fact.author_id, own, names, person
        )
        for fact in facts
        if not fact.hidden and (fact.pk in acceptable or reactions.differs(fact.pk, fact.author_id, own, person))
    }
    stopped = next((read_stopped(text) for _pk, text in own.beside if text.startswith(SIGN)), Stopped())
    return OwnPage(feet, stopped=stopped)


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


def _acceptable(facts: tuple[_Fact, ...], person: Member) -> set[int]:
    """The answers that this person may mark; the rule looks at the rows themselves."""
    everywhere = acts_everywhere(person)
    ids = [fact.pk for fact in facts if fact.is_answer and (everywhere or fact.topic_author_id == person.pk)]
    if not ids:
        return set()
    return {post.pk for post in Post.objects.filter(pk__in=ids).select_related(*STATES) if can_accept(person, post)}


def _base(fact: _Fact, given: reactions.Page, *, can_accept: bool = False) -> PostFoot:
    """Below an answer the vote on it comes first."""
    first = [HELPFUL] if fact.is_answer and HELPFUL in given.offered else []
    shown = reactions.reactions_on(fact.pk, given, first)
    return PostFoot(
        pk=fact.pk,
        is_lead=fact.number == 1,
        is_answer=fact.is_answer,
        accepted=fact.accepted,
        shown=shown,
        has_more=reactions.has_more(shown, given),
        can_accept=can_accept,
    )
