"""The team chooses who may from a list: roles, levels, groups, owners; other rights are still written by hand."""

import pytest

from korzo.discussions.forms import GRANT, SpaceForm
from korzo.discussions.models import EVERYONE, Space
from korzo.discussions.tests.talk import make_space
from korzo.groups.actions import Face, open_group
from korzo.groups.models import Group
from korzo.shop.models import Connection, Product
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
SENT = {
    "name": "Quiet corner", "main_kind": "discussion", "promise_hours": "48", "hue": "6",
    "start_who": "role:member", "reply_who": "role:member",
}  # fmt: skip


def a_group(cast: Cast) -> Group:
    return open_group("walkers", actor=cast.sara, face=Face("Walkers"))


def a_lamp() -> Product:
    shop = Connection.objects.create(name="Kamzo", platform="shopify", currency="EUR")
    return Product.objects.create(connection=shop, external_id="1", handle="lamp", title="Lamp", state="active")


def test_it_offers_all_rights_by_name(cast: Cast) -> None:
    a_group(cast)
    lamp = a_lamp()
    choices = {str(value): str(label) for value, label in _flat(SpaceForm().fields["read_who"].choices)}  # type: ignore[attr-defined]
    assert choices["trust:2"] == "Level 2, “Member”, and above"
    assert choices["group:walkers"] == "Walkers"
    assert choices[f"owns:{lamp.pk}"] == "Lamp"
    assert list(choices)[:2] == ["everyone", "role:member"]
    assert list(choices)[-1] == GRANT
    assert "everyone" not in dict(_flat(SpaceForm().fields["start_who"].choices))  # type: ignore[attr-defined]


def _flat(choices: list[tuple[str, object]]) -> list[tuple[object, object]]:
    found: list[tuple[object, object]] = []
    for value, label in choices:
        found += label if isinstance(label, list | tuple) else [(value, label)]
    return found


@pytest.mark.parametrize("chosen", ["everyone", "role:staff", "trust:3", "group:walkers"])
def test_what_is_chosen_is_kept_and_shown_again(cast: Cast, chosen: str) -> None:
    a_group(cast)
    staff = signed_in(cast.sara)
    assert staff.post("/staff/talk/new/", SENT | {"read_who": chosen}).status_code == 302
    space = Space.objects.get()
    assert space.read_key == (EVERYONE if chosen == "everyone" else chosen)
    page = staff.get(f"/staff/talk/spaces/{space.pk}/").content.decode()
    assert f'<option value="{chosen}" selected>' in page


def test_another_right_is_written_by_hand(cast: Cast) -> None:
    staff = signed_in(cast.sara)
    assert staff.post("/staff/talk/new/", SENT | {"read_who": GRANT}).status_code == 422
    assert staff.post("/staff/talk/new/", SENT | {"read_who": GRANT, "read_key": "owns:9"}).status_code == 302
    space = Space.objects.get()
    assert (space.read_key, SpaceForm.of(space)["read_who"], SpaceForm.of(space)["read_key"]) == (
        "owns:9", GRANT, "owns:9",
    )  # fmt: skip
    assert staff.post("/staff/talk/new/", SENT | {"name": "Two", "read_who": "group:nobody"}).status_code == 422


def test_the_list_of_spaces_names_the_right(cast: Cast) -> None:
    make_space(cast, read=a_group(cast).key)
    make_space(cast, "The team", read="role:staff")
    make_space(cast, "Others", read="owns:9")
    page = signed_in(cast.sara).get("/staff/talk/").content.decode()
    for words in ("<bdi>Walkers</bdi>", "<bdi>The team</bdi>", "<bdi>owns:9</bdi>"):
        assert words in page
