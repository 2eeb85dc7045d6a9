"""Members vote, and the team looks at votes that were given in an odd way."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.contests.actions.hold import hold_contest, hold_entry
from korzo.contests.activities import Voted, VoteSetAside
from korzo.contests.models import REASON_LENGTH_MAX, Contest, Entry, Vote, VoteRuling
from korzo.contests.permissions import check_run, check_vote, is_young
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import spoken
from korzo.members.models import Member
from korzo.members.permissions import Person


def cast_vote(entry: Entry, *, actor: Person, at: datetime | None = None, backfilled: bool = False) -> Vote:
    """One for each entry, as many as the contest gives. Voting twice for the same changes nothing."""
    with transaction.atomic():
        held = hold_entry(entry.pk)
        # Only now: somebody who waited here may have waited until the vote was over.
        moment = at or timezone.now()
        member = check_vote(actor, held, moment)
        vote = Vote.objects.filter(entry=held, member=member).first()
        if vote is not None:
            return vote
        _check_votes_left(held.contest, member)
        vote = Vote.objects.create(entry=held, member=member, is_young=is_young(member, held.contest), at=moment)
        record(
            Voted(contest_id=held.contest_id),
            actor_id=member.pk,
            member_id=member.pk,
            occurred_at=moment,
            dedupe_key=f"contests.voted:{held.contest_id}:{member.pk}",
            backfilled=backfilled,
        )
    return vote


def _check_votes_left(contest: Contest, member: Member) -> None:
    """A vote for something that is no longer shown may be given again."""
    used = Vote.objects.filter(entry__contest=contest, entry__is_standing=True, member=member).count()
    if used >= contest.votes_each:
        sentence = ngettext(
            "You have given your %(count)s vote. Take it back, and it is free again.",
            "You have given your %(count)s votes. Take one back, and it is free again.",
            contest.votes_each,
        )
        raise Refused(sentence % {"count": spoken(contest.votes_each)})


def take_vote_back(entry: Entry, *, actor: Person, at: datetime | None = None) -> bool:
    """Whether there was one."""
    with transaction.atomic():
        held = hold_entry(entry.pk)
        member = check_vote(actor, held, at or timezone.now())
        removed, _by_model = Vote.objects.filter(entry=held, member=member).delete()
    return bool(removed)


def rule_votes(
    contest: Contest,
    *,
    actor: Person,
    vote_ids: Collection[int],
    counts: bool,
    reason: str = "",
    at: datetime | None = None,
) -> int:
    """Say whether these votes count. Whoever gave one that does not is told. How many were ruled on."""
    moment = at or timezone.now()
    why = " ".join(reason.replace("\x00", "").split())[:REASON_LENGTH_MAX]
    with transaction.atomic():
        staff = check_run(actor)
        held = hold_contest(contest.pk)
        if hasattr(held, "result"):
            raise Refused(_("The results stand already."))
        if not counts and not why:
            raise FieldRefused("reason", _("Please say why. Whoever gave these votes reads it."))
        votes = Vote.objects.filter(entry__contest=held, pk__in=vote_ids).select_related("ruling", "entry")
        for vote in votes:
            _rule(vote, staff, counts=counts, why=why, at=moment)
    return len(votes)


def _rule(vote: Vote, staff: Member, *, counts: bool, why: str, at: datetime) -> None:
    counted_before = vote.ruling.counts if hasattr(vote, "ruling") else True
    VoteRuling.objects.update_or_create(vote=vote, defaults={"counts": counts, "by": staff, "at": at, "reason": why})
    if counted_before and not counts and vote.member_id is not None:
        record(
            VoteSetAside(contest_id=vote.entry.contest_id),
            actor_id=staff.pk,
            actor_kind=Activity.ActorKind.STAFF,
            member_id=vote.member_id,
            occurred_at=at,
        )
