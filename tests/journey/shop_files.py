"""The files of a small shop, as Shopify exports them: two products, three customers, and what each of them bought."""

import csv
from collections.abc import Sequence
from pathlib import Path

CUSTOMERS = ("ana@example.com", "boris@example.com", "cyrus@example.com")
NAMES = ("Ana Novak", "Boris Horvat", "Cyrus Rad")
SHOES, SOCKS = "ridge-3", "wool-sock"

PRODUCT_COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
    "Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Price", "Status",
)  # fmt: skip
PRODUCTS = (
    (SHOES, "Ridge 3", "<p>For roots, stones and mud.</p>", "Kamzo", "Trail shoe", "trail", "true", "Size", "39",
     "KZ-RID-39", "290.0", "shopify", "24", "139.00", "active"),
    (SHOES, "", "", "", "", "", "", "", "40", "KZ-RID-40", "295.0", "shopify", "3", "139.00", ""),
    (SOCKS, "Wool Sock", "<p>Merino from the hills.</p>", "Kamzo", "Socks", "wool", "true", "Title", "Default Title",
     "KZ-SOCK", "60.0", "shopify", "80", "18.50", "active"),
)  # fmt: skip

CUSTOMER_COLUMNS = (
    "Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing", "Default Address City",
    "Default Address Country Code", "Phone", "Total Spent", "Total Orders",
)  # fmt: skip

ORDER_COLUMNS = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Currency", "Subtotal",
    "Shipping", "Taxes", "Total", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku",
    "Cancelled at", "Refunded Amount", "Id",
)  # fmt: skip


def write_shop_files(folder: Path) -> list[Path]:
    return [
        _write(folder / "products_export.csv", PRODUCT_COLUMNS, PRODUCTS),
        _write(folder / "customers_export.csv", CUSTOMER_COLUMNS, [_customer(place) for place in range(3)]),
        _write(folder / "orders_export.csv", ORDER_COLUMNS, [line for place in range(3) for line in _order(place)]),
    ]


def _write(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


def _customer(place: int) -> list[str]:
    first, last = NAMES[place].split()
    return [f"'721044830{place:04}", first, last, CUSTOMERS[place], "yes", "Žilina", "SK", "", "157.50", "1"]


def _order(place: int) -> list[list[str]]:
    """One order of two lines: only the first carries what belongs to the order."""
    name, mail, at = f"#10{place:02}", CUSTOMERS[place], f"2026-10-0{place + 1} 10:15:00 +0200"
    shoes = ["1", "Ridge 3 - 39", "139.00", "KZ-RID-39"]
    socks = ["1", "Wool Sock", "18.50", "KZ-SOCK"]
    head = [name, mail, "paid", at, "fulfilled", at, "EUR", "157.50", "0.00", "29.45", "157.50", at]
    rest = [name, mail, "", "", "", "", "", "", "", "", "", at]
    return [[*head, *shoes, "", "0.00", f"55003763732{place:02}"], [*rest, *socks, "", "", ""]]
