import pytest

from korzo.activity.models import Activity
from korzo.kit.errors import Refused
from korzo.members import permissions
from korzo.members.actions import block_member, change_role, erase, mute_member, unblock_member, unmute_member
from korzo.members.models import Member, Mute
from korzo.members.queries import about, blockers_of, deaf_to, muted_by, mutes_of
from tests.cast import Cast, signed_in

MUTED = "/members/settings/muted/"


def test_muting_twice_changes_nothing(cast: Cast) -> None:
    first = mute_member(cast.luka, actor=cast.tea)
    assert mute_member(cast.luka, actor=cast.tea).pk == first.pk
    assert muted_by(cast.tea) == {cast.luka.pk}
    assert deaf_to(cast.luka.pk) == {cast.tea.pk}
    assert (blockers_of(cast.luka.pk), muted_by(cast.luka), muted_by(cast.nada), deaf_to(None)) == (set(),) * 4


def test_a_block_is_more_than_a_mute(cast: Cast) -> None:
    mute_member(cast.luka, actor=cast.tea)
    block_member(cast.luka, actor=cast.tea)
    assert mute_member(cast.luka, actor=cast.tea).is_block is True
    assert blockers_of(cast.luka.pk) == deaf_to(cast.luka.pk) == {cast.tea.pk}
    assert unblock_member(cast.luka, actor=cast.tea) is True
    assert (blockers_of(cast.luka.pk), muted_by(cast.tea)) == (set(), {cast.luka.pk})
    assert (unmute_member(cast.luka, actor=cast.tea), unmute_member(cast.luka, actor=cast.tea)) == (True, False)
    assert not Mute.objects.exists()


def test_nobody_is_told(cast: Cast) -> None:
    known = Activity.objects.count()
    block_member(cast.luka, actor=cast.tea)
    unblock_member(cast.luka, actor=cast.tea)
    assert Activity.objects.count() == known


@pytest.mark.parametrize("role", ["moderator", "staff", "owner"])
def test_the_team_is_muted_and_never_blocked(cast: Cast, role: str) -> None:
    one = cast.by_role()[role]
    assert one is not None
    with pytest.raises(Refused, match="cannot be blocked"):
        block_member(one, actor=cast.tea)
    assert not Mute.objects.exists()
    mute_member(one, actor=cast.tea)
    assert (deaf_to(one.pk), blockers_of(one.pk)) == ({cast.tea.pk}, set())


def test_whoever_joins_the_team_is_heard_again(cast: Cast) -> None:
    block_member(cast.luka, actor=cast.tea)
    change_role(cast.luka, actor=cast.mira, role=Member.Role.MODERATOR)
    assert blockers_of(cast.luka.pk) == set()


def test_it_refuses_oneself_and_outsiders(cast: Cast) -> None:
    for action in (mute_member, block_member):
        with pytest.raises(Refused, match="yourself"):
            action(cast.tea, actor=cast.tea)
        with pytest.raises(Refused, match="sign in"):
            action(cast.tea, actor=cast.nada)
    assert not Mute.objects.exists()


def test_there_is_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "MUTES_MAX", 1)
    mute_member(cast.luka, actor=cast.tea)
    with pytest.raises(Refused, match="great many"):
        mute_member(cast.ivo, actor=cast.tea)
    block_member(cast.luka, actor=cast.tea)
    assert Mute.objects.count() == 1


def test_it_goes_with_either_of_the_two(cast: Cast) -> None:
    mute_member(cast.luka, actor=cast.tea)
    mute_member(cast.tea, actor=cast.ivo)
    mute_member(cast.luka, actor=cast.ivo)
    assert [row["other__handle"] for row in about(cast.tea)["muted"]] == ["luka"]
    erase(cast.tea)
    assert list(Mute.objects.values_list("member_id", "other_id")) == [(cast.ivo.pk, cast.luka.pk)]


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner"])
def test_the_page_lists_ones_own(cast: Cast, role: str) -> None:
    person = cast.by_role()[role]
    browser = signed_in(person)
    assert "You muted nobody" in browser.get(MUTED).text
    sent = {"member": str(cast.luka.pk), "do": "block"}
    assert browser.post(MUTED, sent).headers["Location"] == cast.luka.get_absolute_url()
    assert "Unblock" in browser.get(MUTED).text
    assert browser.post(MUTED, {**sent, "do": "unblock", "list": ""}).headers["Location"] == MUTED
    assert [one.is_block for one in mutes_of(person)] == [False]
    browser.post(MUTED, {**sent, "do": "unmute"})
    assert mutes_of(person) == []


def test_a_guest_is_led_to_the_door(cast: Cast) -> None:
    answer = signed_in(cast.nada).post(MUTED, {"member": str(cast.luka.pk), "do": "mute"})
    assert (answer.status_code, Mute.objects.exists()) == (302, False)
    assert answer.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("member", ["", "x", "4711", "9" * 30])
def test_nobody_unknown_is_muted(cast: Cast, member: str) -> None:
    assert signed_in(cast.tea).post(MUTED, {"member": member, "do": "mute"}).status_code == 404
    assert not Mute.objects.exists()
