from datetime import timedelta
from typing import Any

import pytest

from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Refused
from korzo.live.models import Event
from korzo.polls.actions import add_option, cast_ballot, close_due_polls, close_poll, edit_poll, take_back_ballot
from korzo.polls.actions.edit_poll import KEPT
from korzo.polls.drafts import PollDraft
from korzo.polls.models import Ballot, Box, Choice, Option, Poll, PollClosure
from korzo.polls.queries import own_ballots, polls_by_ids, polls_of, voters_of
from korzo.polls.tests.scenes import HIDDEN, LABEL, SHOES, SILENT, a_poll, crowd, ids, now, vote
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def counts(poll: Poll) -> list[int]:
    return [line.count for line in polls_by_ids([poll.pk])[poll.pk].result.lines]


def test_it_counts_one_ballot_and_replaces_it(cast: Cast) -> None:
    poll = a_poll(cast.tea)
    vote(poll, cast.luka, 1)
    vote(poll, cast.luka, 2)
    assert counts(poll) == [0, 1, 0]
    assert Poll.objects.get().ballot_count == Ballot.objects.count() == 1
    assert own_ballots(cast.luka, [poll.pk])[poll.pk].option_ids == (ids(poll)[1],)
    assert Activity.objects.filter(verb="polls.ballot_cast").count() == 1
    assert Event.objects.filter(channel=f"poll:{poll.pk}", name="polls.counted").count() == 2


def test_it_takes_a_ballot_back(cast: Cast) -> None:
    poll = a_poll(cast.tea)
    vote(poll, cast.luka, 1)
    assert take_back_ballot(poll, actor=cast.luka) is True
    assert take_back_ballot(poll, actor=cast.luka) is False
    assert counts(poll) == [0, 0, 0]
    assert (Poll.objects.get().ballot_count, Choice.objects.count()) == (0, 0)
    vote(poll, cast.luka, 3)
    assert counts(poll) == [0, 0, 1]
    assert Activity.objects.filter(verb="polls.ballot_cast").count() == 1


def test_it_keeps_the_numbers_of_choices(cast: Cast) -> None:
    poll = a_poll(cast.tea, kind="multiple", choices_min=2, choices_max=2)
    for places in ((1,), (1, 2, 3), ()):
        with pytest.raises(FieldRefused):
            vote(poll, cast.luka, *places)
    assert not Ballot.objects.exists()
    vote(poll, cast.luka, 1, 3)
    assert counts(poll) == [1, 0, 1]
    with pytest.raises(FieldRefused, match="one"):
        vote(a_poll(cast.tea, pk=2), cast.luka, 1, 2)


def test_it_refuses_options_of_another_poll(cast: Cast) -> None:
    poll, other = a_poll(cast.tea), a_poll(cast.tea, pk=2)
    with pytest.raises(FieldRefused, match="changed meanwhile"):
        cast_ballot(poll, actor=cast.luka, option_ids=[ids(other)[0]])
    assert not Ballot.objects.exists()


def test_it_asks_the_room_above(cast: Cast) -> None:
    hidden, silent = a_poll(cast.mira, pk=HIDDEN), a_poll(cast.mira, pk=SILENT)
    with pytest.raises(Refused, match="no longer here"):
        vote(hidden, cast.tea, 1)
    with pytest.raises(Refused, match="own it"):
        vote(silent, cast.tea, 1)
    with pytest.raises(Refused, match="sign in"):
        cast_ballot(silent, actor=None, option_ids=ids(silent)[:1])
    assert not Ballot.objects.exists()
    vote(hidden, cast.ivo, 1)
    assert Ballot.objects.count() == 1


def test_a_form_that_was_open_while_the_poll_closed_gets_a_sentence(cast: Cast) -> None:
    """By the date, whether or not the job has come by."""
    poll = a_poll(cast.tea, closes_at=now() + timedelta(hours=1))
    vote(poll, cast.luka, 1, at=now() + timedelta(minutes=59))
    for moment in (timedelta(hours=1, seconds=1), timedelta(days=1)):
        with pytest.raises(Refused, match=r"This poll closed on .+, so nothing was counted any more"):
            vote(poll, cast.ivo, 1, at=now() + moment)
    assert counts(poll) == [1, 0, 0]


def test_closing_by_the_date_happens_once(cast: Cast) -> None:
    early, late = a_poll(cast.tea, closes_at=now() + timedelta(hours=1)), a_poll(cast.tea, pk=2)
    later = now() + timedelta(hours=2)
    assert (close_due_polls(now()), close_due_polls(later), close_due_polls(later)) == (0, 1, 0)
    closure = PollClosure.objects.get()
    assert (closure.poll, closure.at, closure.by) == (early, early.closes_at, None)
    activity = Activity.objects.get(verb="polls.poll_closed")
    assert (activity.actor_kind, activity.subject_label, activity.subject_id) == ("system", LABEL, 1)
    assert polls_of(LABEL, [1, 2, 3])[2].pk == late.pk


def test_its_author_and_the_team_close_it(cast: Cast) -> None:
    poll = a_poll(cast.tea)
    with pytest.raises(Refused, match="Only the person who asked"):
        close_poll(poll, actor=cast.luka)
    close_poll(poll, actor=cast.tea)
    close_poll(poll, actor=cast.ivo)
    assert PollClosure.objects.get().by == cast.tea
    assert Activity.objects.filter(verb="polls.poll_closed").count() == 1
    with pytest.raises(Refused):
        vote(poll, cast.luka, 1)


def test_members_add_options_where_they_may(cast: Cast) -> None:
    closed, open_ = a_poll(cast.tea), a_poll(cast.tea, pk=2, lets_add=True)
    with pytest.raises(Refused):
        add_option(closed, actor=cast.luka, text="Sandals")
    assert add_option(closed, actor=cast.tea, text="Sandals").added_by is None
    assert add_option(open_, actor=cast.luka, text=" Bare  feet ").text == "Bare feet"
    with pytest.raises(FieldRefused, match="already"):
        add_option(open_, actor=cast.ivo, text="bare feet")
    for text in ("Skis", "Boots"):
        add_option(open_, actor=cast.luka, text=text)
    with pytest.raises(FieldRefused, match="several"):
        add_option(open_, actor=cast.luka, text="Slippers")
    assert list(Option.objects.filter(poll=open_).order_by("position").values_list("position", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    with pytest.raises(Refused):
        add_option(a_poll(cast.tea, pk=3, kind="rating"), actor=cast.tea, text="6")


def changed(poll: Poll, **wanted: Any) -> PollDraft:
    texts = tuple(Option.objects.filter(poll=poll).order_by("position").values_list("text", flat=True))
    kept = {name: getattr(poll, name) for name in KEPT}
    return PollDraft(**{**kept, "options": texts, **wanted})


def test_it_changes_freely_until_somebody_votes(cast: Cast) -> None:
    poll = a_poll(cast.tea, at=now() - timedelta(days=3))
    edit_poll(poll, actor=cast.tea, draft=changed(poll, question="And now?", options=("A", "B"), is_anonymous=True))
    poll.refresh_from_db()
    assert (poll.question, poll.is_anonymous, Box.objects.count(), Option.objects.count()) == ("And now?", True, 1, 2)


def test_after_a_vote_options_are_only_added(cast: Cast) -> None:
    poll = a_poll(cast.tea, at=now() - timedelta(days=3))
    vote(poll, cast.luka, 2)
    poll.refresh_from_db()
    cases: list[tuple[dict[str, Any], str]] = [
        ({"options": ("Other", *SHOES[1:])}, "poll_option"),
        ({"options": SHOES[:2]}, "poll_option"),
        ({"question": "Something else?"}, "poll_option"),
        ({"kind": "ranked"}, "poll_kind"),
        ({"is_anonymous": True}, "poll_anonymous"),
        ({"shows_results": "always"}, "poll_results"),
    ]
    for wrong, field in cases:
        with pytest.raises(FieldRefused) as refused:
            edit_poll(poll, actor=cast.tea, draft=changed(poll, **wrong))
        assert refused.value.field == field
    edit_poll(poll, actor=cast.tea, draft=changed(poll, options=(*SHOES, "Sandals"), lets_add=True))
    assert counts(poll) == [0, 1, 0, 0]


def test_the_greatest_number_is_not_lowered_under_votes(cast: Cast) -> None:
    poll = a_poll(cast.tea, kind="multiple", choices_max=3)
    vote(poll, cast.luka, 1, 2, 3)
    poll.refresh_from_db()
    with pytest.raises(FieldRefused) as refused:
        edit_poll(poll, actor=cast.tea, draft=changed(poll, choices_max=2))
    assert refused.value.field == "poll_max"
    assert Poll.objects.get().choices_max == 3


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_in_the_first_minutes_votes_on_other_words_begin_anew(cast: Cast, is_anonymous: bool) -> None:
    poll = a_poll(cast.tea, is_anonymous=is_anonymous)
    vote(poll, cast.luka, 2)
    poll.refresh_from_db()
    edit_poll(poll, actor=cast.tea, draft=changed(poll, options=("A", "B")))
    poll.refresh_from_db()
    assert (poll.ballot_count, Ballot.objects.count(), Choice.objects.count()) == (0, 0, 0)
    vote(poll, cast.luka, 1)
    assert Poll.objects.get().ballot_count == 1


def test_nobody_else_changes_it(cast: Cast) -> None:
    poll = a_poll(cast.tea)
    with pytest.raises(Refused):
        edit_poll(poll, actor=cast.luka, draft=changed(poll, question="Mine?"))
    edit_poll(poll, actor=cast.ivo, draft=changed(poll, question="Kinder?"))
    close_poll(poll, actor=cast.tea)
    with pytest.raises(Refused, match="closed"):
        edit_poll(poll, actor=cast.tea, draft=changed(poll, question="Again?"))
    assert Poll.objects.get().question == "Kinder?"


def test_a_rating_shows_how_the_values_fall_and_their_mean(cast: Cast) -> None:
    poll = a_poll(cast.tea, kind="rating", options=())
    for member, value in ((cast.tea, 5), (cast.luka, 2), (cast.ivo, 2)):
        vote(poll, member, value)
    result = polls_by_ids([poll.pk])[poll.pk].result
    assert [line.count for line in result.lines] == [0, 2, 0, 0, 1]
    assert result.mean == 3.0


def test_a_ranked_poll_is_run_off(cast: Cast) -> None:
    poll = a_poll(cast.tea, kind="ranked")
    for member, places in zip(crowd(5), [(1,), (1,), (2, 3), (2, 3), (3, 2)], strict=True):
        vote(poll, member, *places)
    result = polls_by_ids([poll.pk])[poll.pk].result
    assert [line.count for line in result.lines] == [2, 2, 1]
    assert result.run_off is not None
    assert result.run_off.winner == ids(poll)[1]
    assert [dict(one.counts) for one in result.run_off.rounds][1] == {ids(poll)[0]: 2, ids(poll)[1]: 3}


def test_an_open_poll_tells_who_chose_what(cast: Cast) -> None:
    poll = a_poll(cast.tea)
    vote(poll, cast.luka, 2)
    vote(poll, cast.tea, 2)
    assert {pk: [one.name for one in people] for pk, people in voters_of(poll).items()} == {
        ids(poll)[1]: ["Luka", "Tea"]
    }


def test_a_page_of_polls_costs_the_same_as_one(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for pk, kind in enumerate(["single", "multiple", "ranked", "rating", "ranked"], 1):
        vote(a_poll(cast.tea, pk=pk, kind=kind), cast.luka, 1)
    a_poll(cast.tea, pk=6, is_anonymous=True)
    with django_assert_num_queries(4):
        assert len(polls_of(LABEL, range(1, 9))) == 6
    known = list(Poll.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        assert len(own_ballots(cast.luka, known)) == 5
