"""Counters beside their rows, after any order of votes, changes and withdrawals."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.kit.errors import Refused
from korzo.polls.actions import cast_ballot, close_poll, forget_member, take_back_ballot
from korzo.polls.models import Ballot, Box, Choice, Option, Poll
from korzo.polls.queries import polls_by_ids
from korzo.polls.tests.scenes import a_poll, ids
from tests.cast import Cast, make_cast

# One step: who, and which options; none takes the ballot back.
steps = st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(0, 2), max_size=3)), max_size=14)
SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def check_counts(poll: Poll) -> None:
    poll.refresh_from_db()
    assert poll.ballot_count == Ballot.objects.filter(poll=poll).count()
    for option in Option.objects.filter(poll=poll):
        assert option.ballot_count == Choice.objects.filter(option=option).count()
    facts = polls_by_ids([poll.pk])[poll.pk]
    assert facts.ballot_count == poll.ballot_count


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["single", "multiple", "ranked"])
def test_open_polls_count_their_rows(cast: Cast, kind: str) -> None:
    number = iter(range(1, 10_000))
    people = [cast.tea, cast.luka, cast.ivo, cast.sara]

    @SETTINGS
    @given(steps)
    def run(done: Sequence[tuple[int, list[int]]]) -> None:
        poll = a_poll(cast.mira, pk=next(number), kind=kind, choices_max=3 if kind == "multiple" else 1)
        known = ids(poll)
        last: dict[int, list[int]] = {}
        for who, places in done:
            chosen = list(dict.fromkeys(places))[: 1 if kind == "single" else 3]
            if chosen:
                # Quicker than members may: what is looked at are the counts.
                cast_ballot(poll, actor=people[who], option_ids=[known[place] for place in chosen], backfilled=True)
                last[who] = chosen
            else:
                take_back_ballot(poll, actor=people[who])
                last.pop(who, None)
            check_counts(poll)
        told = Counter(place for places in last.values() for place in (places[:1] if kind == "ranked" else places))
        result = polls_by_ids([poll.pk])[poll.pk].result
        assert [line.count for line in result.lines] == [told[place] for place in range(3)]

    run()


@pytest.mark.django_db
def test_the_box_of_an_anonymous_poll_counts_its_ballots(cast: Cast) -> None:
    number = iter(range(1, 10_000))
    people = [cast.tea, cast.luka, cast.ivo, cast.sara, cast.mira]

    @SETTINGS
    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=12))
    def run(done: Sequence[tuple[int, int]]) -> None:
        poll = a_poll(cast.mira, pk=next(number), is_anonymous=True)
        known, first = ids(poll), {}
        for who, place in done:
            if who in first:
                with pytest.raises(Refused, match="cannot be found again"):
                    cast_ballot(poll, actor=people[who], option_ids=[known[place]])
            else:
                cast_ballot(poll, actor=people[who], option_ids=[known[place]])
                first[who] = place
        check_counts(poll)
        assert Box.objects.get(poll=poll).counts == {str(known[n]): c for n, c in Counter(first.values()).items()}
        close_poll(poll, actor=cast.mira)
        result = polls_by_ids([poll.pk])[poll.pk].result
        assert result.is_sealed is (len(first) < 5)
        if not result.is_sealed:
            assert [line.count for line in result.lines] == [Counter(first.values())[n] for n in range(3)]

    run()


@pytest.mark.django_db
def test_totals_stay_when_a_voter_leaves() -> None:
    cast = make_cast()
    open_, sealed = a_poll(cast.mira), a_poll(cast.mira, pk=2, is_anonymous=True)
    for poll in (open_, sealed):
        for member in (cast.tea, cast.luka, cast.ivo, cast.sara, cast.mira):
            cast_ballot(poll, actor=member, option_ids=ids(poll)[1:2])
    before = [polls_by_ids([poll.pk])[poll.pk].result for poll in (open_, sealed)]
    forget_member(cast.tea.pk)
    assert [polls_by_ids([poll.pk])[poll.pk].result for poll in (open_, sealed)] == before
    assert not Ballot.objects.filter(member=cast.tea).exists()
    check_counts(open_)
    check_counts(sealed)
