"""The rules of the checks, the owner's lists, and what the team may know about rings."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from korzo.kit import slots
from korzo.kit.errors import Missing
from korzo.members.models import Member
from korzo.members.permissions import Person, can
from korzo.moderation.models.spam import Origin, SpamRules, Trace, WordList
from korzo.moderation.permissions import CHANGE_POLICY
from korzo.moderation.spam import bayes

# Filled by the rooms in which members vote for one another: for each member, (other member, votes) where both gave
# some to each other.
VOTES_SLOT = "moderation.mutual_votes"
slots.declare(VOTES_SLOT)
# Votes each way below that are what friends do.
MUTUAL_VOTES_MIN = 5
# A block of addresses that more people share is a town or a telephone company, and says nothing.
CROWD_MIN = 20
RING_MEMBERS_MAX = 50
_VERSIONS_KEPT = 4


def the_spam_rules() -> SpamRules:
    """The one row; before anybody changed anything, an unsaved one with our defaults."""
    return SpamRules.objects.filter(pk=1).first() or SpamRules()


@lru_cache(maxsize=_VERSIONS_KEPT)
def lists_in_use(version: str) -> tuple[WordList, ...]:
    """Read once for each version: they are long, and change a few times a year."""
    return tuple(WordList.objects.filter(is_on=True).order_by("pk")) if version else ()


@dataclass(frozen=True)
class Progress:
    """How far the filter has come. It says nothing before it learnt `wanted` texts of each kind."""

    spam: int
    honest: int
    wanted: int = bayes.EXAMPLES_MIN

    @property
    def is_ready(self) -> bool:
        return bayes.is_ready(self.spam, self.honest)


def filter_progress() -> Progress:
    rules = the_spam_rules()
    return Progress(rules.spam_count, rules.honest_count)


@dataclass(frozen=True)
class Tie:
    """Why another member may be the same person, or one of a group. A hint for the team, and never a reason."""

    member: Member
    kinds: tuple[str, ...]
    mutual_votes: int = 0


def ties_of(member_id: int) -> list[Tie]:
    """Members who wrote from where this one wrote within thirty days, or with whom they exchange votes."""
    kinds: dict[int, list[str]] = {}
    for mine in Origin.objects.filter(member=member_id).order_by("kind", "key"):
        same = Origin.objects.filter(kind=mine.kind, key=mine.key).exclude(member=member_id).order_by("-at")
        ids = list(same.values_list("member_id", flat=True)[: CROWD_MIN + 1])
        if len(ids) <= CROWD_MIN:
            for other in ids:
                kinds.setdefault(other, []).append(mine.kind)
    votes = _mutual_votes(member_id)
    people = Member.objects.get_queryset().present().in_bulk([*kinds, *votes][:RING_MEMBERS_MAX])
    ties = [Tie(one, tuple(dict.fromkeys(kinds.get(pk, ()))), votes.get(pk, 0)) for pk, one in people.items()]
    return sorted(ties, key=lambda tie: (-len(tie.kinds), -tie.mutual_votes, tie.member.pk))


def _mutual_votes(member_id: int) -> dict[int, int]:
    told: Sequence[Sequence[tuple[int, int]]] = slots.collect(VOTES_SLOT, [member_id])[member_id]
    return {other: votes for one in told for other, votes in one if votes >= MUTUAL_VOTES_MIN}


def all_lists() -> list[WordList]:
    return list(WordList.objects.defer("entries").order_by("name", "pk"))


def get_list_for(person: Person, pk: int) -> WordList:
    """Missing for everybody who may not change it: the words of a list are nobody else's."""
    found = WordList.objects.filter(pk=pk).first() if can(person, CHANGE_POLICY) else None
    if found is None:
        raise Missing(f"word list {pk}")
    return found


def checks_about_members(ids: list[int]) -> dict[int, dict[str, Any]]:
    """For their own export: that and when something was kept; what was kept says nothing to anybody."""
    return {pk: {"spam_checks": _kept_about(pk)} for pk in ids}


def _kept_about(member_id: int) -> dict[str, Any]:
    return {
        "origins": list(Origin.objects.filter(member=member_id).values("kind", "at")),
        "looks_of_recent_texts": list(Trace.objects.filter(author=member_id).values_list("at", flat=True)),
    }
