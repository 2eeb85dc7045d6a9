"""Members and groups share one namespace of handles, whoever comes first."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import close_old_connections, connection, transaction
from django.test import Client

from korzo.groups.actions import Ways, end_group, set_ways
from korzo.groups.models import Group
from korzo.groups.tests.scenes import a_group
from korzo.kit.errors import FieldRefused
from korzo.members.actions import hold_handles, join
from korzo.members.handles import handle_for
from korzo.members.models import Member, TakenHandle
from korzo.members.queries import free_handles
from korzo.members.tests.doors import proven_form
from tests.cast import Cast


@pytest.mark.django_db
@pytest.mark.parametrize("handle", ["tea", "TEA", "@Tea", "team", "everyone", "erased-7", "former-1"])
def test_it_takes_no_handle_that_is_taken_or_reserved(cast: Cast, handle: str) -> None:
    with pytest.raises(FieldRefused, match="taken"):
        a_group(cast, handle)
    assert not Group.objects.exists()
    assert not TakenHandle.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("handle", ["", "w", "7up", "běžci", "a b", "walkers-", "-walkers", "walk.ers", "w" * 31])
def test_it_takes_only_plain_letters(cast: Cast, handle: str) -> None:
    with pytest.raises(FieldRefused, match="a to z"):
        a_group(cast, handle)
    assert not Group.objects.exists()


@pytest.mark.django_db
def test_it_is_written_in_lower_case(cast: Cast) -> None:
    assert a_group(cast, "@Trail-Runners").handle == "trail-runners"


@pytest.mark.django_db
def test_no_member_gets_the_handle_of_a_group(cast: Cast) -> None:
    a_group(cast, "zora")
    assert handle_for("Zora Nováková") == "zora2"
    assert free_handles(["Zora", "ZORA", "Tea"]) == ["zora2", "zora3", "tea2"]
    with pytest.raises(FieldRefused, match="taken"):
        join(email="zora@example.com", name="Zora", handle="Zora")
    assert not Member.objects.filter(email="zora@example.com").exists()
    client = Client()
    client.post("/accounts/signup/", proven_form(client))
    assert Member.objects.get(email="zora@example.com").handle == "zora2"


@pytest.mark.django_db
def test_former_handles_stay_its_own(cast: Cast) -> None:
    group = a_group(cast, "walkers")
    set_ways(group, actor=cast.sara, handle="hikers", ways=Ways())
    assert handle_for("Walkers") == "walkers2"
    with pytest.raises(FieldRefused, match="taken"):
        a_group(cast, "walkers")
    assert set_ways(group, actor=cast.sara, handle="walkers", ways=Ways()).handle == "walkers"
    end_group(group, actor=cast.sara)
    for handle in ("walkers", "hikers"):
        with pytest.raises(FieldRefused, match="taken"):
            a_group(cast, handle)


def _at_once(*deeds: Callable[[], object]) -> list[Exception]:
    begin, faults = Barrier(len(deeds)), list[Exception]()

    def run(deed: Callable[[], object]) -> None:
        try:
            begin.wait()
            deed()
        except Exception as fault:  # noqa: BLE001 (told to the test)
            faults.append(fault)
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def _bring(name: str) -> None:
    """As an import takes people in: asked for, then written, in one transaction."""
    with transaction.atomic():
        hold_handles()
        rows = [Member(email=f"{h}@example.org", name=name, handle=h, password="!") for h in free_handles([name] * 3)]
        Member.objects.bulk_create(rows)


@pytest.mark.django_db(transaction=True)
def test_at_one_moment_only_one_of_them_gets_it(cast: Cast) -> None:
    for n in range(8):
        handle = f"zora{n}x"
        faults = _at_once(
            partial(a_group, cast, handle),
            partial(join, email=f"{handle}@example.com", name=handle, handle=handle),
            partial(_bring, handle),
            partial(a_group, cast, handle),
        )
        owners = [*Member.objects.filter(handle__iexact=handle), *Group.objects.filter(handle=handle)]
        assert len(owners) == 1, handle
        # The import goes round it; of the three others one came first, or none where the import did.
        assert len(faults) in {2, 3}
        assert Member.objects.filter(name=handle, email__endswith="@example.org").count() == 3
    everybody = [one.lower() for one in Member.objects.values_list("handle", flat=True)]
    taken = list(TakenHandle.objects.values_list("handle", flat=True))
    assert len({*everybody, *taken}) == len(everybody) + len(taken)


@pytest.mark.django_db(transaction=True)
def test_another_handle_for_a_group_is_as_safe(cast: Cast) -> None:
    group = a_group(cast, "walkers")
    for n in range(8):
        handle = f"pia{n}x"
        faults = _at_once(
            partial(set_ways, group, actor=cast.sara, handle=handle, ways=Ways()),
            partial(join, email=f"{handle}@example.com", name=handle, handle=handle),
        )
        assert [type(fault) for fault in faults] == [FieldRefused]
        is_member = Member.objects.filter(handle=handle).exists()
        assert is_member != TakenHandle.objects.filter(handle=handle).exists()
