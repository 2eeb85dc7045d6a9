"""The pages of the shop in the back office: who sees them, and what they show."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from korzo.shop.models import (
    Connection,
    Customer,
    ImportRun,
    Order,
    OrderLine,
    Product,
    ProductPicture,
    Refund,
    Variant,
)
from korzo.shop.staff import orders as orders_pages
from tests.cast import Cast, signed_in

PLACED = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def shop(db: None) -> Connection:
    return Connection.objects.create(name="Kamzo", platform="shopify")


def make_product(shop: Connection, title: str, **fields: Any) -> Product:
    handle = title.lower().replace(" ", "-")
    told = {"external_id": handle, "handle": handle, "price_from": Decimal(119), "currency": "EUR", **fields}
    product = Product.objects.create(connection=shop, title=title, **told)
    Variant.objects.create(
        connection=shop, product=product, external_id=handle, sku=f"SKU-{handle}", price=Decimal(119), currency="EUR"
    )
    return product


def make_order(shop: Connection, number: int, **fields: Any) -> Order:
    told: dict[str, Any] = {
        "external_id": str(number), "number": f"#{number}", "currency": "EUR", "subtotal": Decimal(119),
        "shipping": Decimal(4), "tax": Decimal(20), "total": Decimal(123), "financial_status": "paid",
        "fulfillment_status": "fulfilled", "placed_at": PLACED + timedelta(hours=number), **fields,
    }  # fmt: skip
    return Order.objects.create(connection=shop, **told)


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 302), ("member", 302), ("moderator", 403), ("staff", 200), ("owner", 200)]
)
def test_it_opens_to_staff_only(cast: Cast, shop: Connection, role: str, status: int) -> None:
    run = ImportRun.objects.create(connection=shop, fingerprint="x")
    urls = [
        reverse("staff_products"),
        reverse("staff_orders"),
        reverse("staff_order", args=[make_order(shop, 1).pk]),
        reverse("staff_imports"),
        reverse("staff_import", args=[run.pk]),
        reverse("staff_import_rejects", args=[run.pk]),
    ]
    client = signed_in(cast.by_role()[role])
    assert [client.get(url).status_code for url in urls] == [status] * len(urls)
    # Nothing lies under this word, but who may not import does not learn that.
    hidden = {200: 404}.get(status, status)
    assert client.get(reverse("staff_import_parcel", args=["unknown"])).status_code == hidden
    assert client.post(reverse("staff_import_begin", args=["unknown"])).status_code == hidden
    assert client.post(reverse("staff_import_drop", args=["unknown"])).status_code == hidden
    assert client.post(reverse("staff_imports"), {}).status_code == {200: 422}.get(status, status)


def test_it_stands_in_the_menu_of_those_who_may_open_it(cast: Cast, shop: Connection) -> None:
    url = reverse("staff_products")
    assert url in signed_in(cast.sara).get(url).content.decode()
    page = signed_in(cast.ivo).get(reverse("staff_members")).content.decode()
    assert reverse("staff_members") in page
    assert url not in page


def test_it_lists_products_with_what_they_lack(cast: Cast, shop: Connection) -> None:
    ridge = make_product(shop, "Ridge 2", kind="Trail shoe")
    ProductPicture.objects.create(product=ridge, src="https://shop.example/1.jpg")
    ProductPicture.objects.create(
        product=ridge, src="https://shop.example/2.jpg", file="products/a.webp", width=9, height=9
    )
    make_product(shop, "Old sock", state="archived", kind="Sock")
    make_product(shop, "Lost hat", gone_at=PLACED, kind="Hat")
    client = signed_in(cast.sara)
    page = client.get(reverse("staff_products")).content.decode()
    assert ridge.get_absolute_url() in page
    assert "1 of 2 here" in page
    assert "€119.00" in page
    assert "No longer made" in page
    assert "Gone from the shop" in page

    def titles(**query: str) -> list[str]:
        return [row.product.title for row in client.get(reverse("staff_products"), query).context["rows"]]

    assert titles(q="ridge") == ["Ridge 2"]
    assert titles(q="sku-old") == ["Old sock"]
    assert titles(kind="Hat") == ["Lost hat"]
    assert titles(state="active") == ["Ridge 2"]
    assert titles(state="gone") == ["Lost hat"]
    assert titles(q="nothing") == []


def test_it_asks_as_often_for_many_products_as_for_one(cast: Cast, shop: Connection) -> None:
    client = signed_in(cast.sara)
    make_product(shop, "First")
    client.get(reverse("staff_products"))
    with CaptureQueriesContext(database) as one:
        client.get(reverse("staff_products"))
    for number in range(8):
        make_product(shop, f"Shoe {number}")
    with CaptureQueriesContext(database) as many:
        client.get(reverse("staff_products"))
    assert len(many) == len(one)


def test_it_turns_pages_of_orders_without_counting(
    cast: Cast, shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders_pages, "ROWS_ON_PAGE", 2)
    # Three at the same moment: none may be lost between two pages.
    for number in range(1, 6):
        make_order(shop, number, placed_at=PLACED)
    client = signed_in(cast.sara)
    seen: list[str] = []
    before = ""
    for _page in range(3):
        with CaptureQueriesContext(database) as queries:
            page = client.get(reverse("staff_orders"), {"before": before}).context["page"]
        assert not any("COUNT(" in query["sql"] for query in queries if "shop_order" in query["sql"])
        seen += [order.number for order in page.rows]
        before = page.older
    assert seen == ["#5", "#4", "#3", "#2", "#1"]
    assert before == ""


@pytest.mark.parametrize(
    "before", ["x", "_", "2026-01-01_1", "2026-13-01T10:00:00+00:00_1", "2026-01-01T10:00:00+00:00_²"]
)
def test_it_shows_the_newest_where_the_place_makes_no_sense(cast: Cast, shop: Connection, before: str) -> None:
    make_order(shop, 1)
    page = signed_in(cast.sara).get(reverse("staff_orders"), {"before": before}).context["page"]
    assert [order.number for order in page.rows] == ["#1"]
    assert page.is_first


def test_it_finds_an_order_by_number_mail_state_and_currency(cast: Cast, shop: Connection) -> None:
    make_order(shop, 1001, email="anna@example.com")
    make_order(shop, 1002, email="berta@example.com", financial_status="refunded", currency="CZK")
    client = signed_in(cast.sara)

    def numbers(**query: str) -> list[str]:
        return [order.number for order in client.get(reverse("staff_orders"), query).context["page"].rows]

    assert numbers(q="1001") == ["#1001"]
    assert numbers(q="#1002") == ["#1002"]
    assert numbers(q="Anna@") == ["#1001"]
    assert numbers(state="refunded") == ["#1002"]
    assert numbers(currency="czk") == ["#1002"]
    assert numbers(q="1001", currency="CZK") == []


def test_it_shows_an_order_with_all_that_belongs_to_it(cast: Cast, shop: Connection) -> None:
    customer = Customer.objects.create(connection=shop, external_id="1", name="Tea T.", member=cast.tea)
    ridge = make_product(shop, "Ridge 2")
    order = make_order(shop, 1001, customer=customer, member=cast.tea, email="tea@example.com", refunded=Decimal(19))
    OrderLine.objects.create(
        order=order, position=1, title="Ridge 2", quantity=2, price=Decimal(119), discount=Decimal(10), product=ridge
    )
    OrderLine.objects.create(order=order, position=2, title="Gift wrap", quantity=1)
    Refund.objects.create(order=order, external_id="sum", amount=Decimal(19), currency="EUR")
    make_order(shop, 1002, customer=customer)
    page = signed_in(cast.sara).get(reverse("staff_order", args=[order.pk])).content.decode()
    for shown in (ridge.get_absolute_url(), cast.tea.get_absolute_url(), "€228.00", "€19.00", "Gift wrap", "#1002"):
        assert shown in page
    assert signed_in(cast.sara).get(reverse("staff_order", args=[order.pk + 999])).status_code == 404
