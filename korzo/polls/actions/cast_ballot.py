from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.activity.actions import record
from korzo.kit import turns
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import spoken
from korzo.kit.generations import bump_on_commit
from korzo.live.actions import publish
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.polls.actions.box import put_in
from korzo.polls.actions.hold import hold_poll
from korzo.polls.activities import BallotCast
from korzo.polls.models import Ballot, Choice, Option, Poll
from korzo.polls.permissions import check_vote


def cast_ballot(
    poll: Poll, *, actor: Person, option_ids: Sequence[int], at: datetime | None = None, backfilled: bool = False
) -> Ballot:
    """One ballot for each member. In an open poll a new one takes the place of the old one; in a ranked poll the order
    of the ids is the order of the choice.
    """
    with transaction.atomic():
        held = hold_poll(poll.pk)
        # Only now: somebody who waited here may have waited until the poll closed.
        moment = at or timezone.now()
        member = check_vote(actor, held, moment)
        chosen = _checked_choice(held, option_ids)
        ballot, is_new = Ballot.objects.get_or_create(
            poll=held, member=member, defaults={"at": None if held.is_anonymous else moment}
        )
        if held.is_anonymous:
            if not is_new:
                raise Refused(_("You have voted already. An anonymous vote cannot be found again to change it."))
            put_in(held, chosen, is_ordered=held.kind == Poll.Kind.RANKED)
        else:
            _take_out(ballot)
            _put_down(ballot, chosen)
        # An anonymous vote leaves no trace of when it came, and there is one for each member anyway.
        if is_new and not held.is_anonymous and not backfilled:
            turns.take_turn(turns.VOTE, member=member)
        if is_new:
            Poll.objects.filter(pk=held.pk).update(ballot_count=F("ballot_count") + 1)
        if is_new and not held.is_anonymous:
            _record(held, member, moment, backfilled=backfilled)
        _tell(held, is_new=is_new)
    return ballot


def take_back_ballot(poll: Poll, *, actor: Person, at: datetime | None = None) -> bool:
    """Whether there was one to take back."""
    with transaction.atomic():
        held = hold_poll(poll.pk)
        member = check_vote(actor, held, at or timezone.now())
        if held.is_anonymous:
            raise Refused(_("An anonymous vote cannot be found again to take it back."))
        ballot = Ballot.objects.filter(poll=held, member=member).first()
        if ballot is None:
            return False
        _take_out(ballot)
        ballot.delete()
        Poll.objects.filter(pk=held.pk).update(ballot_count=F("ballot_count") - 1)
        _tell(held, is_new=False, taken_back=True)
    return True


def _checked_choice(poll: Poll, option_ids: Sequence[int]) -> list[int]:
    chosen = list(dict.fromkeys(option_ids))
    known = set(Option.objects.filter(poll=poll).values_list("pk", flat=True))
    if not chosen:
        raise FieldRefused("option", _("Please choose first."))
    if not known.issuperset(chosen):
        raise FieldRefused("option", _("The options have changed meanwhile. Please look at them again."))
    if poll.kind in {Poll.Kind.SINGLE, Poll.Kind.RATING} and len(chosen) > 1:
        raise FieldRefused("option", _("Please choose one."))
    if poll.kind == Poll.Kind.MULTIPLE:
        _check_count(poll, len(chosen))
    return chosen


def _check_count(poll: Poll, count: int) -> None:
    if count < poll.choices_min:
        least = ngettext("Please choose at least %(n)s.", "Please choose at least %(n)s.", poll.choices_min)
        raise FieldRefused("option", least % {"n": spoken(poll.choices_min)})
    if count > poll.choices_max:
        most = ngettext("Please choose at most %(n)s.", "Please choose at most %(n)s.", poll.choices_max)
        raise FieldRefused("option", most % {"n": spoken(poll.choices_max)})


def _take_out(ballot: Ballot) -> None:
    held = Choice.objects.filter(ballot=ballot)
    ids = list(held.values_list("option_id", flat=True))
    if ids:
        held.delete()
        Option.objects.filter(pk__in=ids).update(ballot_count=F("ballot_count") - 1)


def _put_down(ballot: Ballot, chosen: Sequence[int]) -> None:
    Choice.objects.bulk_create(
        Choice(ballot=ballot, option_id=pk, position=position) for position, pk in enumerate(chosen, 1)
    )
    Option.objects.filter(pk__in=chosen).update(ballot_count=F("ballot_count") + 1)


def _record(poll: Poll, member: Member, at: datetime, *, backfilled: bool) -> None:
    record(
        BallotCast(poll_id=poll.pk, of_label=poll.subject_label, of_id=poll.subject_id),
        actor_id=member.pk,
        member_id=poll.author_id,
        occurred_at=at,
        # Taking a vote back and voting again is not news either.
        dedupe_key=f"polls.cast:{poll.pk}:{member.pk}",
        backfilled=backfilled,
    )


def _tell(poll: Poll, *, is_new: bool, taken_back: bool = False) -> None:
    """How many voted, to whoever has it before their eyes. What they chose is asked for by those who may see it."""
    bump_on_commit(f"poll:{poll.pk}")
    count = poll.ballot_count + is_new - taken_back
    publish(f"poll:{poll.pk}", "polls.counted", {"poll_id": poll.pk, "count": count})
