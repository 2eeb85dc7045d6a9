"""Below each post: its hearts, and what this person can do with it. For all posts of a page at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from korzo.discussions.models import Post
from korzo.discussions.permissions import acts_everywhere, can_accept, can_edit, can_remove, is_accepted, is_removed
from korzo.edge.recording import reads, remembered
from korzo.members.permissions import Person
from korzo.reactions import queries as reactions


@dataclass(frozen=True)
class PostFoot:
    """`pk` and `author_id` as in the post. Two people for whom all fields are the same see the same."""

    pk: int
    is_lead: bool
    accepted: bool
    hearts: int
    is_guest: bool
    own: bool = False
    hearted: bool = False
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
    accepted: bool
    removed: bool


def post_feet(ids: Collection[int], person: Person, now: datetime | None = None) -> dict[int, PostFoot]:
    """Removed posts have none."""
    key = tuple(sorted(ids))
    facts = remembered("discussions.post_facts", key, make=lambda: _facts(key))
    hearts = remembered("discussions.post_hearts", key, make=lambda: reactions.counts("discussions.post", key))
    hearted = reactions.mine("discussions.post", key, person)
    concerned = _concerned(facts, person)
    moment = now or timezone.now()
    return {
        fact.pk: _foot(fact, person, hearts.get(fact.pk, 0), fact.pk in hearted, concerned.get(fact.pk), moment)
        for fact in facts
        if not fact.removed
    }


def _facts(ids: Collection[int]) -> tuple[_Fact, ...]:
    reads(*(f"post:{pk}" for pk in ids))
    posts = Post.objects.filter(pk__in=ids).select_related("topic", "removal", "acceptance")
    return tuple(
        _Fact(
            post.pk,
            post.number,
            post.author_id,
            post.topic.author_id,
            is_accepted(post),
            is_removed(post),
        )
        for post in posts
    )


def _concerned(facts: tuple[_Fact, ...], person: Person) -> dict[int, Post]:
    """The few posts with which this person may do more than give a heart; the rules look at the rows themselves."""
    if person is None:
        return {}
    everywhere = acts_everywhere(person)
    ids = [fact.pk for fact in facts if everywhere or person.pk in {fact.author_id, fact.topic_author_id}]
    if not ids:
        return {}
    posts = Post.objects.filter(pk__in=ids).select_related("topic", "removal", "acceptance")
    return {post.pk: post for post in posts}


def _foot(fact: _Fact, person: Person, hearts: int, hearted: bool, concerned: Post | None, now: datetime) -> PostFoot:
    return PostFoot(
        pk=fact.pk,
        is_lead=fact.number == 1,
        accepted=fact.accepted,
        hearts=hearts,
        is_guest=person is None,
        own=person is not None and fact.author_id == person.pk,
        hearted=hearted,
        can_edit=concerned is not None and can_edit(person, concerned, now),
        can_remove=concerned is not None and can_remove(person, concerned),
        can_accept=concerned is not None and can_accept(person, concerned),
    )
