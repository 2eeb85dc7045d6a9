"""Exports of made-up shops, written by the tests as messily as real ones."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

OLD_PRODUCT_HEADER = [
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
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
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
    "Variant Image",
    "Variant Weight Unit",
    "Variant Tax Code",
    "Cost per item",
    "Price / International",
    "Status",
]
NEW_PRODUCT_HEADER = [
    "Title",
    "URL handle",
    "Description",
    "Vendor",
    "Product category",
    "Type",
    "Tags",
    "Published on online store",
    "Status",
    "SKU",
    "Barcode",
    "Option1 name",
    "Option1 value",
    "Option1 Linked To",
    "Option2 name",
    "Option2 value",
    "Option2 Linked To",
    "Option3 name",
    "Option3 value",
    "Option3 Linked To",
    "Price",
    "Compare-at price",
    "Cost per item",
    "Charge tax",
    "Tax code",
    "Inventory tracker",
    "Inventory quantity",
    "Continue selling when out of stock",
    "Weight value (grams)",
    "Weight unit for display",
    "Requires shipping",
    "Fulfillment service",
    "Product image URL",
    "Image position",
    "Image alt text",
    "Variant image URL",
    "Gift card",
    "SEO title",
    "SEO description",
]
CUSTOMER_HEADER = [
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
ORDER_HEADER = [
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
    "Billing City",
    "Billing Country",
    "Notes",
    "Note Attributes",
    "Cancelled at",
    "Payment Method",
    "Refunded Amount",
    "Vendor",
    "Id",
    "Tags",
    "Lineitem discount",
    "Phone",
]
WOO_HEADER = (
    (
        "ID,Type,SKU,GTIN| UPC| EAN| or ISBN,Name,Published,Is featured?,Visibility in catalog,Short description,"
        "Description,Date sale price starts,Date sale price ends,Tax status,Tax class,In stock?,Stock,Low stock amount,"
        "Backorders allowed?,Sold individually?,Weight (kg),Length (cm),Width (cm),Height (cm),Allow customer reviews?,"
        "Purchase note,Sale price,Regular price,Categories,Tags,Shipping class,Images,Download limit,"
        "Download expiry days,Parent,Grouped products,Upsells,Cross-sells,External URL,Button text,Position,"
        "Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Attribute 1 global,Attribute 2 name,"
        "Attribute 2 value(s),Attribute 2 visible,Attribute 2 global"
    )
    .replace("|", "%")
    .split(",")
)
WOO_HEADER = [name.replace("%", ",") for name in WOO_HEADER]
WOO_ORDER_HEADER = [
    "order_id",
    "order_number",
    "order_date",
    "paid_date",
    "status",
    "shipping_total",
    "shipping_tax_total",
    "fee_total",
    "fee_tax_total",
    "tax_total",
    "cart_discount",
    "order_discount",
    "discount_total",
    "order_total",
    "order_key",
    "order_currency",
    "payment_method",
    "payment_method_title",
    "transaction_id",
    "customer_ip_address",
    "customer_user_agent",
    "shipping_method",
    "customer_id",
    "customer_user",
    "customer_email",
    "billing_first_name",
    "billing_last_name",
    "billing_email",
    "billing_city",
    "billing_country",
    "customer_note",
    "refund_items",
    "order_notes",
    "line_item_1",
    "line_item_2",
]


def table(header: list[str], rows: Iterable[dict[str, str]], *, separator: str = ",", newline: str = "\r\n") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, delimiter=separator, lineterminator=newline, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def order(number: int, **cells: str) -> dict[str, str]:
    """The first row of a Shopify order, paid and fulfilled, with one line."""
    row = {
        "Name": f"#{number}",
        "Email": "tea@kamzo.example",
        "Financial Status": "paid",
        "Paid at": "2026-03-12 09:14:02 +0000",
        "Fulfillment Status": "fulfilled",
        "Currency": "EUR",
        "Subtotal": "139.00",
        "Shipping": "4.90",
        "Taxes": "23.98",
        "Total": "143.90",
        "Created at": "2026-03-12 10:14:00 +0100",
        "Lineitem quantity": "1",
        "Lineitem name": "Ridge 3 - Pine / 42",
        "Lineitem price": "139.00",
        "Lineitem sku": "KZ-RID3-PIN-42",
        "Refunded Amount": "0.00",
        "Id": f"55000{number}",
    }
    return row | {name.replace("_", " "): value for name, value in cells.items()}


def line(number: int, name: str, price: str, quantity: str = "1", sku: str = "") -> dict[str, str]:
    """A further row of a Shopify order."""
    return {
        "Name": f"#{number}",
        "Lineitem quantity": quantity,
        "Lineitem name": name,
        "Lineitem price": price,
        "Lineitem sku": sku,
    }
