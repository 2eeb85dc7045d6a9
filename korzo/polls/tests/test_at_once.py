"""Many at the same moment, each on a connection of their own."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from korzo.kit.errors import Refused
from korzo.polls.actions import cast_ballot
from korzo.polls.models import Ballot, Box, Choice, Option, Poll
from korzo.polls.queries import polls_by_ids
from korzo.polls.tests.scenes import a_poll, crowd, ids
from tests.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(deeds: list[Callable[[], object]]) -> list[Exception]:
    """What went wrong in any of them."""
    start = Barrier(len(deeds))
    wrong: list[Exception] = []

    def run(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return wrong


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_one_member_voting_eight_times_has_one_ballot(is_anonymous: bool) -> None:
    cast = make_cast()
    poll = a_poll(cast.mira, is_anonymous=is_anonymous)
    known = ids(poll)
    wrong = all_at_once(
        [lambda n=n: cast_ballot(poll, actor=cast.tea, option_ids=[known[n % 3]]) for n in range(8)]  # type: ignore[misc]
    )
    poll.refresh_from_db()
    assert (Ballot.objects.count(), poll.ballot_count) == (1, 1)
    if is_anonymous:
        assert ([type(one) for one in wrong], sum(Box.objects.get().counts.values())) == ([Refused] * 7, 1)
    else:
        assert (wrong, Choice.objects.count()) == ([], 1)
        assert sum(Option.objects.filter(poll=poll).values_list("ballot_count", flat=True)) == 1


@pytest.mark.parametrize(
    ("kind", "is_anonymous"), [("single", False), ("ranked", False), ("single", True), ("ranked", True)]
)
def test_fifty_members_at_once_are_fifty_ballots(kind: str, is_anonymous: bool) -> None:
    cast = make_cast()
    poll = a_poll(cast.mira, kind=kind, is_anonymous=is_anonymous)
    known = ids(poll)
    people = crowd(50)
    connection.close()

    def cast_by(n: int) -> Callable[[], object]:
        chosen = [known[n % 3], known[(n + 1) % 3]] if kind == "ranked" else [known[n % 3]]
        return lambda: cast_ballot(poll, actor=people[n], option_ids=chosen)

    assert all_at_once([cast_by(n) for n in range(50)]) == []
    poll.refresh_from_db()
    assert (Ballot.objects.count(), poll.ballot_count) == (50, 50)
    result = polls_by_ids([poll.pk])[poll.pk].result
    assert [line.count for line in result.lines] == [17, 17, 16]
    if is_anonymous:
        assert (Choice.objects.count(), sum(Box.objects.get().counts.values())) == (0, 50)
    else:
        kept = list(Option.objects.filter(poll=poll).order_by("position"))
        assert [one.ballot_count for one in kept] == [Choice.objects.filter(option=one).count() for one in kept]
        assert Poll.objects.get().ballot_count == Ballot.objects.filter(choices__position=1).count()
