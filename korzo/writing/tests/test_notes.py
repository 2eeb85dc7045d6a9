from collections.abc import Iterator
from functools import partial

import pytest

from korzo.search.actions import index
from korzo.shop.models import Connection, Product
from korzo.writing import registry
from korzo.writing.actions import Composing, Note
from korzo.writing.queries import note_for
from tests.cast import Cast, signed_in


def composing(cast: Cast, title: str, key: str = "new:1") -> Composing:
    return Composing(person=cast.luka, key=key, title=title)


def _says(note: Note, _asked: Composing) -> Note:
    return note


@pytest.fixture
def two_rooms() -> Iterator[None]:
    for rank, code in ((2, "second"), (1, "first")):
        registry.register_note(code, rank=rank, ask=partial(_says, Note(code, f"From {code}")))
    yield
    for code in ("first", "second"):
        del registry._registry.notes[code]


def test_only_one_speaks_at_a_time(cast: Cast, two_rooms: None) -> None:
    asked = composing(cast, "", key="review:1")
    assert [note.code for note in (note_for(asked), note_for(asked, without={"first"})) if note] == ["first", "second"]


def test_the_composer_is_answered_with_a_fragment_or_nothing(cast: Cast, two_rooms: None) -> None:
    client = signed_in(cast.luka)
    page = client.post("/writing/note/", {"key": "review:1", "title": "x", "link": ["https://a.test/"]})
    assert 'data-note="first"' in page.content.decode()
    assert client.post("/writing/note/", {"key": "review:1", "without": ["first", "second"]}).status_code == 204
    assert signed_in(None).post("/writing/note/", {"key": "review:1"}).status_code == 204
    assert client.get("/writing/note/").status_code == 405


def test_products_are_offered_by_the_beginning_of_their_name(cast: Cast) -> None:
    connection = Connection.objects.create(name="Kamzo", platform="shopify")
    ridge = Product.objects.create(connection=connection, external_id="1", handle="ridge-3", title="Ridge 3")
    gone = Product.objects.create(connection=connection, external_id="2", handle="old", title="Ridge 1", state="draft")
    index("product", [ridge.pk, gone.pk])
    found = signed_in(cast.luka).get("/writing/products/?q=rid").json()["products"]
    assert [(one["id"], one["title"], one["url"]) for one in found] == [(ridge.pk, "Ridge 3", "/products/ridge-3/")]
    assert signed_in(None).get("/writing/products/?q=rid").status_code == 403
    assert signed_in(cast.luka).get("/writing/products/?q=").json() == {"products": []}
