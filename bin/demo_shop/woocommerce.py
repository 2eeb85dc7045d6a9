"""The outlet: products from WooCommerce's core in Slovak, orders from the plugin as a Slovak Excel saved them."""

import csv
import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from demo_shop.catalogue import Product, Variant
from demo_shop.orders import Line, Order, rounded

ZONE = ZoneInfo("Europe/Bratislava")
LINES_MAX = 4
CATEGORIES = {"Walking shoe": "Topánky > Mesto", "Spikes": "Topánky > Dráha", "Training shoe": "Topánky > Telocvičňa",
              "Sandal": "Topánky > Voda", "Socks": "Ponožky", "Care": "Starostlivosť", "Road shoe": "Topánky > Cesta",
              "Race shoe": "Topánky > Preteky"}  # fmt: skip
# What the exporter of WooCommerce calls its columns in Slovak.
PRODUCT_COLUMNS = [
    "ID",
    "Typ",
    "Katalógové číslo",
    "GTIN, UPC, EAN alebo ISBN",
    "Meno",
    "Publikované",
    "Je odporúčaný?",
    "Viditeľnosť v katalógu",
    "Krátky popis",
    "Popis",
    "Dátum začiatku výpredaja",
    "Dátum konca výpredaja",
    "Stav dane",
    "Daňová trieda",
    "Na sklade?",
    "Sklad",
    "Nízky stav zásob",
    "Povoliť objednávky bez zásob?",
    "Predávať jednotlivo?",
    "Hmotnosť (kg)",
    "Dĺžka (cm)",
    "Šírka (cm)",
    "Výška (cm)",
    "Povoliť recenzie zákazníkov?",
    "Poznámka k nákupu",
    "Akciová cena",
    "Bežná cena",
    "Kategórie",
    "Značky",
    "Trieda dopravy",
    "Obrázky",
    "Limit stiahnutí",
    "Platnosť stiahnutia v dňoch",
    "Rodič",
    "Zoskupené produkty",
    "Up-sell",
    "Cross-sell",
    "Externá URL",
    "Text tlačidla",
    "Pozícia",
    "Názov vlastnosti 1",
    "Hodnota(y) vlastnosti 1",
    "Viditeľnosť vlastnosti 1",
    "Globálna vlastnosť 1",
    "Názov vlastnosti 2",
    "Hodnota(y) vlastnosti 2",
    "Viditeľnosť vlastnosti 2",
    "Globálna vlastnosť 2",
]
ORDER_COLUMNS = [
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
    "billing_company",
    "billing_email",
    "billing_phone",
    "billing_address_1",
    "billing_address_2",
    "billing_postcode",
    "billing_city",
    "billing_state",
    "billing_country",
    "shipping_first_name",
    "shipping_last_name",
    "shipping_company",
    "shipping_phone",
    "shipping_address_1",
    "shipping_address_2",
    "shipping_postcode",
    "shipping_city",
    "shipping_state",
    "shipping_country",
    "customer_note",
    "wt_import_key",
    "shipping_items",
    "fee_items",
    "tax_items",
    "coupon_items",
    "refund_items",
    "order_notes",
    "download_permissions",
] + [f"line_item_{number}" for number in range(1, LINES_MAX + 1)]
STATUSES = {"paid": "completed", "partially_refunded": "completed", "voided": "cancelled", "pending": "on-hold"}


def write_products(path: Path, products: list[Product]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, PRODUCT_COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for index, product in enumerate(products):
            writer.writerows(_product_rows(product, 200 + index * 100))


def _product_rows(product: Product, first_id: int) -> list[dict[str, str]]:
    is_simple = len(product.variants) == 1
    parent = {
        "ID": str(first_id),
        "Typ": "simple" if is_simple else "variable",
        # One product never got a number of its own: its variations name it by id.
        "Katalógové číslo": "" if product.handle == "cobble" else product.code,
        "Meno": product.title,
        "Publikované": "1",
        "Je odporúčaný?": "0",
        "Viditeľnosť v katalógu": "visible",
        "Popis": product.description,
        "Stav dane": "taxable",
        "Na sklade?": "1",
        "Povoliť recenzie zákazníkov?": "1",
        "Kategórie": CATEGORIES[product.kind],
        "Značky": "outlet, výpredaj",
        "Obrázky": ", ".join(address for address, _alt in product.pictures()),
    }
    if is_simple:
        return [parent | _prices(product.variants[0])]
    parent |= _attribute(1, "Farba", ", ".join(product.colours))
    sizes = dict.fromkeys(variant.size for variant in product.variants)
    parent |= _attribute(2, "Veľkosť", ", ".join(sizes))
    children = [
        _variation(product, variant, first_id, index) for index, variant in enumerate(product.variants, start=1)
    ]
    return [parent, *children]


def _variation(product: Product, variant: Variant, parent_id: int, index: int) -> dict[str, str]:
    parent = f"id:{parent_id}" if product.handle == "cobble" else product.code
    row = {
        "ID": str(parent_id + index),
        "Typ": "variation",
        "Katalógové číslo": variant.sku,
        "Meno": f"{product.title} - {variant.colour}, {variant.size}",
        "Publikované": "1",
        "Viditeľnosť v katalógu": "visible",
        "Rodič": parent,
        "Obrázky": product.picture(variant.colour),
        "Pozícia": str(index),
    }
    grams = Decimal(product.grams) / 1000
    row |= _prices(variant) | {"Hmotnosť (kg)": f"{grams.normalize():f}"}
    return row | _attribute(1, "Farba", variant.colour) | _attribute(2, "Veľkosť", variant.size)


def _prices(variant: Variant) -> dict[str, str]:
    outlet = (variant.price * Decimal("0.7")).quantize(Decimal(1)) - Decimal("0.10")
    return {
        "Bežná cena": f"{variant.price:.2f}".replace(".", ","),
        "Akciová cena": f"{outlet:.2f}".replace(".", ","),
        "GTIN, UPC, EAN alebo ISBN": variant.barcode,
        "Na sklade?": "1" if variant.stock else "0",
        "Sklad": str(variant.stock),
        "Povoliť objednávky bez zásob?": "0",
    }


def _attribute(number: int, name: str, values: str) -> dict[str, str]:
    return {f"Názov vlastnosti {number}": name, f"Hodnota(y) vlastnosti {number}": values,
            f"Viditeľnosť vlastnosti {number}": "1", f"Globálna vlastnosť {number}": "0"}  # fmt: skip


def write_orders(path: Path, orders: list[Order]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ORDER_COLUMNS, restval="", delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_order_row(order) for order in sorted(orders, key=lambda order: -order.number))
    # Excel in Slovakia saves Windows-1250; what that cannot write becomes a question mark.
    path.write_bytes(text.getvalue().encode("cp1250", errors="replace"))


def _order_row(order: Order) -> dict[str, str]:
    person = order.person
    status = STATUSES.get(order.status, order.status)
    shipping = _without_tax(order, order.shipping)
    row = {
        "order_id": str(order.number),
        "order_number": str(order.number),
        "order_date": _local(order.placed_at, "%Y-%m-%d %H:%M:%S"),
        "paid_date": order.paid_at.astimezone(ZONE).isoformat() if order.paid_at else "",
        "status": "processing" if status == "completed" and not order.fulfilled_at else status,
        "shipping_total": f"{shipping:.2f}",
        "shipping_tax_total": f"{order.shipping - shipping:.2f}",
        "fee_total": "0.00",
        "fee_tax_total": "0.00",
        "tax_total": f"{order.tax:.2f}",
        "cart_discount": f"{_without_tax(order, order.discount):.2f}",
        "discount_total": f"{_without_tax(order, order.discount):.2f}",
        "order_total": f"{order.total:.2f}",
        "order_key": f"wc_order_{order.number * 7919:x}",
        "order_currency": order.currency,
        "payment_method": "bacs" if order.status == "pending" else "stripe",
        "shipping_method": "Zásielkovňa",
        "customer_id": "0" if order.is_guest else person.external_id[-5:],
        "customer_user": "0" if order.is_guest else person.external_id[-5:],
        "customer_email": "" if order.is_guest else order.email,
        "billing_first_name": person.first,
        "billing_last_name": person.last,
        "billing_email": order.email,
        "billing_city": person.town,
        "billing_country": person.country,
        "customer_note": order.note,
        "wt_import_key": str(order.number),
        "download_permissions": "0",
    }
    if order.refunded:
        back = _local(order.placed_at, "%Y-%m-%d %H:%M:%S")
        row["refund_items"] = f"amount:{order.refunded:.2f}|reason:vrátené|date:{back}"
    row |= {f"line_item_{index}": _item(order, line) for index, line in enumerate(order.lines, start=1)}
    return row | order.slips


def _item(order: Order, line: Line) -> str:
    goods = sum((each.total for each in order.lines), Decimal(0))
    paid = line.total - (order.discount * line.total / goods)
    fields = {
        "name": f"{line.product.title} - {line.variant.title}" if line.variant.title else line.product.title,
        "product_id": "0",
        "sku": line.variant.sku,
        "quantity": str(line.quantity),
        "total": f"{_without_tax(order, paid):.2f}",
        "sub_total": f"{_without_tax(order, line.total):.2f}",
    }
    if line.variant.colour:
        fields["Farba"] = line.variant.colour
    if line.variant.size:
        fields["Veľkosť"] = line.variant.size
    return "|".join(f"{name}:{value}" for name, value in fields.items())


def _without_tax(order: Order, gross: Decimal) -> Decimal:
    return rounded(gross * 100 / (100 + order.tax_percent))


def _local(moment: datetime, form: str) -> str:
    return moment.astimezone(ZONE).strftime(form)
