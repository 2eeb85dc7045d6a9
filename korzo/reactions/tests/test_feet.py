"""The buttons below things of every room: one form, one place that they are sent to, one kind of menu."""

import pytest

from korzo.kit.errors import Missing
from korzo.reactions.actions import Feet, Menu, care_items, register_feet
from korzo.reactions.feet import feet_of
from tests.cast import Cast, signed_in


def things(label: str) -> Feet[int]:
    return Feet(
        label=label,
        name="thing",
        part="things.foot",
        fetched=lambda _person, pk: pk,
        address=lambda pk: f"/things/{pk}/",
        give=lambda _pk, /, *, actor, emoji: (actor, emoji),
        take_back=lambda _pk, /, *, actor, emoji: (actor, emoji),
        menu=lambda _pk, _person: Menu("", "", "en", "/", "", (), ()),
    )


def test_two_rooms_cannot_stand_below_one_thing() -> None:
    feet = things("tests.thing")
    register_feet(feet)
    register_feet(feet)
    assert feet_of("tests.thing") is feet
    with pytest.raises(ValueError, match="Two rooms"):
        register_feet(things("tests.thing"))


def test_what_nobody_registered_is_not_there(cast: Cast) -> None:
    with pytest.raises(Missing):
        feet_of("tests.nothing")
    for person in (None, cast.tea):
        assert signed_in(person).get("/reactions/below/tests.nothing/", {"give": "1 heart"}).status_code == 404
        assert signed_in(person).get("/reactions/below/tests.nothing/1/menu/").status_code == 404


def test_a_menu_leaves_out_what_somebody_may_not() -> None:
    assert care_items() == []
    offered = care_items(edit_url="/edit/", report="Report this", flag_url="/flag/")
    assert [(one.words, one.url, one.kind) for one in offered] == [
        ("Change", "/edit/", "edit"),
        ("Report this", "/flag/", ""),
    ]
