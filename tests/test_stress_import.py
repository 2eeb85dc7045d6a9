"""A shop of many years: a hundred thousand orders come in without filling the memory. Minutes long: `make stress`."""

import csv
import os
import resource
from pathlib import Path

import pytest

from korzo.shop.actions.connect import connect_shop
from korzo.shop.actions.import_files import import_files
from korzo.shop.models import Customer, Order, OrderLine, Product

ORDERS = 100_000
BUYERS = 20_000
GROWTH_MB_MAX = 150

PRODUCTS = ["Handle", "Title", "Variant SKU", "Variant Price", "Status"]
ORDER_HEADER = [
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Currency", "Subtotal", "Shipping", "Taxes",
    "Total", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Id",
]  # fmt: skip

pytestmark = [
    pytest.mark.stress,
    pytest.mark.skipif(
        bool(os.environ.get("KORZO_DATABASE")), reason="memory is that of the reader, whatever the database"
    ),
]


def write_shop(folder: Path) -> None:
    with (folder / "products.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(PRODUCTS)
        rows.writerows([f"shoe-{n}", f"Shoe {n}", f"S-{n}", "99.00", "active"] for n in range(50))
    with (folder / "orders.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(ORDER_HEADER)
        for n in range(ORDERS):
            when = f"20{20 + n % 6}-{1 + n % 12:02}-{1 + n % 28:02} 10:00:00 +0000"
            rows.writerow([
                f"#{n}", f"buyer{n % BUYERS}@example.com", "paid", when, "fulfilled", "EUR", "99.00", "0.00", "0.00",
                "99.00", when, "1", f"Shoe {n % 50}", "99.00", f"S-{n % 50}", str(10_000_000 + n),
            ])  # fmt: skip


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.django_db(transaction=True)
def test_a_hundred_thousand_orders_fit_into_a_small_memory(tmp_path: Path) -> None:
    write_shop(tmp_path)
    shop = connect_shop(name="Large", platform="shopify")
    before = peak_mb()
    run = import_files(shop, tmp_path)
    assert peak_mb() - before < GROWTH_MB_MAX
    assert (Product.objects.count(), Order.objects.count(), OrderLine.objects.count()) == (50, ORDERS, ORDERS)
    assert run.rejected_count == 0
    assert not OrderLine.objects.filter(product__isnull=True).exists()
    again = import_files(shop, tmp_path)
    assert (again.created_count, again.changed_count) == (0, 0)
    assert Customer.objects.count() in {0, BUYERS}
