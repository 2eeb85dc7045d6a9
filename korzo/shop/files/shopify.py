"""Shopify's own CSV exports.

Where the layouts are from: products in the new generation (Title, URL handle, Description …) from Shopify's help page
“Using CSV files” and its template, in the old one (Handle, Body (HTML), Variant Price …) from exports published by
shops; orders and customers likewise from published exports, since Shopify documents no list of their columns. Not
verified against a live shop: the order of columns (we do not need it), and whether `Id` stands in every export of
orders. Without it the number of the order is its key.

Two things the files do not say: the currency of the catalogue (declared by the owner), and whether the prices of an
order include tax (None). Orders name products by SKU and title only; they carry no product id and no customer id.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from korzo.kit.money import DecimalMark, Money
from korzo.shop.files.handles import handle_of
from korzo.shop.files.records import (
    CellRefused,
    CustomerRecord,
    FinancialStatus,
    FulfillmentStatus,
    ImageRecord,
    Kind,
    LineRecord,
    Option,
    OrderRecord,
    ProductRecord,
    ProductStatus,
    Reason,
    Rejected,
    VariantRecord,
)
from korzo.shop.files.sheet import Layout, Sheet, headers
from korzo.shop.files.source import Row

# A product without real options has one that is called this.
_NO_OPTION = "Default Title"
_FINANCIAL_WORDS = {
    "expired": FinancialStatus.VOIDED,
    "unpaid": FinancialStatus.PENDING,
    "partially paid": FinancialStatus.PARTIALLY_PAID,
    "partially refunded": FinancialStatus.PARTIALLY_REFUNDED,
}


# Products


def _read_products(sheet: Sheet) -> Iterator[ProductRecord | Rejected]:
    for rows in sheet.groups():
        try:
            yield _product(sheet, rows)
        except CellRefused as refusal:
            yield sheet.rejected(rows[0], refusal)


def _product(sheet: Sheet, rows: list[Row]) -> ProductRecord:
    for row in rows:
        sheet.check_width(row)
    head = next((row for row in rows if row["title"]), None)
    if head is None:
        raise sheet.cell_refused(rows[0], "title", Reason(_("The product has no title.")))
    handle = head["handle"] or handle_of(head["title"])
    names = tuple(_first(rows, f"option{number}_name") for number in (1, 2, 3))
    variants = tuple(_variant(sheet, row, handle, names) for row in rows if _is_variant(row))
    if not variants:
        raise sheet.cell_refused(head, "price", Reason(_("The product has no price.")))
    return ProductRecord(
        external_id=handle,
        handle=handle,
        title=head["title"],
        description_html=head["description"],
        vendor=head["vendor"],
        kind=head["type"],
        tags=tuple(tag.strip() for tag in head["tags"].split(",") if tag.strip()),
        status=_status(sheet, head),
        variants=variants,
        images=_images(sheet, rows),
        categories=(head["category"],) if head["category"] else (),
    )


def _first(rows: list[Row], column: str) -> str:
    return next((row[column] for row in rows if row[column]), "")


def _is_variant(row: Row) -> bool:
    """The others only bring one more picture."""
    return bool(row["price"] or row["sku"] or row["option1_value"])


def _variant(sheet: Sheet, row: Row, handle: str, names: tuple[str, ...]) -> VariantRecord:
    values = [row[f"option{number}_value"] for number in (1, 2, 3)]
    options = tuple(
        Option(name, value) for name, value in zip(names, values, strict=True) if value and value != _NO_OPTION
    )
    price = sheet.money(row, "price", sheet.terms.currency)
    if price is None:
        raise sheet.cell_refused(row, "price", Reason(_("The price is missing.")))
    return VariantRecord(
        # The export has no id of its own for a variant. Its options are unique within the product, SKUs need not be.
        external_id="/".join([handle, *(option.value for option in options)]),
        sku=row.id("sku"),
        barcode=row.id("barcode"),
        options=options,
        price=price,
        compare_at=sheet.money(row, "compare_at", sheet.terms.currency),
        stock=_stock(sheet, row),
        weight_grams=sheet.number(row, "grams") if row["grams"] else None,
        image=row["variant_image"],
    )


def _stock(sheet: Sheet, row: Row) -> int | None:
    is_tracked = "tracker" not in sheet.columns or bool(row["tracker"])
    return sheet.count(row, "stock") if row["stock"] and is_tracked else None


def _status(sheet: Sheet, head: Row) -> ProductStatus:
    """On sale only if the product is active and published in the online shop."""
    if head["status"].casefold() == ProductStatus.ARCHIVED:
        return ProductStatus.ARCHIVED
    is_draft = head["status"].casefold() == ProductStatus.DRAFT
    is_hidden = bool(head["published"]) and not sheet.says_yes(head, "published")
    return ProductStatus.DRAFT if is_draft or is_hidden else ProductStatus.ACTIVE


def _images(sheet: Sheet, rows: list[Row]) -> tuple[ImageRecord, ...]:
    images: dict[str, ImageRecord] = {}
    for row in rows:
        if (src := row["image"]) and src not in images:
            position = sheet.count(row, "image_position") if row["image_position"] else len(images) + 1
            images[src] = ImageRecord(src, row["image_alt"], position)
    return tuple(sorted(images.values(), key=lambda image: image.position))


PRODUCTS = Layout(
    name="shopify.products",
    kind=Kind.PRODUCTS,
    columns=headers(
        {
            "handle": "Handle|URL handle",
            "title": "Title",
            "description": "Body (HTML)|Description",
            "vendor": "Vendor",
            "category": "Product Category",
            "type": "Type",
            "tags": "Tags",
            "published": "Published|Published on online store",
            "status": "Status",
            "option1_name": "Option1 Name",
            "option1_value": "Option1 Value",
            "option2_name": "Option2 Name",
            "option2_value": "Option2 Value",
            "option3_name": "Option3 Name",
            "option3_value": "Option3 Value",
            "sku": "Variant SKU|SKU",
            "grams": "Variant Grams|Weight value (grams)",
            "tracker": "Variant Inventory Tracker|Inventory tracker",
            "stock": "Variant Inventory Qty|Inventory quantity",
            "price": "Variant Price|Price",
            "compare_at": "Variant Compare At Price|Compare-at price",
            "barcode": "Variant Barcode|Barcode",
            "image": "Image Src|Product image URL",
            "image_position": "Image Position",
            "image_alt": "Image Alt Text",
            "variant_image": "Variant Image|Variant image URL",
        }
    ),
    needs=frozenset({"handle", "title", "price"}),
    read=_read_products,
    key="handle",
    amounts=("price", "compare_at"),
    mark=DecimalMark.POINT,
)


# Customers


def _read_customers(sheet: Sheet) -> Iterator[CustomerRecord | Rejected]:
    for row in sheet.rows():
        try:
            sheet.check_width(row)
            yield _customer(sheet, row)
        except CellRefused as refusal:
            yield sheet.rejected(row, refusal)


def _customer(sheet: Sheet, row: Row) -> CustomerRecord:
    email = sheet.mail(row, "email")
    if not email:
        raise sheet.cell_refused(
            row, "email", Reason(_("The mail address is missing, so the customer could never be recognised."))
        )
    return CustomerRecord(
        external_id=row.id("id") or f"mail:{email}",
        email=email,
        name=" ".join(part for part in (row["first_name"], row["last_name"]) if part),
        phone=row.id("phone") or row.id("address_phone"),
        accepts_marketing=sheet.says_yes(row, "accepts_marketing"),
        country=row["country"],
        city=row["city"],
    )


CUSTOMERS = Layout(
    name="shopify.customers",
    kind=Kind.CUSTOMERS,
    columns=headers(
        {
            "id": "Customer ID",
            "first_name": "First Name",
            "last_name": "Last Name",
            "email": "Email",
            "accepts_marketing": "Accepts Email Marketing|Accepts Marketing",
            "country": "Default Address Country Code|Country Code",
            "city": "Default Address City|City",
            "phone": "Phone",
            "address_phone": "Default Address Phone",
            "total_orders": "Total Orders",
            "total_spent": "Total Spent",
        }
    ),
    needs=frozenset({"first_name", "last_name", "email", "total_spent"}),
    read=_read_customers,
)


# Orders


def _read_orders(sheet: Sheet) -> Iterator[OrderRecord | Rejected]:
    for rows in sheet.groups():
        try:
            yield _order(sheet, rows)
        except CellRefused as refusal:
            yield sheet.rejected(next((row for row in rows if row.line == refusal.line), rows[0]), refusal)


def _order(sheet: Sheet, rows: list[Row]) -> OrderRecord:
    for row in rows:
        sheet.check_width(row)
    if not rows[0]["name"]:
        raise sheet.cell_refused(rows[0], "name", Reason(_("The row does not say which order it belongs to.")))
    head, rows = _newest_copy(sheet, rows)
    currency = sheet.currency(head, "currency")
    total = sheet.money(head, "total", currency)
    if total is None:
        raise sheet.cell_refused(head, "total", Reason(_("The total is missing.")))
    order = OrderRecord(
        external_id=head.id("id") or head["name"],
        number=head["name"],
        email=sheet.mail(head, "email"),
        customer_external_id="",
        currency=currency,
        subtotal=sheet.money_or_zero(head, "subtotal", currency),
        shipping=sheet.money_or_zero(head, "shipping", currency),
        tax=sheet.money_or_zero(head, "taxes", currency),
        total=total,
        refunded=sheet.money_or_zero(head, "refunded", currency),
        tax_included=None,
        financial_status=_financial_status(sheet, head),
        fulfillment_status=_fulfillment_status(head),
        placed_at=sheet.required_moment(head, "created_at"),
        paid_at=sheet.moment(head, "paid_at"),
        fulfilled_at=sheet.moment(head, "fulfilled_at"),
        cancelled_at=sheet.moment(head, "cancelled_at"),
        lines=_lines(sheet, rows, currency),
    )
    return _with_refunded_lines(order)


def _newest_copy(sheet: Sheet, rows: list[Row]) -> tuple[Row, list[Row]]:
    """Only the first row of an order has a total. Two of them: two exports were joined, and the later one counts."""
    starts = [index for index, row in enumerate(rows) if row["total"] or row["financial_status"]]
    if not starts:
        raise sheet.cell_refused(rows[0], "total", Reason(_("The total is missing.")))
    if len(starts) == 1:
        return rows[starts[0]], rows
    return rows[starts[-1]], rows[starts[-1] :]


def _financial_status(sheet: Sheet, head: Row) -> FinancialStatus:
    word = head["financial_status"].casefold()
    if not word:
        return FinancialStatus.PAID if head["paid_at"] else FinancialStatus.PENDING
    try:
        return _FINANCIAL_WORDS.get(word) or FinancialStatus(word)
    except ValueError:
        reason = Reason(_("“%(value)s” is not a state of payment we know."), {"value": head["financial_status"]})
        raise sheet.cell_refused(head, "financial_status", reason) from None


def _fulfillment_status(head: Row) -> FulfillmentStatus:
    word = head["fulfillment_status"].casefold()
    if word in {FulfillmentStatus.FULFILLED, FulfillmentStatus.PARTIAL}:
        return FulfillmentStatus(word)
    return FulfillmentStatus.UNFULFILLED


def _lines(sheet: Sheet, rows: list[Row], currency: str) -> tuple[LineRecord, ...]:
    lines: list[LineRecord] = []
    for row in rows:
        if not row["line_name"] and not row["line_sku"]:
            continue
        quantity = sheet.count(row, "line_quantity")
        if quantity < 0:
            reason = Reason(_("“%(value)s” is not a number of pieces."), {"value": row["line_quantity"]})
            raise sheet.cell_refused(row, "line_quantity", reason)
        if quantity > 0:
            lines.append(_line(sheet, row, len(lines) + 1, quantity, currency))
    return tuple(lines)


def _line(sheet: Sheet, row: Row, position: int, quantity: int, currency: str) -> LineRecord:
    title, _dash, variant_title = row["line_name"].rpartition(" - ")
    price = sheet.money(row, "line_price", currency)
    if price is None:
        raise sheet.cell_refused(row, "line_price", Reason(_("The price is missing.")))
    return LineRecord(
        position=position,
        sku=row.id("line_sku"),
        title=title or row["line_name"],
        variant_title=variant_title if title else "",
        quantity=quantity,
        price=price,
        discount=sheet.money_or_zero(row, "line_discount", currency),
    )


def _with_refunded_lines(order: OrderRecord) -> OrderRecord:
    """The file does not say which pieces came back. Only where all money went back are they all."""
    is_whole = order.financial_status is FinancialStatus.REFUNDED
    if not is_whole or order.refunded < order.total or order.total == Money(Decimal(0), order.currency):
        return order
    return replace(order, lines=tuple(replace(line, refunded_quantity=line.quantity) for line in order.lines))


ORDERS = Layout(
    name="shopify.orders",
    kind=Kind.ORDERS,
    columns=headers(
        {
            "id": "Id",
            "name": "Name",
            "email": "Email",
            "financial_status": "Financial Status",
            "paid_at": "Paid at",
            "fulfillment_status": "Fulfillment Status",
            "fulfilled_at": "Fulfilled at|Fulfillment Date",
            "currency": "Currency",
            "subtotal": "Subtotal",
            "shipping": "Shipping",
            "taxes": "Taxes",
            "total": "Total",
            "created_at": "Created at",
            "cancelled_at": "Cancelled at",
            "refunded": "Refunded Amount",
            "line_quantity": "Lineitem quantity",
            "line_name": "Lineitem name",
            "line_price": "Lineitem price",
            "line_sku": "Lineitem sku",
            "line_discount": "Lineitem discount",
        }
    ),
    needs=frozenset({"name", "financial_status", "total", "created_at", "line_quantity", "line_name", "line_price"}),
    read=_read_orders,
    key="name",
    dates=("created_at", "paid_at", "fulfilled_at", "cancelled_at"),
    amounts=("subtotal", "shipping", "taxes", "total", "line_price"),
    mark=DecimalMark.POINT,
)

LAYOUTS = (PRODUCTS, CUSTOMERS, ORDERS)
