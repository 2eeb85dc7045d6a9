from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from korzo.kit.errors import Missing, Refused
from korzo.kit.money import Money
from korzo.shop.actions.link import link_customers
from korzo.shop.models import ImportReject, ImportRun, Order, Product
from korzo.shop.permissions import check_sees_order, check_sees_product, visible_orders, visible_products
from korzo.shop.queries import (
    addresses,
    get_order_for,
    kinds,
    last_product_id,
    product_for,
    product_shown,
    products_by_handles,
    products_page,
    rejects_as_csv,
)
from korzo.shop.tests.kamzo import import_kamzo, kamzo, prove_mail, ridge
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_page_of_products_takes_few_queries(tmp_path: Path) -> None:
    import_kamzo(tmp_path)
    with CaptureQueriesContext(database) as queries:
        page = products_page(None)
    # The count, the products, their first pictures.
    assert len(queries) == 3
    assert [card.title for card in page.cards] == ["Ridge 3", "Shoe Soap"]
    assert (page.cards[0].price, page.page, page.pages, page.count) == (Money(Decimal(139), "EUR"), 1, 1, 2)


def test_products_are_found_by_kind_and_words(tmp_path: Path) -> None:
    import_kamzo(tmp_path)
    assert kinds(None) == ["Care", "Trail shoe"]
    assert [card.handle for card in products_page(None, kind="Care").cards] == ["shoe-soap"]
    assert [card.handle for card in products_page(None, words="rid 3").cards] == ["ridge-3"]
    assert products_page(None, page=99).page == 1
    assert set(products_by_handles(["ridge-3", "none"])) == {"ridge-3"}
    last = last_product_id()
    assert (len(addresses(0, last)), len(addresses(last - 1, last)), addresses(last, last + 1)) == (2, 1, [])
    assert product_shown(ridge().pk).title == "Ridge 3"


def test_a_draft_is_for_the_team(tmp_path: Path, cast: Cast) -> None:
    import_kamzo(tmp_path)
    Product.objects.filter(handle="ridge-3").update(state=Product.State.DRAFT)
    draft = ridge()
    for person in (None, cast.tea, cast.ivo):
        assert draft not in visible_products(person)
        with pytest.raises(Refused):
            check_sees_product(person, draft)
        with pytest.raises(Missing):
            product_for(person, "ridge-3")
    for allowed in (cast.sara, cast.mira):
        assert draft in visible_products(allowed)
        check_sees_product(allowed, draft)
        assert product_for(allowed, "ridge-3") == draft


def test_the_page_of_a_product_has_its_variants_and_pictures(tmp_path: Path) -> None:
    import_kamzo(tmp_path)
    product = product_for(None, "ridge-3")
    with CaptureQueriesContext(database) as queries:
        assert [variant.title for variant in product.variants.all()] == ["Pine", "Sand"]
        assert len(product.pictures.all()) == 1
    assert len(queries) == 0


def test_an_order_is_between_its_buyer_and_the_team(tmp_path: Path, cast: Cast) -> None:
    prove_mail(cast.tea)
    import_kamzo(tmp_path)
    order = Order.objects.get(number="#1001")
    for allowed in (cast.tea, cast.sara, cast.mira):
        assert order in visible_orders(allowed)
        check_sees_order(allowed, order)
        assert get_order_for(allowed, order.pk) == order
    for stranger in (None, cast.luka, cast.ivo):
        assert order not in visible_orders(stranger)
        with pytest.raises(Refused):
            check_sees_order(stranger, order)
        with pytest.raises(Missing):
            get_order_for(stranger, order.pk)


def test_nobody_owns_the_orders_of_an_unproved_mail(tmp_path: Path, cast: Cast) -> None:
    import_kamzo(tmp_path)
    assert link_customers() == 0
    assert not visible_orders(cast.tea).exists()


def test_rejects_are_disarmed_for_spreadsheets() -> None:
    run = ImportRun.objects.create(connection=kamzo(), fingerprint="x")
    ImportReject.objects.create(run=run, file="o.csv", line=3, column="Total", reason="No.", row="=HYPERLINK(1)")
    assert list(rejects_as_csv(run))[1] == "o.csv,3,Total,No.,'=HYPERLINK(1)\r\n"
