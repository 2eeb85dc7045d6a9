"""What one member leaves in this room, so that the house can prove that all of it goes with them."""

from korzo.contests.actions import (
    announce_contest,
    cancel_contest,
    cast_vote,
    enter,
    hide_entry,
    make_contest,
    name_juror,
    refuse_entry,
    rule_votes,
)
from korzo.contests.models import Contest
from korzo.contests.phases import Phase
from korzo.contests.tests.scenes import DAY, a_contest, a_plan, an_entry, sent, start_of
from korzo.members.models import Member
from tests.cast import Cast


def leave_contest_traces(cast: Cast) -> None:
    """Tea takes part, votes and judges, and for a while runs contests as one of the team."""
    tea = cast.tea
    an_entry(a_contest(cast, title="Boots"), tea, "Boots in the rain")
    voting = a_contest(cast, Phase.VOTE, title="Hats")
    vote = cast_vote(an_entry(voting, cast.ivo, "A hat"), actor=tea)
    name_juror(a_contest(cast, judging="jury", title="Capes"), actor=cast.mira, handle="tea")
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.STAFF)
    tea.refresh_from_db()
    rule_votes(voting, actor=tea, vote_ids=[vote.pk], counts=True)
    _run(cast, tea)
    Member.objects.filter(pk=tea.pk).update(role=Member.Role.MEMBER)
    tea.refresh_from_db()


def _run(cast: Cast, tea: Member) -> None:
    start = start_of(Phase.ENTRY)
    made = make_contest(a_plan(start, title="Gloves", judging="jury"), actor=tea, at=start - 2 * DAY)
    announce_contest(made, actor=tea, at=start - DAY)
    name_juror(made, actor=tea, handle="ivo")
    contest = Contest.objects.get(pk=made.pk)
    hide_entry(an_entry(contest, cast.luka, "A glove").pk, actor=tea, reason="Not a glove.")
    waiting = enter(
        a_contest(cast, title="Socks"), actor=cast.luka, sent=sent("Cheap socks", body="Socks " * 40, trap_filled=True)
    )
    refuse_entry(waiting.pk, actor=tea, reason="An advertisement.")
    cancel_contest(contest, actor=tea, reason="It is too warm.")
