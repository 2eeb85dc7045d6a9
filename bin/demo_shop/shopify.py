"""The three exports of the main shop, as Shopify's admin writes them."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from demo_shop.catalogue import Product
from demo_shop.orders import RATES, Line, Order, rounded
from demo_shop.people import Person

PRODUCT_COLUMNS = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Product Category",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option1 Linked To",
    "Option2 Name",
    "Option2 Value",
    "Option2 Linked To",
    "Option3 Name",
    "Option3 Value",
    "Option3 Linked To",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Fulfillment Service",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Gift Card",
    "SEO Title",
    "SEO Description",
    "Google Shopping / Google Product Category",
    "Google Shopping / Gender",
    "Google Shopping / Age Group",
    "Google Shopping / MPN",
    "Google Shopping / Condition",
    "Google Shopping / Custom Product",
    "Variant Image",
    "Variant Weight Unit",
    "Variant Tax Code",
    "Cost per item",
    "Included / Slovakia",
    "Price / Slovakia",
    "Compare At Price / Slovakia",
    "Included / International",
    "Price / International",
    "Compare At Price / International",
    "Status",
]
CUSTOMER_COLUMNS = [
    "Customer ID",
    "First Name",
    "Last Name",
    "Email",
    "Accepts Email Marketing",
    "Default Address Company",
    "Default Address Address1",
    "Default Address Address2",
    "Default Address City",
    "Default Address Province Code",
    "Default Address Country Code",
    "Default Address Zip",
    "Default Address Phone",
    "Phone",
    "Accepts SMS Marketing",
    "Total Spent",
    "Total Orders",
    "Note",
    "Tax Exempt",
    "Tags",
]
ORDER_COLUMNS = [
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Fulfilled at",
    "Accepts Marketing",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Code",
    "Discount Amount",
    "Shipping Method",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem compare at price",
    "Lineitem sku",
    "Lineitem requires shipping",
    "Lineitem taxable",
    "Lineitem fulfillment status",
    "Billing Name",
    "Billing Street",
    "Billing Address1",
    "Billing Address2",
    "Billing Company",
    "Billing City",
    "Billing Zip",
    "Billing Province",
    "Billing Country",
    "Billing Phone",
    "Shipping Name",
    "Shipping Street",
    "Shipping Address1",
    "Shipping Address2",
    "Shipping Company",
    "Shipping City",
    "Shipping Zip",
    "Shipping Province",
    "Shipping Country",
    "Shipping Phone",
    "Notes",
    "Note Attributes",
    "Cancelled at",
    "Payment Method",
    "Payment Reference",
    "Refunded Amount",
    "Vendor",
    "Outstanding Balance",
    "Employee",
    "Location",
    "Device ID",
    "Id",
    "Tags",
    "Risk Level",
    "Source",
    "Lineitem discount",
    "Tax 1 Name",
    "Tax 1 Value",
    "Tax 2 Name",
    "Tax 2 Value",
    "Tax 3 Name",
    "Tax 3 Value",
    "Tax 4 Name",
    "Tax 4 Value",
    "Tax 5 Name",
    "Tax 5 Value",
    "Phone",
    "Receipt Number",
    "Duties",
    "Billing Province Name",
    "Shipping Province Name",
    "Payment ID",
    "Payment Terms Name",
    "Next Payment Due At",
    "Payment References",
]
OLD_PRICES = {"ridge-2": Decimal(119), "drift-lilac": Decimal(134)}


def write_table(path: Path, columns: list[str], rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# Products


def write_products(path: Path, products: list[Product]) -> None:
    write_table(path, PRODUCT_COLUMNS, (row for product in products for row in _product_rows(product)))


def _product_rows(product: Product) -> list[dict[str, str]]:
    pictures = product.pictures()
    rows = [_variant_row(product, index) for index in range(max(len(product.variants), len(pictures)))]
    for position, (row, (address, alt)) in enumerate(zip(rows, pictures, strict=False), start=1):
        row |= {"Image Src": address, "Image Position": str(position), "Image Alt Text": alt}
    rows[0] |= {
        "Title": product.title,
        "Body (HTML)": f"<p>{product.description}</p>",
        "Vendor": "Kamzo",
        "Type": product.kind,
        "Tags": ", ".join([product.kind.lower(), *(colour.lower() for colour in product.colours)]),
        "Published": "true",
        "Gift Card": "true" if product.handle == "gift-card" else "false",
        "Status": "active",
    }
    return rows


def _variant_row(product: Product, index: int) -> dict[str, str]:
    if index >= len(product.variants):
        return {"Handle": product.handle}
    variant = product.variants[index]
    old_price = OLD_PRICES.get(product.handle)
    is_gift = product.handle == "gift-card"
    row = {
        "Handle": product.handle,
        "Variant SKU": variant.sku,
        "Variant Grams": f"{product.grams}.0",
        "Variant Inventory Tracker": "" if is_gift else "shopify",
        "Variant Inventory Qty": "0" if is_gift else str(variant.stock),
        "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "manual",
        "Variant Price": f"{variant.price:.2f}",
        "Variant Compare At Price": f"{old_price:.2f}" if old_price else "",
        "Variant Requires Shipping": "false" if is_gift else "true",
        "Variant Taxable": "false" if is_gift else "true",
        "Variant Barcode": f"'{variant.barcode}",
        "Variant Image": product.picture(variant.colour),
        "Variant Weight Unit": "g",
    }
    return row | _options(product, variant.colour, variant.size, is_first=index == 0)


def _options(product: Product, colour: str, size: str, *, is_first: bool) -> dict[str, str]:
    second = "Denominations" if product.handle == "gift-card" else "Size"
    named = [(name, value) for name, value in (("Colour", colour), (second, size)) if value] or [
        ("Title", "Default Title")
    ]
    cells = {f"Option{number} Value": value for number, (_name, value) in enumerate(named, start=1)}
    if is_first:
        cells |= {f"Option{number} Name": name for number, (name, _value) in enumerate(named, start=1)}
    return cells


# Customers


def write_customers(path: Path, people: list[Person], orders: list[Order], chance: random.Random) -> None:
    spent: dict[str, Decimal] = defaultdict(Decimal)
    count: dict[str, int] = defaultdict(int)
    for order in orders:
        if not order.is_guest and not order.is_outlet:
            spent[order.email] += (order.total - order.refunded) / Decimal(RATES[order.currency])
            count[order.email] += 1
    rows = [_customer_row(person, spent[person.email], count[person.email], chance) for person in people]
    _make_slips(rows)
    write_table(path, CUSTOMER_COLUMNS, rows)


def _customer_row(person: Person, spent: Decimal, count: int, chance: random.Random) -> dict[str, str]:
    email = person.email
    if not person.handle and chance.random() < 0.03:
        email = email.upper() if chance.random() < 0.3 else email.title()
    if chance.random() < 0.02:
        email += " "
    return {
        "Customer ID": f"'{person.external_id}",
        "First Name": person.first + (" " if chance.random() < 0.02 else ""),
        "Last Name": person.last,
        "Email": email,
        "Accepts Email Marketing": "yes" if person.accepts_marketing else "no",
        "Default Address City": person.town,
        "Default Address Country Code": person.country,
        "Default Address Phone": f"'{person.phone}" if person.phone else "",
        "Phone": f"'{person.phone}" if person.phone else "",
        "Accepts SMS Marketing": "no",
        "Total Spent": f"{rounded(spent):.2f}",
        "Total Orders": str(count),
        "Note": "Asked for half sizes.\nCall before noon." if chance.random() < 0.01 else "",
        "Tax Exempt": "no",
        "Tags": "club" if person.handle else "",
    }


def _make_slips(rows: list[dict[str, str]]) -> None:
    """One customer twice under another id, one without a mail address, one with half of one."""
    twin = dict(rows[700]) | {"Customer ID": "'7210449999001", "Email": rows[700]["Email"].strip().upper()}
    rows[1400] = twin
    rows[1800] |= {"Email": "", "Phone": ""}
    rows[2600] |= {"Email": "nemam mail"}


# Orders


def write_orders(path: Path, orders: list[Order]) -> None:
    newest_first = sorted(orders, key=lambda order: -order.number)
    write_table(path, ORDER_COLUMNS, (row for order in newest_first for row in _order_rows(order)))


def _order_rows(order: Order) -> list[dict[str, str]]:
    rows = [_line_row(order, line) for line in order.lines]
    rows[0] |= _first_row(order) | order.slips
    return rows


def _first_row(order: Order) -> dict[str, str]:
    person = order.person
    is_free = order.shipping == 0
    cells = {
        "Financial Status": order.status,
        "Paid at": _time(order.paid_at),
        "Fulfillment Status": "fulfilled" if order.fulfilled_at else "unfulfilled",
        "Fulfilled at": _time(order.fulfilled_at),
        "Accepts Marketing": "yes" if person.accepts_marketing else "no",
        "Currency": order.currency,
        "Subtotal": f"{order.subtotal:.2f}",
        "Shipping": f"{order.shipping:.2f}",
        "Taxes": f"{order.tax:.2f}",
        "Total": f"{order.total:.2f}",
        "Discount Code": "WINTER10" if order.discount else "",
        "Discount Amount": f"{order.discount:.2f}",
        "Shipping Method": "Free over 60" if is_free else "Parcel point",
        "Billing Name": person.name,
        "Billing City": person.town,
        "Billing Country": person.country,
        "Notes": order.note,
        "Cancelled at": _time(order.cancelled_at),
        "Payment Method": "Bank Deposit" if order.status == "pending" else "Shopify Payments",
        "Refunded Amount": f"{order.refunded:.2f}",
        "Outstanding Balance": f"{order.total:.2f}" if order.status == "pending" else "0.00",
        "Id": f"{5500000000000 + order.number * 32768}",
        "Risk Level": "Low",
        "Source": "pos" if order.is_guest and not order.email else "web",
    }
    if order.tax_percent:
        cells |= {"Tax 1 Name": f"{person.country} VAT {order.tax_percent}%", "Tax 1 Value": f"{order.tax:.2f}"}
    return cells


def _line_row(order: Order, line: Line) -> dict[str, str]:
    title = f"{line.product.title} - {line.variant.title}" if line.variant.title else line.product.title
    is_fulfilled = order.fulfilled_at is not None
    return {
        "Name": f"#{order.number}",
        "Email": order.email,
        "Created at": _time(order.placed_at),
        "Lineitem quantity": str(line.quantity),
        "Lineitem name": title,
        "Lineitem price": f"{line.price:.2f}",
        "Lineitem sku": line.variant.sku,
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": "fulfilled" if is_fulfilled else "pending",
        "Vendor": "Kamzo",
        "Lineitem discount": "0.00",
    }


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S %z}" if moment else ""
