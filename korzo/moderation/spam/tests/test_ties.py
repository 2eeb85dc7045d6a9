"""Hints about rings: a keyed hash for thirty days, for the team alone, and a crowd is no ring."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from korzo.kit import slots
from korzo.members.actions import erase
from korzo.members.models import Member
from korzo.moderation.actions import note_origin, weigh
from korzo.moderation.actions.forget_spam import forget_old_traces
from korzo.moderation.actions.origins import block_of
from korzo.moderation.models.spam import Origin, Trace
from korzo.moderation.queries.spam import CROWD_MIN, VOTES_SLOT, checks_about_members, ties_of
from korzo.moderation.spam.tests.scenes import WALK, of_old, sent
from tests.cast import Cast, let_worker_finish, signed_in

NOW = timezone.now()


def test_it_ties_those_who_share_a_block_and_a_browser(cast: Cast) -> None:
    note_origin(cast.tea, address="192.0.2.7", browser="b1", at=NOW)
    note_origin(cast.luka, address="192.0.2.200", browser="b1", at=NOW)
    note_origin(cast.sara, address="192.0.3.7", browser="b2", at=NOW)
    (tie,) = ties_of(cast.tea.pk)
    assert (tie.member, set(tie.kinds), tie.mutual_votes) == (cast.luka, {"block", "browser"}, 0)
    assert ties_of(cast.sara.pk) == []


def test_it_takes_a_crowd_for_no_ring(cast: Cast) -> None:
    note_origin(cast.tea, address="192.0.2.7", at=NOW)
    for number in range(CROWD_MIN + 1):
        one = Member.objects.create_user(f"c{number}@example.com", handle=f"c{number}")
        note_origin(one, address="192.0.2.9", at=NOW)
    assert ties_of(cast.tea.pk) == []


def test_it_ties_those_who_vote_for_each_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def votes(ids: list[int]) -> dict[int, list[tuple[int, int]]]:
        return {pk: [(cast.luka.pk, 9), (cast.sara.pk, 2)] for pk in ids}

    monkeypatch.setattr(slots, "_fillers", {**slots._fillers, VOTES_SLOT: [votes]})
    (tie,) = ties_of(cast.tea.pk)
    assert (tie.member, tie.kinds, tie.mutual_votes) == (cast.luka, (), 9)


def test_it_notes_one_place_once(cast: Cast) -> None:
    note_origin(cast.tea, address="192.0.2.7", at=NOW - timedelta(days=29))
    note_origin(cast.tea, address="192.0.2.8", at=NOW)
    note_origin(cast.tea, at=NOW)
    assert Origin.objects.get().at == NOW


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("::1", "::/48"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_it_knows_the_block(address: str, block: str) -> None:
    assert block_of(address) == block


@given(st.one_of(st.text(max_size=40), st.ip_addresses().map(str)))
def test_it_bears_any_address(address: str) -> None:
    block_of(address)


def test_it_forgets_by_the_clock(cast: Cast) -> None:
    weighed = [sent(WALK, of_old(cast.tea), at=NOW - timedelta(days=days), address="192.0.2.7") for days in (1, 8)]
    for one in weighed:
        weigh(one)
    assert forget_old_traces(NOW) == 1
    assert (Trace.objects.count(), Origin.objects.count()) == (1, 1)
    assert forget_old_traces(NOW + timedelta(days=31)) == 2


def test_it_forgets_who_leaves(cast: Cast) -> None:
    note_origin(cast.tea, address="192.0.2.7", browser="b1", at=NOW)
    Trace.objects.create(author=cast.tea, band_1=1, band_2=2, band_3=3, band_4=4, signature=b"12345678")
    told = checks_about_members([cast.tea.pk])[cast.tea.pk]["spam_checks"]
    assert (len(told["origins"]), len(told["looks_of_recent_texts"])) == (2, 1)
    erase(cast.tea)
    let_worker_finish()
    assert not Origin.objects.exists()
    assert not Trace.objects.exists()


def test_it_hints_to_the_team_alone(cast: Cast) -> None:
    note_origin(cast.tea, address="192.0.2.7", at=NOW)
    note_origin(cast.luka, address="192.0.2.8", at=NOW)
    html = signed_in(cast.ivo).get(f"/staff/moderation/members/{cast.tea.pk}/").content.decode()
    assert "Perhaps together" in html
    assert "wrote from the same network" in html
    assert (
        "Perhaps together" not in signed_in(cast.ivo).get(f"/staff/moderation/members/{cast.sara.pk}/").content.decode()
    )
