"""Votes for an idea, as one person sees them."""

from dataclasses import dataclass

from korzo.discussions.models import OPEN_STATES, IdeaVote
from korzo.discussions.permissions import fits
from korzo.discussions.queries.topic_facts import TopicFacts
from korzo.members.models import Member
from korzo.members.permissions import Person

# Whoever wants everything tells nobody what matters most. A vote is free again when its idea is done or declined.
OPEN_VOTES_MAX = 10


@dataclass(frozen=True)
class VoteShown:
    """Two people for whom all fields are the same see the same button."""

    topic_id: int
    url: str
    votes: int
    is_open: bool
    is_guest: bool
    mine: bool = False
    left: int = 0
    may_vote: bool = False


def vote_shown(person: Person, facts: TopicFacts) -> VoteShown:
    """On a page that this person may read."""
    still = facts.is_wanted_still
    if person is None:
        return VoteShown(facts.pk, facts.url, facts.vote_count, still, is_guest=True)
    mine = IdeaVote.objects.filter(topic=facts.pk, member=person).exists()
    may_vote = still and fits(person, facts.reply_key)
    left = open_votes_left(person) if may_vote and not mine else 0
    return VoteShown(
        facts.pk, facts.url, facts.vote_count, still, is_guest=False, mine=mine, left=left, may_vote=may_vote
    )


def open_votes_left(member: Member) -> int:
    given = IdeaVote.objects.filter(member=member, topic__idea_state__in=OPEN_STATES, topic__is_standing=True)
    return max(0, OPEN_VOTES_MAX - given.count())
