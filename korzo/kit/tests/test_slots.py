from typing import Any

import pytest

from korzo.kit import slots
from korzo.kit.slots import UnknownSlot


@pytest.fixture(autouse=True)
def _own_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_fillers", {})
    monkeypatch.setattr(slots, "_declared", set())
    slots.declare("testing.lamp")


def test_it_collects_from_all_in_order() -> None:
    slots.fill("testing.lamp", lambda keys: {key: f"first {key}" for key in keys})
    slots.fill("testing.lamp", lambda keys: {2: "second 2"})
    assert slots.collect("testing.lamp", [2, 1]) == {1: ["first 1"], 2: ["first 2", "second 2"]}


def test_a_filler_is_asked_once_for_the_whole_page() -> None:
    asked: list[list[int]] = []

    def filler(keys: list[int]) -> dict[int, Any]:
        asked.append(keys)
        return {}

    slots.fill("testing.lamp", filler)
    slots.fill("testing.lamp", filler)
    assert slots.collect("testing.lamp", [3, 1, 3]) == {1: [], 3: []}
    assert asked == [[1, 3]]
    assert slots.collect("testing.lamp", []) == {}
    assert asked == [[1, 3]]


def test_declaring_again_keeps_what_fills_it() -> None:
    slots.fill("testing.lamp", lambda keys: dict.fromkeys(keys, "lit"))
    slots.declare("testing.lamp")
    assert slots.collect("testing.lamp", [1]) == {1: ["lit"]}


def test_rooms_get_ready_in_any_order() -> None:
    slots.fill("testing.later", lambda keys: dict.fromkeys(keys, "lit"))
    assert slots.undeclared() == {"testing.later"}
    with pytest.raises(UnknownSlot):
        slots.collect("testing.later", [1])
    slots.declare("testing.later")
    assert slots.undeclared() == set()
    assert slots.collect("testing.later", [1]) == {1: ["lit"]}


def test_a_slot_that_nobody_declared_is_a_mistake() -> None:
    with pytest.raises(UnknownSlot):
        slots.collect("testing.lmap", [1])
