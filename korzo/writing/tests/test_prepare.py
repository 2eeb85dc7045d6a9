"""From typed words to stored ones, and back to what readers see."""

import html
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pytest

from korzo.kit import slots
from korzo.kit.errors import FieldRefused
from korzo.shop.models import Connection, Product
from korzo.writing import registry
from korzo.writing.actions import Quotable, prepare
from korzo.writing.actions.revisions import keep_revision
from korzo.writing.queries import Rated, filled, for_editor, typed

pytestmark = pytest.mark.django_db

SOURCES = {
    9: Quotable("Take two pairs of socks. And wax!", 3, "Tea", "/talk/posts/9/"),
    10: Quotable("Between us: page 12.", 1, "Luka", "/talk/posts/10/", scope="topic:5"),
}


def look(ids: Collection[int]) -> Mapping[int, Quotable]:
    return {pk: SOURCES[pk] for pk in ids if pk in SOURCES}


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    registry.register_quotable("text", label="tests.text", look=look)
    yield
    del registry._registry.quotables["text"]


def attachment(kind: str, **value: Any) -> str:
    fields = {"contentType": f"application/vnd.korzo.{kind}", "value": json.dumps(value), "content": "<b>other</b>"}
    return f'<div>before<br><figure data-trix-attachment="{html.escape(json.dumps(fields))}">x</figure><br>after</div>'


def test_a_quotation_carries_its_source_and_version() -> None:
    text = prepare(attachment("quote", ref="text:9:3", text="take two PAIRS  of socks"), rich=True)
    assert 'data-ref="quote:text:9:3"' in text.html
    shown = filled({1: text.html})[1]
    assert '<a href="/talk/posts/9/">' in shown
    assert "<bdi>Tea</bdi>" in shown


@pytest.mark.parametrize(
    "ref", ["text:9:4", "text:8:1", "unknown:9:1", "text:9:2"]
)  # A later version, nothing there, nobody's kind, an older version that nobody kept.
def test_words_that_do_not_stand_there_lose_the_source(ref: str) -> None:
    text = prepare(attachment("quote", ref=ref, text="Buy my boots"), rich=True)
    assert "data-ref" not in text.html
    assert "Buy my boots" in text.plain


def test_an_older_version_may_be_quoted_where_it_is_kept() -> None:
    keep_revision("tests.text", 9, version=2, html="", plain="Take one pair.", by=None)
    assert "data-ref" in prepare(attachment("quote", ref="text:9:2", text="Take one pair"), rich=True).html


def test_what_not_everybody_may_read_is_quoted_in_its_own_place_alone() -> None:
    quoted = attachment("quote", ref="text:10:1", text="page 12")
    with pytest.raises(FieldRefused):
        prepare(quoted, rich=True)
    with pytest.raises(FieldRefused):
        prepare(quoted, rich=True, scope="topic:6")
    assert "data-ref" in prepare(quoted, rich=True, scope="topic:5").html


def test_words_that_were_taken_away_are_not_read_in_a_quotation(monkeypatch: pytest.MonkeyPatch) -> None:
    text = prepare(attachment("quote", ref="text:9:3", text="And wax"), rich=True)
    monkeypatch.delitem(SOURCES, 9)
    shown = filled({1: text.html})[1]
    assert "wax" not in shown
    assert "taken away" in shown


@pytest.fixture
def boots() -> Product:
    connection = Connection.objects.create(name="Kamzo", platform=Connection.Platform.SHOPIFY)
    return Product.objects.create(connection=connection, external_id="1", handle="ridge-3", title="Ridge <3>")


@pytest.mark.parametrize("way", ["editor", "typed", "typed whole"])
def test_a_product_is_its_number_until_it_is_shown(boots: Product, settings: Any, way: str) -> None:
    host = {"typed": "https://foreign.test", "typed whole": settings.KORZO_URL}.get(way, "")
    raw = attachment("product", id=boots.pk) if way == "editor" else f"Look:\n\n{host}/products/ridge-3/"
    text = prepare(raw, rich=way == "editor")
    place = f'<figure data-ref="product:{boots.pk}"></figure>'
    assert (place in text.html) is (way != "typed")
    if way == "typed":
        return
    shown = filled({1: text.html})[1]
    assert 'href="/products/ridge-3/"' in shown
    assert "Ridge &lt;3&gt;" in shown
    assert f"{settings.KORZO_URL}/products/ridge-3/" in typed(text.html)
    assert prepare(for_editor(text.html), rich=True).html == text.html


def test_a_rating_comes_from_the_room_above(boots: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    slots.fill("writing.product_words", rated)
    try:
        shown = filled({1: f'<figure data-ref="product:{boots.pk}"></figure>'})[1]
    finally:
        slots._fillers["writing.product_words"].remove(rated)
    assert "7 reviews" in shown


def rated(ids: list[int]) -> dict[int, Any]:
    return {pk: Rated(4.5, "7 reviews") for pk in ids}


def test_a_product_that_is_gone_from_the_tables_leaves_nothing() -> None:
    assert filled({1: '<p>a</p><figure data-ref="product:99"></figure>'})[1] == "<p>a</p>"


def test_a_page_of_texts_costs_no_more_than_one(boots: Product, django_assert_num_queries: Any) -> None:
    texts = {
        number: f'<figure data-ref="product:{boots.pk}"></figure><figure data-ref="link:{number}">x</figure>'
        for number in range(1, 20)
    }
    # Products, their pictures, their ratings, cards.
    with django_assert_num_queries(4):
        filled(texts)
    with django_assert_num_queries(0):
        filled({1: "<p>Plain words.</p>"})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("table", {"rows": [["Size", "Fits"], ["42", "<b>well</b>"]], "head": True}),
        ("spoiler", {"title": "The end", "text": "He\nwalks\n\non."}),
        ("code", {"text": "if a < b:\n    c()"}),
        ("quote", {"ref": "text:9:3", "text": "And wax"}),
    ],
)
def test_blocks_come_back_from_the_editor_and_from_typing_as_they_were(kind: str, value: dict[str, Any]) -> None:
    text = prepare(attachment(kind, **value), rich=True)
    assert "other" not in text.html
    assert prepare(for_editor(text.html), rich=True).html == text.html
    assert prepare(typed(text.html), rich=False).html == text.html


def test_a_table_is_shown_in_a_frame_that_scrolls_and_can_be_reached() -> None:
    shown = filled({1: prepare("| a | b |\n| c | d |", rich=False).html})[1]
    assert '<div class="table-scroll" role="group" tabindex="0"' in shown
