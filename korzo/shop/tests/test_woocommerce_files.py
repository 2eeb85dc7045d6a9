from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from korzo.kit.money import Money
from korzo.shop.files import Rejected, Terms, read
from korzo.shop.files.records import (
    CustomerRecord,
    FinancialStatus,
    FulfillmentStatus,
    Option,
    OrderRecord,
    ProductRecord,
    ProductStatus,
)
from korzo.shop.files.woocommerce_words import PRODUCT_COLUMNS, product_column
from korzo.shop.tests.exports import WOO_HEADER, WOO_ORDER_HEADER, table, write

SHOP = Terms(zone=ZoneInfo("Europe/Bratislava"), now=datetime(2026, 11, 20, tzinfo=UTC))


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


PARENT = {
    "ID": "10", "Type": "variable", "SKU": "", "Name": "Larch Mid", "Published": "1", "Short description": "High.",
    "Description": "Over the ankle.\\nWarm.", "In stock?": "1", "Categories": "Shoes > Hiking, Winter\\, snow",
    "Tags": "hut, snow", "Images": "https://shop.kamzo.example/l-1.webp, https://shop.kamzo.example/l,2.webp",
    "Attribute 1 name": "Colour", "Attribute 1 value(s)": "Amber, Bark",
}  # fmt: skip
AMBER = {
    "ID": "11", "Type": "variation", "SKU": "KZ-LAR-AMB-42", "Name": "Larch Mid - Amber, 42", "Published": "1",
    "In stock?": "1", "Stock": "4", "Weight (kg)": "0.61", "Sale price": "149,00", "Regular price": "1.169,00",
    "Parent": "id:10", "Attribute 1 name": "Colour", "Attribute 1 value(s)": "Amber", "Attribute 2 name": "Size",
    "Attribute 2 value(s)": "42", "Images": "https://shop.kamzo.example/l-3.webp",
}  # fmt: skip


def products_of(
    folder: Path, rows: list[dict[str, str]], encoding: str = "utf-8-sig"
) -> list[ProductRecord | Rejected]:
    write(folder, "wc.csv", table(WOO_HEADER, rows), encoding)
    return list(read(folder, SHOP).products())


def test_it_joins_variations_to_their_parent(tmp_path: Path) -> None:
    by_sku = AMBER | {"ID": "13", "Parent": "kz-pico", "SKU": "KZ-PICO-34", "Sale price": "", "Stock": "parent"}
    pico = PARENT | {"ID": "12", "SKU": "KZ-PICO", "Name": "Pico", "Published": "-1"}
    larch, small = products_of(tmp_path, [by_sku, AMBER, PARENT, pico])
    assert isinstance(larch, ProductRecord)
    assert isinstance(small, ProductRecord)
    assert (larch.external_id, larch.handle, larch.kind) == ("10", "larch-mid", "Hiking")
    assert (larch.categories, larch.tags) == (("Shoes > Hiking", "Winter, snow"), ("hut", "snow"))
    assert larch.description_html == "Over the ankle.\nWarm."
    assert [image.src[-8:] for image in larch.images] == ["l-1.webp", "l,2.webp", "l-3.webp"]
    [amber] = larch.variants
    assert (amber.external_id, amber.sku) == ("11", "KZ-LAR-AMB-42")
    assert amber.options == (Option("Colour", "Amber"), Option("Size", "42"))
    assert (amber.price, amber.compare_at, amber.stock) == (euro("149"), euro("1169"), 4)
    assert amber.weight_grams == Decimal(610)
    assert [variant.sku for variant in small.variants] == ["KZ-PICO-34"]
    assert (small.status, small.variants[0].stock) == (ProductStatus.DRAFT, None)


def test_it_reads_a_simple_product(tmp_path: Path) -> None:
    [soap] = products_of(
        tmp_path,
        [{"ID": "20", "Type": "simple, virtual", "SKU": "'=1", "Name": "Shoe Soap", "Published": "1", "In stock?": "0",
          "Stock": "9", "Regular price": "11.5", "Weight (kg)": "unknown", "GTIN, UPC, EAN, or ISBN": "8590000000017"}],
    )  # fmt: skip
    assert isinstance(soap, ProductRecord)
    [only] = soap.variants
    assert (only.external_id, only.sku, only.price, only.stock) == ("20", "=1", euro("11.5"), 0)
    assert (only.barcode, only.weight_grams, only.compare_at) == ("8590000000017", None, None)


def test_a_sale_that_is_over_is_over(tmp_path: Path) -> None:
    row = {
        "ID": "20",
        "Type": "simple",
        "Name": "Soap",
        "Published": "1",
        "Regular price": "12,50",
        "Sale price": "9,90",
    }
    ended, running = products_of(
        tmp_path,
        [row | {"Date sale price ends": "2026-10-01"}, row | {"ID": "21", "Date sale price ends": "2026-12-31"}],
    )
    assert [cast("ProductRecord", each).variants[0].price for each in (ended, running)] == [euro("12.5"), euro("9.9")]


def test_it_rejects_orphans_and_variations_without_a_price(tmp_path: Path) -> None:
    orphan = AMBER | {"ID": "30", "Parent": "id:99"}
    unpriced = AMBER | {"ID": "31", "Regular price": "", "Sale price": ""}
    records = products_of(tmp_path, [PARENT, AMBER, unpriced, orphan])
    assert [type(record).__name__ for record in records] == ["Rejected", "ProductRecord", "Rejected"]
    first, last = cast("Rejected", records[0]), cast("Rejected", records[2])
    assert (first.line, first.column, str(first.reason)) == (4, "Regular price", "The price is missing.")
    assert (last.line, last.column) == (5, "Parent")
    assert str(last.reason) == "The product “id:99” it belongs to is not in the file."


def test_it_does_not_guess_a_price_of_a_thousand(tmp_path: Path) -> None:
    row = {"ID": "20", "Type": "simple", "Name": "Ski", "Published": "1", "Regular price": "1.234"}
    [alone] = products_of(tmp_path, [row])
    assert "did not guess" in str(cast("Rejected", alone).reason)
    ski, _soap = products_of(tmp_path, [row, row | {"ID": "21", "Regular price": "11,50"}])
    assert cast("ProductRecord", ski).variants[0].price == euro("1234")


TRANSLATED = {
    "de": "ID,Typ,Artikelnummer,Name,Veröffentlicht,Kurzbeschreibung,Beschreibung,Vorrätig?,Lager,Gewicht (kg),"
    "Angebotspreis,Regulärer Preis,Kategorien,Schlagwörter,Bilder,Übergeordnetes Produkt,"
    "Attribut 1 Name,Attribut 1 Wert(e)",
    "es": "ID,Tipo,SKU,Nombre,Publicado,Descripción corta,Descripción,¿Existencias?,Inventario,Peso (kg),"
    "Precio rebajado,Precio normal,Categorías,Etiquetas,Imágenes,Superior,"
    "Nombre del atributo 1,Valor(es) del atributo 1",
    "it": "ID,Tipo,COD,Nome,Pubblicato,Breve descrizione,Descrizione,In magazzino?,Magazzino,Peso (kg),"
    "Prezzo in offerta,Prezzo di listino,Categorie,Tag,Immagine,Genitore,Attributo 1 nome,Attributo 1 valuta(e)",
    "sk": "ID,Typ,Katalógové číslo,Meno,Publikované,Krátky popis,Popis,Na sklade?,Sklad,Hmotnosť (kg),Akciová cena,"
    "Bežná cena,Kategórie,Značky,Obrázky,Rodič,Názov vlastnosti 1,Hodnota(y) vlastnosti 1",
    "fr": "ID,Type,UGS,Nom,Publié,Description courte,Description,En stock ?,Stock,Poids (kg),"
    "Tarif promo,Tarif régulier,Catégories,Étiquettes,Images,Parent,Nom de l’attribut 1,Valeur(s) de l’attribut 1",
}


@pytest.mark.parametrize("language", TRANSLATED)
def test_it_reads_translated_headers(tmp_path: Path, language: str) -> None:
    header = TRANSLATED[language].split(",")
    parent = [
        "10",
        "variable",
        "KZ",
        "Larch",
        "1",
        "",
        "High.",
        "1",
        "",
        "",
        "",
        "",
        "Shoes",
        "hut",
        "https://a.example/1.webp",
        "",
        "Farba",
        "Amber",
    ]
    child = [
        "11",
        "variation",
        "KZ-1",
        "",
        "1",
        "",
        "",
        "1",
        "3",
        "0.5",
        "9,90",
        "12,90",
        "",
        "",
        "",
        "KZ",
        "Farba",
        "Amber",
    ]
    rows = [dict(zip(header, cells, strict=True)) for cells in (parent, child)]
    write(tmp_path, "wc.csv", table(header, rows, separator=";"), "utf-8-sig")
    [larch] = read(tmp_path, SHOP).products()
    assert isinstance(larch, ProductRecord)
    assert (larch.title, larch.description_html, larch.kind, larch.tags) == ("Larch", "High.", "Shoes", ("hut",))
    [amber] = larch.variants
    assert (amber.sku, amber.stock, amber.price, amber.compare_at) == ("KZ-1", 3, euro("9.90"), euro("12.90"))
    assert (amber.options, amber.weight_grams) == ((Option("Farba", "Amber"),), Decimal(500))


def test_no_word_means_two_columns() -> None:
    assert len(PRODUCT_COLUMNS) == len(set(PRODUCT_COLUMNS))
    assert product_column("Attribute 12 visible") is None
    assert product_column("Weight (lbs)") == "weight 453.59237"


ORDER = {
    "order_id": "501", "order_number": "501", "order_date": "2026-07-01 10:00:00",
    "paid_date": "2026-07-01T10:05:00+02:00",
    "status": "completed", "shipping_total": "3.90", "tax_total": "26.84", "order_total": "146.74",
    "order_currency": "EUR",
    "customer_id": "7", "customer_email": "Tea@Kamzo.example", "billing_email": "tea.work@kamzo.example",
    "customer_note": 'two\nlines, "quoted"',
    "line_item_1": "name:Larch | Mid|product_id:11|sku:KZ-LAR-AMB-42|quantity:2|total:100.00|sub_total:110.00|"
    "tax:23.00|tax_data:a:1:{s:5:\"total\";}|Colour:Amber|_reduced_stock:1",
    "line_item_2": "name:Soap|product_id:20|sku:KZ-SOAP|quantity:1|total:16.00|sub_total:16.00|refunded:16.00",
}  # fmt: skip


def woo_orders(folder: Path, rows: list[dict[str, str]]) -> list[OrderRecord | Rejected]:
    write(folder, "o.csv", table(WOO_ORDER_HEADER, rows, separator=";"), "cp1250")
    return list(read(folder, SHOP).orders())


def test_it_reads_an_order_of_the_plugin(tmp_path: Path) -> None:
    [order] = woo_orders(tmp_path, [ORDER])
    assert isinstance(order, OrderRecord)
    assert (order.external_id, order.number, order.customer_external_id) == ("501", "501", "7")
    assert order.email == "tea@kamzo.example"
    assert (order.subtotal, order.shipping, order.tax, order.total) == (
        euro("116"),
        euro("3.9"),
        euro("26.84"),
        euro("146.74"),
    )
    assert order.tax_included is False
    # Ten in the morning of Bratislava in summer.
    assert order.placed_at == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert order.paid_at == datetime(2026, 7, 1, 8, 5, tzinfo=UTC)
    larch, soap = order.lines
    assert (larch.title, larch.sku, larch.quantity, larch.variant_title) == ("Larch | Mid", "KZ-LAR-AMB-42", 2, "Amber")
    assert (larch.price, larch.discount, larch.refunded_quantity) == (euro("55"), euro("10"), 0)
    assert (soap.price, soap.refunded_quantity) == (euro("16"), 1)


@pytest.mark.parametrize(
    ("cells", "financial", "fulfillment"),
    [
        ({"status": "wc-processing"}, FinancialStatus.PAID, FulfillmentStatus.UNFULFILLED),
        ({"status": "on-hold", "paid_date": ""}, FinancialStatus.PENDING, FulfillmentStatus.UNFULFILLED),
        ({"status": "cancelled"}, FinancialStatus.VOIDED, FulfillmentStatus.UNFULFILLED),
        ({"status": "packed"}, FinancialStatus.PAID, FulfillmentStatus.UNFULFILLED),
        ({"status": "packed", "paid_date": ""}, FinancialStatus.PENDING, FulfillmentStatus.UNFULFILLED),
        ({"status": "refunded"}, FinancialStatus.REFUNDED, FulfillmentStatus.UNFULFILLED),
        ({"refund_items": "amount:16.00|reason:|date:2026-07-05 10:00:00"}, FinancialStatus.PARTIALLY_REFUNDED,
         FulfillmentStatus.FULFILLED),
        ({"refund_items": "amount:100.00|reason:x|date:;amount:46.74|reason:|date:"}, FinancialStatus.REFUNDED,
         FulfillmentStatus.FULFILLED),
    ],
)  # fmt: skip
def test_it_understands_the_states(
    tmp_path: Path, cells: dict[str, str], financial: FinancialStatus, fulfillment: FulfillmentStatus
) -> None:
    [order] = woo_orders(tmp_path, [ORDER | cells])
    assert isinstance(order, OrderRecord)
    assert (order.financial_status, order.fulfillment_status) == (financial, fulfillment)
    if financial is FinancialStatus.REFUNDED:
        assert order.refunded == order.total
        assert [line.refunded_quantity for line in order.lines] == [2, 1]


def test_a_guest_has_no_customer_id(tmp_path: Path) -> None:
    [order] = woo_orders(tmp_path, [ORDER | {"customer_id": "0", "customer_email": ""}])
    assert isinstance(order, OrderRecord)
    assert (order.customer_external_id, order.email) == ("", "tea.work@kamzo.example")


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"order_total": "a lot"}, "order_total"), ({"order_currency": "Kč"}, "order_currency"),
     ({"order_date": "2026-06-31 10:00:00"}, "order_date"),
     ({"line_item_2": "name:Soap|quantity:one|total:1"}, "line_item_2"),
     ({"line_item_1": "rubbish"}, "line_item_1"), ({"order_id": "", "order_number": ""}, "order_id")],
)  # fmt: skip
def test_it_rejects_an_order_it_cannot_read(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    rejected, good = woo_orders(tmp_path, [ORDER | cells, ORDER])
    assert isinstance(rejected, Rejected)
    assert rejected.column == column
    assert isinstance(good, OrderRecord)


def test_it_reads_the_analytics_downloads(tmp_path: Path) -> None:
    write(
        tmp_path, "orders.csv",
        "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),"
        "Net Sales,Attribution\n"
        '2026-07-01 10:00:00,77,"&euro;40,00",completed,Tea Novak,returning,'
        '"2× Ridge 3, wide, 1× Soap",3,,40.00,Direct\n',
    )  # fmt: skip
    write(
        tmp_path, "customers.csv",
        "Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / Region,City,Region,Postal Code\n"
        "Tea Novak,tea,2026-07-01 10:00:00,2025-01-05 09:00:00,TEA@kamzo.example,3,120.00,40.00,SI,Ljubljana,,1000\n",
    )  # fmt: skip
    files = read(tmp_path, SHOP)
    [order], [customer] = files.orders(), files.customers()
    assert isinstance(order, OrderRecord)
    assert (order.number, order.total, order.email) == ("77", euro("40"), "")
    assert [(line.quantity, line.title, line.price) for line in order.lines] == [
        (2, "Ridge 3, wide", None),
        (1, "Soap", None),
    ]
    assert isinstance(customer, CustomerRecord)
    assert (customer.external_id, customer.city) == ("mail:tea@kamzo.example", "Ljubljana")
    assert customer.created_at == datetime(2025, 1, 5, 8, tzinfo=UTC)
