"""How often is too often: exact under concurrency, and nobody stays shut out for longer than said."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from korzo.kit.errors import Refused
from korzo.moderation.actions import Deed, forget_rates, take_turn, take_turn_from
from korzo.moderation.actions.rates import PACES
from korzo.moderation.models.spam import Rate
from korzo.moderation.spam.tests.scenes import of_old, rules
from tests.cast import Cast

NOW = timezone.now()


def test_it_counts_to_the_last_one(cast: Cast) -> None:
    tea = of_old(cast.tea)
    for number in range(20):
        take_turn(Deed.FLAG, member=tea, at=NOW + timedelta(minutes=number))
    with pytest.raises(Refused, match="enough for today"):
        take_turn(Deed.FLAG, member=tea, at=NOW + timedelta(hours=23))
    take_turn(Deed.FLAG, member=tea, at=NOW + timedelta(hours=25))
    assert Rate.objects.get(kind="flag.0").count == 1


def test_it_gives_newcomers_less(cast: Cast) -> None:
    for _number in range(3):
        take_turn(Deed.FLAG, member=cast.luka, at=NOW)
    with pytest.raises(Refused, match="one of your first days"):
        take_turn(Deed.FLAG, member=cast.luka, at=NOW)
    rules(newcomer_days=0)
    take_turn(Deed.FLAG, member=cast.luka, at=timezone.now())


def test_it_tells_quick_from_much(cast: Cast) -> None:
    tea = of_old(cast.tea)
    for _number in range(20):
        take_turn(Deed.REACTION, member=tea, at=NOW)
    with pytest.raises(Refused, match="That was quick"):
        take_turn(Deed.REACTION, member=tea, at=NOW)
    take_turn(Deed.REACTION, member=tea, at=NOW + timedelta(minutes=2))


def test_it_counts_several_at_once(cast: Cast) -> None:
    tea = of_old(cast.tea)
    take_turn(Deed.MENTION, member=tea, times=60, at=NOW)
    with pytest.raises(Refused):
        take_turn(Deed.MENTION, member=tea, at=NOW)
    with pytest.raises(Refused):
        take_turn(Deed.MENTION, member=cast.luka, times=7, at=NOW)
    take_turn(Deed.MENTION, member=cast.luka, times=0, at=NOW)
    assert Rate.objects.filter(kind="mention.0").count() == 1


def test_it_never_slows_the_team(cast: Cast) -> None:
    for _number in range(30):
        take_turn(Deed.FLAG, member=cast.ivo, at=NOW)
    assert not Rate.objects.exists()


def test_it_counts_nothing_that_was_rolled_back(cast: Cast) -> None:
    tea = of_old(cast.tea)
    with transaction.atomic():
        take_turn(Deed.FLAG, member=tea, at=NOW)
        transaction.set_rollback(True)
    assert not Rate.objects.exists()


def test_it_counts_registrations_by_address(db: None) -> None:
    for _number in range(3):
        take_turn_from(Deed.REGISTRATION, address="93.184.215.7", at=NOW)
    with pytest.raises(Refused, match="your network"):
        take_turn_from(Deed.REGISTRATION, address="93.184.215.7", at=NOW)
    take_turn_from(Deed.REGISTRATION, address="93.184.215.8", at=NOW)
    take_turn_from(Deed.REGISTRATION, address="2606:2800:220:1::1", at=NOW)
    take_turn_from(Deed.REGISTRATION, address="", at=NOW)
    assert "93.184" not in str(list(Rate.objects.values()))


def test_it_forgets(cast: Cast) -> None:
    take_turn(Deed.FLAG, member=of_old(cast.tea), at=NOW)
    assert forget_rates(NOW + timedelta(days=1)) == 0
    assert forget_rates(NOW + timedelta(days=3)) == 1


def test_it_knows_a_pace_for_each_deed() -> None:
    assert PACES.keys() == set(Deed)


@pytest.mark.django_db(transaction=True)
def test_it_lets_exactly_so_many_pass_at_once(transactional_db: None) -> None:
    passed: list[int] = []
    failures: list[BaseException] = []
    together = threading.Barrier(8)

    def come(number: int) -> None:
        try:
            together.wait()
            with transaction.atomic():
                take_turn_from(Deed.REGISTRATION, address="93.184.215.7", at=NOW)
            passed.append(number)
        except Refused:
            pass
        except Exception as failure:  # noqa: BLE001 (told below)
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (failures, len(passed), Rate.objects.get().count) == ([], 3, 3)
