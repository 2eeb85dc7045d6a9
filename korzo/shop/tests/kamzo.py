"""A small shop for the tests: two products, three customers, three orders.

Tea bought a Ridge 3 and soap, and keeps both. Luka sent his Ridge 3 back. Ben has no account and bought as a guest.
"""

from pathlib import Path

from allauth.account.models import EmailAddress

from korzo.members.models import Member
from korzo.shop.actions.connect import connect_shop
from korzo.shop.actions.import_files import import_files
from korzo.shop.models import Connection, ImportRun, Product
from korzo.shop.tests.exports import (
    CUSTOMER_HEADER,
    OLD_PRODUCT_HEADER,
    ORDER_HEADER,
    line,
    order,
    table,
    write,
)

RIDGE = {
    "Handle": "ridge-3", "Title": "Ridge 3", "Body (HTML)": "<p>Grips.<script>alert(1)</script></p>", "Vendor": "Kamzo",
    "Type": "Trail shoe", "Tags": "trail", "Published": "TRUE", "Option1 Name": "Colour", "Option1 Value": "Pine",
    "Variant SKU": "KZ-RID3-PIN-42", "Variant Inventory Tracker": "shopify",
    "Variant Inventory Qty": "3", "Variant Price": "139.00",
    "Image Src": "https://shop.kamzo.example/pictures/products/ridge-3-1.webp",
    "Image Position": "1", "Status": "active",
}  # fmt: skip
SAND = {"Handle": "ridge-3", "Option1 Value": "Sand", "Variant SKU": "KZ-RID3-SAN-42", "Variant Price": "145.00"}
SOAP = {"Handle": "shoe-soap", "Title": "Shoe Soap", "Type": "Care", "Published": "TRUE", "Variant SKU": "KZ-SOAP",
        "Variant Price": "11.00", "Status": "active"}  # fmt: skip
PRODUCTS = [RIDGE, SAND, SOAP]
CUSTOMERS = [
    {"Customer ID": "'71", "First Name": "Tea", "Last Name": "Novak", "Email": "Tea@Example.com", "Total Spent": "150",
     "Default Address City": "Ljubljana", "Default Address Country Code": "SI", "Phone": "'+999000000001"},
    {"Customer ID": "'72", "First Name": "Luka", "Last Name": "Marin", "Email": "luka@example.com", "Total Spent": "0"},
    {"Customer ID": "'73", "First Name": "Nobody", "Total Spent": "0"},
]  # fmt: skip
ORDERS = [
    order(1001, Email="tea@example.com"),
    line(1001, "Shoe Soap", "11.00", "2"),
    order(1002, Email="luka@example.com", Financial_Status="refunded", Refunded_Amount="143.90"),
    order(1003, Email="ben@example.com"),
]


def write_files(folder: Path) -> None:
    write(folder, "products.csv", table(OLD_PRODUCT_HEADER, PRODUCTS))
    write(folder, "customers.csv", table(CUSTOMER_HEADER, CUSTOMERS))
    write(folder, "orders.csv", table(ORDER_HEADER, ORDERS))


def kamzo() -> Connection:
    return connect_shop(
        name="Kamzo", platform=Connection.Platform.SHOPIFY, currency="EUR", time_zone="Europe/Bratislava"
    )


def import_kamzo(folder: Path) -> ImportRun:
    write_files(folder)
    return import_files(kamzo(), folder)


def prove_mail(member: Member) -> None:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)


def ridge() -> Product:
    return Product.objects.get(handle="ridge-3")
