"""A poll as one person sees it. Two people for whom all fields are the same see the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.kit.formats import spoken
from korzo.members.permissions import Person
from korzo.polls.models import Poll
from korzo.polls.permissions import is_own, sees_results
from korzo.polls.queries import Line, Own, PollFacts
from korzo.polls.runoff import BrokenBy, Round
from korzo.polls.subjects import subject_of


@dataclass(frozen=True)
class Choosable:
    """An option in the form; `rank` is its place on this person's ballot of a ranked poll, 0 for none."""

    pk: int
    text: str
    is_chosen: bool
    rank: int


@dataclass(frozen=True)
class Place:
    """An option in the result of a ranked poll: its ballots round by round, None once it is out."""

    text: str
    counts: tuple[int | None, ...]
    is_winner: bool
    is_mine: bool


@dataclass(frozen=True)
class PollView:
    facts: PollFacts
    is_guest: bool
    has_voted: bool = False
    is_own: bool = False
    sees_result: bool = False
    # The form in the place of the result, for somebody who changes their mind.
    is_changing: bool = False
    # What the ballot holds, or what was sent and refused.
    chosen: tuple[int, ...] = ()
    error: str = ""
    added_text: str = ""
    added_error: str = ""

    @property
    def may_vote(self) -> bool:
        return not self.is_guest and not self.facts.is_closed

    @property
    def shows_form(self) -> bool:
        return self.may_vote and (not self.has_voted or self.is_changing)

    @property
    def may_change(self) -> bool:
        return self.may_vote and self.has_voted and not self.facts.is_anonymous

    @property
    def may_add(self) -> bool:
        may = self.facts.lets_add or self.is_own
        return (
            self.may_vote and may and self.facts.kind != Poll.Kind.RATING and bool(self.added_text or self.shows_form)
        )

    @property
    def shows_result(self) -> bool:
        return self.sees_result and not self.facts.result.is_sealed

    @property
    def subject_url(self) -> str:
        return subject_of(self.facts.subject_label).link(self.facts.subject_id)

    @property
    def choosables(self) -> list[Choosable]:
        ranks = {pk: place for place, pk in enumerate(self.chosen, 1)}
        rows = [
            Choosable(line.option_id, line.text, line.option_id in ranks, ranks.get(line.option_id, 0))
            for line in self.facts.result.lines
        ]
        if self.facts.kind == Poll.Kind.RANKED:
            rows.sort(key=lambda one: one.rank or len(rows) + 1)
        return rows

    @property
    def places(self) -> range:
        return range(1, len(self.facts.result.lines) + 1)

    @property
    def how_to(self) -> str:
        """What is asked for, in a few words beside the question."""
        facts = self.facts
        if facts.kind == Poll.Kind.RANKED:
            return _("Put them in your order, the best first. You may leave some out.")
        if facts.kind == Poll.Kind.RATING:
            return _("1 is poor, 5 is great.")
        if facts.kind == Poll.Kind.MULTIPLE:
            return how_many(facts.choices_min, min(facts.choices_max, len(facts.result.lines)))
        return _("Choose one.")

    @property
    def lines(self) -> list[Line]:
        """A rating begins with the best."""
        lines = list(self.facts.result.lines)
        return lines[::-1] if self.facts.kind == Poll.Kind.RATING else lines

    @property
    def waits_for(self) -> str:
        """Why there is no result to see."""
        facts = self.facts
        if self.sees_result and facts.result.is_sealed:
            if facts.is_closed:
                return _("Fewer than five people voted, so the result stays closed.")
            return _("The result shows from the fifth vote on, so that nobody can tell who chose what.")
        return {
            Poll.Results.STAFF.value: _("The team reads the result."),
            Poll.Results.CLOSED.value: _("You will see the result when the poll has closed."),
            Poll.Results.VOTED.value: _("You will see the result when you have voted."),
        }.get(facts.shows_results, "")

    @property
    def rounds(self) -> Sequence[Round]:
        found = self.facts.result.run_off
        return found.rounds if found else ()

    @property
    def winner(self) -> str:
        found = self.facts.result.run_off
        return self._text(found.winner) if found and found.winner is not None else ""

    @property
    def ranking(self) -> list[Place]:
        """The winner first, then as they went out, the last one first."""
        out = [one.out for one in self.rounds if one.out is not None]
        found = self.facts.result.run_off
        winner = found.winner if found else None
        ordered = sorted(
            self.facts.result.lines,
            key=lambda line: (line.option_id != winner, -out.index(line.option_id) if line.option_id in out else -99),
        )
        return [
            Place(
                line.text,
                tuple(one.count_of(line.option_id) for one in self.rounds),
                line.option_id == winner,
                line.option_id in self.chosen[:1] and self.has_voted,
            )
            for line in ordered
        ]

    @property
    def ties(self) -> list[str]:
        """How each tie was broken."""
        told = []
        for number, one in enumerate(self.rounds, 1):
            if one.out is not None and one.broken_by:
                by_lot = _(
                    "Round %(round)s was a tie in every round before, so a lot drawn beforehand put “%(text)s” out."
                )
                earlier = _("Round %(round)s was a tie. “%(text)s” had fewer votes in the rounds before and went out.")
                sentence = by_lot if one.broken_by is BrokenBy.LOT else earlier
                told.append(sentence % {"round": spoken(number), "text": self._text(one.out)})
        return told

    def _text(self, option_id: int) -> str:
        return next((line.text for line in self.facts.result.lines if line.option_id == option_id), "")


def how_many(least: int, most: int) -> str:
    if least == most:
        return ngettext("Choose %(n)s.", "Choose %(n)s.", least) % {"n": spoken(least)}
    if least == 1:
        return ngettext("Choose up to %(n)s.", "Choose up to %(n)s.", most) % {"n": spoken(most)}
    return _("Choose %(least)s to %(most)s.") % {"least": spoken(least), "most": spoken(most)}


def view_for(person: Person, facts: PollFacts, own: Own | None, *, is_changing: bool = False) -> PollView:
    has_voted = own is not None
    return PollView(
        facts=facts,
        is_guest=person is None,
        has_voted=has_voted,
        is_own=is_own(person, facts.author_id),
        sees_result=sees_results(person, facts.shows_results, has_voted=has_voted, is_closed=facts.is_closed),
        is_changing=is_changing and has_voted and not facts.is_anonymous,
        chosen=own.option_ids if own else (),
    )
