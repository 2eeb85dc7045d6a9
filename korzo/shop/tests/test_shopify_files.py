from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from korzo.kit.money import Money
from korzo.shop.files import Rejected, Terms, read
from korzo.shop.files.records import (
    CustomerRecord,
    FinancialStatus,
    FulfillmentStatus,
    Kind,
    Option,
    OrderRecord,
    ProductRecord,
    ProductStatus,
)
from korzo.shop.tests.exports import (
    CUSTOMER_HEADER,
    NEW_PRODUCT_HEADER,
    OLD_PRODUCT_HEADER,
    ORDER_HEADER,
    line,
    order,
    table,
    write,
)

NOW = Terms(now=datetime(2026, 11, 20, tzinfo=UTC))


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def orders_of(folder: Path, rows: list[dict[str, str]], **how: str) -> list[OrderRecord | Rejected]:
    write(folder, "anything.csv", table(ORDER_HEADER, rows, **how))
    return list(read(folder, NOW).orders())


OLD_PRODUCT = [
    {
        "Handle": "ridge-3", "Title": "Ridge 3", "Body (HTML)": "<p>Grips,\nholds.</p>", "Vendor": "Kamzo",
        "Type": "Trail shoe", "Tags": "trail, new , ", "Published": "TRUE", "Option1 Name": "Colour",
        "Option1 Value": "Pine", "Option2 Name": "Size", "Option2 Value": "42", "Variant SKU": "'0042",
        "Variant Grams": "290", "Variant Inventory Tracker": "shopify", "Variant Inventory Qty": "7",
        "Variant Price": "139.00", "Variant Compare At Price": "159.00", "Variant Barcode": "'8590000000017",
        "Image Src": "https://shop.kamzo.example/b.webp", "Image Position": "2", "Image Alt Text": "From the side",
        "Variant Image": "https://shop.kamzo.example/b.webp", "Status": "active",
    },
    {
        "Handle": "ridge-3", "Option1 Value": "Sand", "Option2 Value": "43", "Variant SKU": "KZ-RID3-SAN-43",
        "Variant Price": "139.00", "Image Src": "https://shop.kamzo.example/a.webp", "Image Position": "1",
    },
    {"Handle": "ridge-3", "Image Src": "https://shop.kamzo.example/c.webp", "Image Position": "3"},
]  # fmt: skip


def test_it_reads_products_of_the_old_generation(tmp_path: Path) -> None:
    write(tmp_path, "p.csv", table(OLD_PRODUCT_HEADER, OLD_PRODUCT))
    [product] = read(tmp_path).products()
    assert isinstance(product, ProductRecord)
    assert (product.external_id, product.handle, product.title, product.vendor) == (
        "ridge-3",
        "ridge-3",
        "Ridge 3",
        "Kamzo",
    )
    assert product.description_html == "<p>Grips,\nholds.</p>"
    assert (product.kind, product.tags, product.status) == ("Trail shoe", ("trail", "new"), ProductStatus.ACTIVE)
    assert [image.src[-6] for image in product.images] == ["a", "b", "c"]
    assert product.images[1].alt == "From the side"
    pine, sand = product.variants
    assert pine.external_id == "ridge-3/Pine/42"
    assert pine.options == (Option("Colour", "Pine"), Option("Size", "42"))
    assert (pine.sku, pine.barcode, pine.stock, pine.weight_grams) == ("0042", "8590000000017", 7, Decimal(290))
    assert (pine.price, pine.compare_at, pine.image[-6]) == (euro("139.00"), euro("159.00"), "b")
    assert sand.options == (Option("Colour", "Sand"), Option("Size", "43"))
    assert (sand.stock, sand.compare_at) == (None, None)


def test_it_reads_products_of_the_new_generation_in_any_order_of_columns(tmp_path: Path) -> None:
    rows = [
        {
            "Title": "Shoe Soap", "URL handle": "shoe-soap", "Published on online store": "FALSE", "Status": "Active",
            "SKU": "KZ-SOAP", "Option1 name": "Title", "Option1 value": "Default Title", "Price": "11",
            "Inventory tracker": "shopify", "Inventory quantity": "0", "Weight value (grams)": "120.5",
            "Product image URL": "https://shop.kamzo.example/s.webp", "Image position": "1",
        }
    ]  # fmt: skip
    write(tmp_path, "p.csv", table(sorted(NEW_PRODUCT_HEADER), rows, separator=";"))
    [product] = read(tmp_path, Terms(currency="CZK")).products()
    assert isinstance(product, ProductRecord)
    assert product.status is ProductStatus.DRAFT
    [variant] = product.variants
    assert (variant.external_id, variant.options, variant.stock) == ("shoe-soap", (), 0)
    assert (variant.price, variant.weight_grams) == (Money(Decimal(11), "CZK"), Decimal("120.5"))


def test_it_brings_rows_of_one_product_together(tmp_path: Path) -> None:
    other = OLD_PRODUCT[0] | {"Handle": "pico", "Title": "Pico"}
    write(tmp_path, "p.csv", table(OLD_PRODUCT_HEADER, [OLD_PRODUCT[0], other, *OLD_PRODUCT[1:]]))
    products = [product for product in read(tmp_path).products() if isinstance(product, ProductRecord)]
    assert [(product.handle, len(product.variants), len(product.images)) for product in products] == [
        ("pico", 1, 1),
        ("ridge-3", 2, 3),
    ]


def test_it_rejects_a_product_with_a_bad_price_and_goes_on(tmp_path: Path) -> None:
    bad = OLD_PRODUCT[0] | {"Handle": "pico", "Title": "Pico", "Variant Price": "ask us"}
    write(tmp_path, "p.csv", table(OLD_PRODUCT_HEADER, [bad, *OLD_PRODUCT]))
    rejected, product = read(tmp_path).products()
    assert isinstance(rejected, Rejected)
    assert (rejected.file, rejected.line, rejected.column) == ("p.csv", 2, "Variant Price")
    assert str(rejected.reason) == "“ask us” is not an amount of money."
    assert rejected.row.startswith("pico,Pico,")
    assert isinstance(product, ProductRecord)


def test_it_reads_customers_with_the_least_data(tmp_path: Path) -> None:
    rows = [
        {"Customer ID": "'7210448301122", "First Name": "Zuzana", "Last Name": "Kráľová",
         "Email": " Zuzana@Kamzo.EXAMPLE ", "Accepts Email Marketing": "yes",
         "Default Address Address1": "Hlavná 1", "Default Address City": "Žilina",
         "Default Address Country Code": "SK", "Phone": "'+421900123456", "Total Spent": "10.00"},
        {"First Name": "Ben", "Email": "ben@kamzo.example", "Total Spent": "0"},
        {"Customer ID": "'3", "First Name": "Nobody", "Total Spent": "0"},
        {"Customer ID": "'4", "First Name": "Odd", "Email": "odd@@kamzo", "Total Spent": "0"},
    ]  # fmt: skip
    write(tmp_path, "c.csv", table(CUSTOMER_HEADER, rows))
    zuzana, ben, nobody, odd = read(tmp_path).customers()
    assert zuzana == CustomerRecord(
        external_id="7210448301122", email="zuzana@kamzo.example", name="Zuzana Kráľová", phone="+421900123456",
        accepts_marketing=True, country="SK", city="Žilina",
    )  # fmt: skip
    assert cast("CustomerRecord", ben).external_id == "mail:ben@kamzo.example"
    assert [(cast("Rejected", r).line, cast("Rejected", r).column) for r in (nobody, odd)] == [
        (4, "Email"),
        (5, "Email"),
    ]
    assert str(cast("Rejected", odd).reason) == "“odd@@kamzo” is not a mail address."


def test_it_reads_an_order_of_several_rows(tmp_path: Path) -> None:
    [record] = orders_of(tmp_path, [order(1001), line(1001, "Shoe Soap", "11.00", "2", "KZ-SOAP")])
    assert isinstance(record, OrderRecord)
    assert (record.external_id, record.number, record.email) == ("550001001", "#1001", "tea@kamzo.example")
    assert (record.subtotal, record.shipping, record.tax, record.total) == (
        euro("139.00"), euro("4.90"), euro("23.98"), euro("143.90"),
    )  # fmt: skip
    assert (record.tax_included, record.refunded) == (None, euro("0"))
    assert (record.financial_status, record.fulfillment_status) == (FinancialStatus.PAID, FulfillmentStatus.FULFILLED)
    assert record.placed_at == record.paid_at.replace(second=0) if record.paid_at else False
    ridge, soap = record.lines
    assert (ridge.position, ridge.title, ridge.variant_title, ridge.sku) == (
        1,
        "Ridge 3",
        "Pine / 42",
        "KZ-RID3-PIN-42",
    )
    assert (soap.position, soap.title, soap.variant_title, soap.quantity, soap.price) == (
        2,
        "Shoe Soap",
        "",
        2,
        euro("11"),
    )


def test_it_brings_rows_of_one_order_together(tmp_path: Path) -> None:
    rows = [order(1), order(2), line(1, "Toe Socks", "18.00"), order(3), line(2, "Brush", "9.00")]
    records = [record for record in orders_of(tmp_path, rows) if isinstance(record, OrderRecord)]
    assert {record.number: len(record.lines) for record in records} == {"#1": 2, "#2": 2, "#3": 1}
    assert len(records) == 3


def test_it_takes_the_later_of_two_joined_exports(tmp_path: Path) -> None:
    [record] = orders_of(
        tmp_path,
        [order(1), line(1, "Brush", "9.00"), order(1, Financial_Status="refunded", Refunded_Amount="143.90")],
    )
    assert isinstance(record, OrderRecord)
    assert record.financial_status is FinancialStatus.REFUNDED
    assert [(each.title, each.refunded_quantity) for each in record.lines] == [("Ridge 3", 1)]


def test_it_keeps_each_order_in_its_own_currency(tmp_path: Path) -> None:
    records = orders_of(tmp_path, [order(1, Currency="CZK", Total="3 490,00"), order(2, Currency="HUF", Total="52990")])
    assert [record.total for record in records if isinstance(record, OrderRecord)] == [
        Money(Decimal(3490), "CZK"),
        Money(Decimal(52990), "HUF"),
    ]


def test_it_knows_cancelled_refunded_and_guest_orders(tmp_path: Path) -> None:
    cancelled, partial, counter = orders_of(
        tmp_path,
        [
            order(1, Financial_Status="voided", Cancelled_at="2026-03-13 08:00:00 +0000", Paid_at=""),
            order(2, Financial_Status="partially_refunded", Refunded_Amount="20.00"),
            order(3, Email="", Fulfillment_Status="partial"),
        ],
    )
    assert isinstance(cancelled, OrderRecord)
    assert isinstance(partial, OrderRecord)
    assert isinstance(counter, OrderRecord)
    assert cancelled.cancelled_at == datetime(2026, 3, 13, 8, tzinfo=UTC)
    assert cancelled.paid_at is None
    assert partial.refunded == euro("20")
    # Which piece came back, the file does not say.
    assert [each.refunded_quantity for each in partial.lines] == [0]
    assert (counter.email, counter.fulfillment_status) == ("", FulfillmentStatus.PARTIAL)


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"Total": "143.90 or so"}, "Total", "“143.90 or so” is not an amount of money."),
        ({"Total": ""}, "Total", "The total is missing."),
        ({"Currency": "EURO"}, "Currency", "“EURO” is not a currency we know."),
        (
            {"Created at": "2026-02-30 10:00:00 +0100"},
            "Created at",
            "There is no such date as “2026-02-30 10:00:00 +0100”.",
        ),
        ({"Created at": ""}, "Created at", "The date is missing."),
        ({"Paid at": "2027-03-12 09:14:02 +0000"}, "Paid at", "“2027-03-12 09:14:02 +0000” lies in the future."),
        ({"Email": "tea kamzo"}, "Email", "“tea kamzo” is not a mail address."),
        ({"Financial Status": "maybe"}, "Financial Status", "“maybe” is not a state of payment we know."),
        ({"Lineitem quantity": "1.5"}, "Lineitem quantity", "“1.5” is not a number of pieces."),
        ({"Lineitem quantity": "-1"}, "Lineitem quantity", "“-1” is not a number of pieces."),
        ({"Lineitem price": ""}, "Lineitem price", "The price is missing."),
    ],
)
def test_it_rejects_an_order_it_cannot_read_and_goes_on(
    tmp_path: Path, cells: dict[str, str], column: str, sentence: str
) -> None:
    rejected, good = orders_of(tmp_path, [order(1) | cells, line(1, "Brush", "9.00"), order(2)])
    assert isinstance(rejected, Rejected)
    assert (rejected.line, rejected.column, str(rejected.reason)) == (2, column, sentence)
    assert isinstance(good, OrderRecord)


def test_it_names_the_row_of_a_bad_second_line(tmp_path: Path) -> None:
    [rejected] = orders_of(tmp_path, [order(1, Notes="two\nlines"), line(1, "Brush", "cheap")])
    assert isinstance(rejected, Rejected)
    assert (rejected.line, rejected.column) == (4, "Lineitem price")
    assert "Brush" in rejected.row


def test_it_rejects_a_shifted_row(tmp_path: Path) -> None:
    text = table(ORDER_HEADER, [order(1), order(2)])
    write(tmp_path, "o.csv", text.replace("Ridge 3 - Pine / 42", "Ridge 3, Pine, 42", 1))
    rejected, good = read(tmp_path, NOW).orders()
    assert isinstance(rejected, Rejected)
    assert str(rejected.reason) == f"The row has {len(ORDER_HEADER) + 2} cells for {len(ORDER_HEADER)} columns."
    assert isinstance(good, OrderRecord)


def test_it_rejects_a_row_without_an_order(tmp_path: Path) -> None:
    lost, good = orders_of(tmp_path, [line(1, "Brush", "9.00") | {"Name": ""}, order(1)])
    assert isinstance(lost, Rejected)
    assert str(lost.reason) == "The row does not say which order it belongs to."
    assert isinstance(good, OrderRecord)


def test_it_survives_notes_with_quoted_newlines_and_marks(tmp_path: Path) -> None:
    rows = [order(1, Notes='Please ring "twice",\r\nthen wait; thanks'), order(2)]
    assert all(isinstance(record, OrderRecord) for record in orders_of(tmp_path, rows, separator=";"))


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.decimals(0, 10**6, places=2), st.integers(1, 99), st.sampled_from(["EUR", "CZK", "JPY", "KWD"])),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_amounts_make_a_round_trip(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[Decimal, int, str]]
) -> None:
    rows = [
        order(number, Total=str(total), Lineitem_quantity=str(quantity), Currency=currency)
        for number, (total, quantity, currency) in enumerate(written, start=1)
    ]
    records = orders_of(tmp_path_factory.mktemp("orders"), rows)
    assert [
        (record.total.amount, record.lines[0].quantity, record.currency)
        for record in records
        if isinstance(record, OrderRecord)
    ] == written


def test_it_knows_the_kinds_by_their_columns_alone(tmp_path: Path) -> None:
    write(tmp_path, "1.csv", table(OLD_PRODUCT_HEADER, OLD_PRODUCT))
    write(tmp_path, "2.csv", table(NEW_PRODUCT_HEADER, []))
    write(tmp_path, "3.csv", table(CUSTOMER_HEADER, []))
    write(tmp_path, "4.csv", table(ORDER_HEADER, [order(1)]), "utf-16")
    report = read(tmp_path).check()
    assert [(file.kind, file.rows) for file in report.files] == [
        (Kind.PRODUCTS, 3), (Kind.PRODUCTS, 0), (Kind.CUSTOMERS, 0), (Kind.ORDERS, 1),
    ]  # fmt: skip
    assert report.is_sound
