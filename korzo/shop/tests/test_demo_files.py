"""The exports of the demo shop, as a newcomer's first import will meet them."""

import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from korzo.shop.files import Rejected, ShopFiles, Terms, read
from korzo.shop.files.records import FinancialStatus, OrderRecord, ProductRecord

DEMO = Path(__file__).resolve().parents[2] / "project" / "demo"
ANCHOR = datetime(2026, 11, 20, 18, tzinfo=UTC)
TERMS = Terms(currency="EUR", zone=ZoneInfo("Europe/Bratislava"), now=ANCHOR + timedelta(days=3))


@pytest.fixture(scope="module")
def shops() -> tuple[ShopFiles, ShopFiles]:
    return read(DEMO / "shop" / "shopify", TERMS), read(DEMO / "shop" / "woocommerce", TERMS)


@pytest.fixture(scope="module")
def products(shops: tuple[ShopFiles, ShopFiles]) -> list[ProductRecord]:
    return [each for shop in shops for each in shop.products() if isinstance(each, ProductRecord)]


@pytest.fixture(scope="module")
def orders(shops: tuple[ShopFiles, ShopFiles]) -> list[OrderRecord | Rejected]:
    return [each for shop in shops for each in shop.orders()]


def test_the_files_are_whole(shops: tuple[ShopFiles, ShopFiles]) -> None:
    main, outlet = shops[0].check(), shops[1].check()
    assert (main.faults, outlet.faults) == ((), ())
    assert [file.layout for file in main.files] == ["shopify.customers", "shopify.orders", "shopify.products"]
    assert [(file.layout, file.encoding) for file in outlet.files] == [
        ("woocommerce.orders", "cp1250"),
        ("woocommerce.products", "utf-8-sig"),
    ]


def test_there_are_sixty_products_with_pictures_that_exist(products: list[ProductRecord]) -> None:
    pictures = {path.name for path in (DEMO / "pictures" / "products").glob("*.webp")}
    assert len(products) == 60
    assert all(product.variants for product in products)
    named = {image.src.rpartition("/")[2] for product in products for image in product.images}
    assert not pictures or named - pictures == set()


def test_there_are_three_thousand_customers_and_twelve_thousand_orders(
    shops: tuple[ShopFiles, ShopFiles], orders: list[OrderRecord | Rejected]
) -> None:
    assert len(orders) == 12_000
    assert sum(1 for shop in shops for _each in shop.customers()) == 3_000
    assert {order.currency for order in orders if isinstance(order, OrderRecord)} == {
        "EUR", "CZK", "HUF", "PLN", "GBP", "USD",
    }  # fmt: skip


def test_exactly_seven_rows_cannot_be_read(
    shops: tuple[ShopFiles, ShopFiles], orders: list[OrderRecord | Rejected]
) -> None:
    customers = [each for shop in shops for each in shop.customers() if isinstance(each, Rejected)]
    rejected = [each for each in orders if isinstance(each, Rejected)]
    assert sorted(each.column for each in (*customers, *rejected)) == [
        "Created at", "Currency", "Email", "Email", "Lineitem quantity", "Total", "order_total",
    ]  # fmt: skip


def test_everybody_who_reviewed_as_a_buyer_has_bought_before(
    products: list[ProductRecord], orders: list[OrderRecord | Rejected]
) -> None:
    product_by_sku = {variant.sku: product.handle for product in products for variant in product.variants}
    paid: dict[tuple[str, str], datetime] = {}
    things = Counter[str]()
    for order in orders:
        if isinstance(order, OrderRecord) and order.financial_status is FinancialStatus.PAID and order.paid_at:
            for line in order.lines:
                bought = (order.email, product_by_sku[line.sku])
                paid[bought] = min(order.paid_at, paid.get(bought, order.paid_at))
                things[order.email] += 1
    reviews = [
        review
        for path in (DEMO / "reviews").glob("*.toml")
        for review in tomllib.loads(path.read_text(encoding="utf-8")).get("review", [])
        if review["bought"]
    ]
    late = [
        (review["author"], review["product"])
        for review in reviews
        if paid.get((f"{review['author']}@kamzo.example", review["product"]), ANCHOR)
        >= ANCHOR - timedelta(days=review["days_ago"])
    ]
    assert late == []
    people = (DEMO / "shop" / "source" / "people.tsv").read_text(encoding="utf-8").splitlines()[1:]
    counts = [things[f"{person.split(chr(9))[0]}@kamzo.example"] for person in people]
    assert len(counts) == 48
    assert (min(counts) >= 2, max(counts) <= 8) == (True, True)
