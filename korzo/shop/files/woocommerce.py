"""The product export of WooCommerce's core.

Where the layout is from: the exporter in WooCommerce's source (class-wc-product-csv-exporter), headers in other
languages see `woocommerce_words`. A variation names its parent by SKU, or as `id:10` where the parent has none, and may
stand anywhere in the file. Prices are written with the decimal mark of the shop. The file brings neither the currency
(declared by the owner) nor the address of a product, so its handle is made from its name, or read from a `Slug` column.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from korzo.kit.money import DecimalMark, MoneyRefused, parse_amount
from korzo.shop.files.handles import handle_of
from korzo.shop.files.records import (
    CellRefused,
    FileRefused,
    ImageRecord,
    Kind,
    Option,
    ProductRecord,
    ProductStatus,
    Reason,
    Rejected,
    VariantRecord,
)
from korzo.shop.files.sheet import Layout, Sheet
from korzo.shop.files.source import Row
from korzo.shop.files.woocommerce_words import PRODUCT_COLUMNS, product_column

# Variations wait in memory for their parent; their rows are short.
VARIATIONS_MAX = 300_000
ATTRIBUTES_MAX = 50

# Pictures are parted by commas, and an address may hold one.
_BETWEEN_IMAGES = re.compile(r",\s*(?=https?://)")
# WooCommerce writes a comma inside a name as \,
_BETWEEN_NAMES = re.compile(r"(?<!\\),\s*")


def _read_products(sheet: Sheet) -> Iterator[ProductRecord | Rejected]:
    variations = _variations_by_parent(sheet)
    for row in sheet.rows():
        if _is_variation(row):
            continue
        # Claimed before the product is read: a refused product must not make orphans of its variations as well.
        rows = [child for name in _names_for_children(row) for child in variations.pop(name, [])]
        try:
            sheet.check_width(row)
            product, refusals = _product(sheet, row, rows)
        except CellRefused as refusal:
            yield sheet.rejected(row, refusal)
            continue
        yield from refusals
        yield product
    for orphans in variations.values():
        for row in orphans:
            reason = Reason(_("The product “%(parent)s” it belongs to is not in the file."), {"parent": row["parent"]})
            yield sheet.rejected(row, sheet.cell_refused(row, "parent", reason))


def _variations_by_parent(sheet: Sheet) -> dict[str, list[Row]]:
    variations: dict[str, list[Row]] = {}
    count = 0
    for row in sheet.rows():
        if _is_variation(row):
            count += 1
            variations.setdefault(row.id("parent").casefold(), []).append(row)
        if count > VARIATIONS_MAX:
            values = {"file": sheet.source.name, "limit": VARIATIONS_MAX}
            raise FileRefused(
                sheet.source.name, row.line, Reason(_("%(file)s has more than %(limit)s variations."), values)
            )
    return variations


def _is_variation(row: Row) -> bool:
    return "variation" in row["type"].casefold()


def _names_for_children(row: Row) -> list[str]:
    names = (f"id:{row.id('id')}", row.id("sku").casefold())
    return [name for name in names if name not in {"id:", ""}]


def _product(sheet: Sheet, row: Row, children: list[Row]) -> tuple[ProductRecord, list[Rejected]]:
    external_id = row.id("id") or row.id("sku")
    if not external_id:
        raise sheet.cell_refused(row, "id", Reason(_("The product has neither an ID nor a SKU.")))
    if not row["name"]:
        raise sheet.cell_refused(row, "name", Reason(_("The product has no name.")))
    variants, refusals = _variants(sheet, row, children)
    categories = tuple(_names(row["categories"]))
    product = ProductRecord(
        external_id=external_id,
        handle=row["slug"] or handle_of(row["name"]) or f"product-{external_id}",
        title=row["name"],
        description_html=_with_line_breaks(row["description"] or row["short_description"]),
        vendor="",
        kind=categories[0].rpartition(">")[2].strip() if categories else "",
        tags=tuple(_names(row["tags"])),
        status=ProductStatus.ACTIVE if row["published"] == "1" else ProductStatus.DRAFT,
        variants=variants,
        images=_images(row, children),
        categories=categories,
    )
    return product, refusals


def _variants(sheet: Sheet, row: Row, children: list[Row]) -> tuple[tuple[VariantRecord, ...], list[Rejected]]:
    kind = row["type"].casefold()
    if "variable" not in kind:
        # A grouped product has no price: it only shows others together.
        return () if "grouped" in kind else (_variant(sheet, row),), []
    variants: list[VariantRecord] = []
    refusals: list[Rejected] = []
    for child in children:
        try:
            sheet.check_width(child)
            variants.append(_variant(sheet, child))
        except CellRefused as refusal:
            refusals.append(sheet.rejected(child, refusal))
    return tuple(variants), refusals


def _variant(sheet: Sheet, row: Row) -> VariantRecord:
    regular = sheet.money(row, "regular_price", sheet.terms.currency)
    if regular is None:
        raise sheet.cell_refused(row, "regular_price", Reason(_("The price is missing.")))
    sale = sheet.money(row, "sale_price", sheet.terms.currency) if _is_on_sale(sheet, row) else None
    is_reduced = sale is not None and sale < regular
    return VariantRecord(
        external_id=row.id("id") or row.id("sku"),
        sku=row.id("sku"),
        barcode=row.id("gtin"),
        options=_options(row) if _is_variation(row) else (),
        price=sale if sale is not None and is_reduced else regular,
        compare_at=regular if is_reduced else None,
        stock=_stock(sheet, row),
        weight_grams=_weight_grams(sheet, row),
        image=next(iter(_image_addresses(row)), ""),
    )


def _is_on_sale(sheet: Sheet, row: Row) -> bool:
    starts, ends = (sheet.moment(row, column, may_come=True) for column in ("sale_from", "sale_to"))
    return (starts is None or starts <= sheet.now) and (ends is None or ends >= sheet.now)


def _options(row: Row) -> tuple[Option, ...]:
    names = ((row[f"attribute{n}_name"], row[f"attribute{n}_value"]) for n in range(1, ATTRIBUTES_MAX + 1))
    return tuple(Option(name, value) for name, value in names if name and value)


def _stock(sheet: Sheet, row: Row) -> int | None:
    """“parent” means that the product counts for all its variations; then we do not know the number of this one."""
    if row["in_stock"] == "0":
        return 0
    if not row["stock"] or row["stock"].casefold() == "parent":
        return None
    return sheet.count(row, "stock")


def _weight_grams(sheet: Sheet, row: Row) -> Decimal | None:
    """A weight that cannot be read is no reason to lose the product."""
    column = next((column for column in sheet.columns if column.startswith("weight ")), None)
    if column is None or not row[column]:
        return None
    try:
        return parse_amount(row[column], mark=DecimalMark.POINT) * Decimal(column.removeprefix("weight "))
    except MoneyRefused:
        return None


def _images(row: Row, children: list[Row]) -> tuple[ImageRecord, ...]:
    addresses = dict.fromkeys(address for each in (row, *children) for address in _image_addresses(each))
    return tuple(ImageRecord(address, "", position) for position, address in enumerate(addresses, start=1))


def _image_addresses(row: Row) -> list[str]:
    return [address.strip() for address in _BETWEEN_IMAGES.split(row["images"]) if address.strip()]


def _names(cell: str) -> list[str]:
    return [name.replace("\\,", ",").strip() for name in _BETWEEN_NAMES.split(cell) if name.strip()]


def _with_line_breaks(text: str) -> str:
    """The exporter writes a line break as the two characters \\n."""
    return text.replace("\\n", "\n")


PRODUCTS = Layout(
    name="woocommerce.products",
    kind=Kind.PRODUCTS,
    columns=PRODUCT_COLUMNS,
    needs=frozenset({"id", "type", "sku", "name", "published", "regular_price"}),
    read=_read_products,
    dates=("sale_from", "sale_to"),
    amounts=("regular_price", "sale_price"),
    numbered=product_column,
)

LAYOUTS = (PRODUCTS,)
