"""Who may hear: the room that owns the channel says so, and a member's own channel is theirs."""

import pytest

from korzo.live import permissions
from korzo.live.doorkeeper import decide, decide_all


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int | None, int]]:
    """A house where room 5 is open to all and room 6 to member 7; says who was asked about."""
    asked: list[tuple[int | None, int]] = []

    def check(member_id: int | None, number: int) -> bool:
        asked.append((member_id, number))
        return number == 5 or (number == 6 and member_id == 7)

    monkeypatch.setattr(permissions, "_registry", permissions._Registry())
    permissions.register_channel("room", check, counts_readers=True)
    permissions.register_resolver(lambda session: int(session[1:]) if session.startswith("m") else None)
    return asked


def test_it_lets_in_whom_the_room_lets_in(doors: list[tuple[int | None, int]]) -> None:
    verdict = decide("m7", ["room:5", "room:6", "room:8", "member", "other:1"])
    assert verdict.member_id == 7
    assert verdict.allowed == {"room:5", "room:6", "member:7"}
    assert verdict.refused == {"room:8", "other:1"}
    guest = decide("", ["room:5", "room:6", "member", "member:7"])
    assert guest.member_id is None
    assert guest.allowed == {"room:5"}
    assert guest.refused == {"room:6", "member", "member:7"}
    assert decide("m8", ["member:7"]).allowed == frozenset()
    assert doors[0] == (7, 5)


def test_asking_again_finds_who_lost_a_right(doors: list[tuple[int | None, int]]) -> None:
    lost = decide_all(
        [
            ("m7", 7, frozenset({"room:6", "member:7"})),
            ("ended", 7, frozenset({"room:5", "room:6", "member:7"})),
            ("", None, frozenset({"room:5"})),
            ("", None, frozenset({"room:5"})),
        ]
    )
    assert lost == [frozenset(), {"room:6", "member:7"}, frozenset(), frozenset()]
    assert doors.count((None, 5)) == 1


def test_channels_say_whether_they_count_their_readers(doors: list[tuple[int | None, int]]) -> None:
    assert permissions.counts_readers("room:5")
    assert not permissions.counts_readers("member:7")
    assert doors == []
