"""Orders and customers of WooCommerce, whose core exports neither.

Three layouts are read:
- orders of the plugin “Order Export & Order Import for WooCommerce” by WebToffee, with one `line_item_N` column for
  each line. Columns and the form of a line are from the plugin's source (2.3). Its layouts with one row or one column
  group for each line are not read.
- Analytics > Orders, download. Columns from WooCommerce's source. It names neither mail nor SKU nor currency, and its
  figures are net sales: without shipping and tax. Such orders count, but can never be matched to a member.
- Analytics > Customers, download. Columns from WooCommerce's source. It has no id; the mail address is the key.
Unverified: the headers of the two downloads in other languages than English, which are not read.

Times are those of the shop, without a zone: the owner declares it. Lines are written without tax, so `tax_included` is
False. The price of one piece is its share of `sub_total`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from korzo.kit.money import DecimalMark, Money, MoneyRefused, parse_amount, storable
from korzo.shop.files.records import (
    CellRefused,
    CustomerRecord,
    FinancialStatus,
    FulfillmentStatus,
    Kind,
    LineRecord,
    OrderRecord,
    Reason,
    Rejected,
)
from korzo.shop.files.sheet import Layout, Sheet, headers
from korzo.shop.files.source import Row

_STATUSES = {
    "completed": (FinancialStatus.PAID, FulfillmentStatus.FULFILLED),
    "processing": (FinancialStatus.PAID, FulfillmentStatus.UNFULFILLED),
    "on-hold": (FinancialStatus.PENDING, FulfillmentStatus.UNFULFILLED),
    "pending": (FinancialStatus.PENDING, FulfillmentStatus.UNFULFILLED),
    "checkout-draft": (FinancialStatus.PENDING, FulfillmentStatus.UNFULFILLED),
    "refunded": (FinancialStatus.REFUNDED, FulfillmentStatus.UNFULFILLED),
    "cancelled": (FinancialStatus.VOIDED, FulfillmentStatus.UNFULFILLED),
    "failed": (FinancialStatus.VOIDED, FulfillmentStatus.UNFULFILLED),
    "trash": (FinancialStatus.VOIDED, FulfillmentStatus.UNFULFILLED),
}
# name:Ridge 3|product_id:12|sku:KZ-RID3|quantity:1|total:139.00|sub_total:139.00|pa_size:42
_BETWEEN_FIELDS = re.compile(r"\|(?=[^|:]{1,60}:)")
_ITEM_FIELDS = frozenset(
    ["name", "product_id", "sku", "quantity", "total", "sub_total", "tax", "tax_data", "refunded", "refunded_qty"]
)
_LINE_COLUMN = re.compile(r"line_item_\d+")
_REFUND_AMOUNT = re.compile(r"(?:^|;)amount:([\d.,]+)")
# 2× Ridge 3, 1× Pico
_NAMED_PRODUCT = re.compile(r"(\d+)\s?×\s?(.+?)(?=, \d+\s?×|$)")


def _line_column(header: str) -> str | None:
    return header if _LINE_COLUMN.fullmatch(header) else None


# Orders of the plugin


def _read_orders(sheet: Sheet) -> Iterator[OrderRecord | Rejected]:
    line_columns = sorted(filter(_LINE_COLUMN.fullmatch, sheet.columns), key=lambda name: int(name.rpartition("_")[2]))
    for row in sheet.rows():
        try:
            sheet.check_width(row)
            yield _order(sheet, row, line_columns)
        except CellRefused as refusal:
            yield sheet.rejected(row, refusal)


def _order(sheet: Sheet, row: Row, line_columns: list[str]) -> OrderRecord:
    external_id = row.id("order_id") or row.id("order_number")
    if not external_id:
        raise sheet.cell_refused(row, "order_id", Reason(_("The order has no number.")))
    currency = sheet.currency(row, "order_currency")
    total = sheet.money(row, "order_total", currency)
    if total is None:
        raise sheet.cell_refused(row, "order_total", Reason(_("The total is missing.")))
    refunded = _refunded(sheet, row, currency)
    paid_at = sheet.moment(row, "paid_date")
    financial, fulfillment = _status(row, total, refunded, paid_at)
    lines = tuple(_lines(sheet, row, line_columns, currency))
    if financial is FinancialStatus.REFUNDED:
        lines = tuple(replace(line, refunded_quantity=line.quantity) for line in lines)
    return OrderRecord(
        external_id=external_id,
        number=row.id("order_number") or external_id,
        email=sheet.mail(row, "customer_email") or sheet.mail(row, "billing_email"),
        customer_external_id="" if row.id("customer_id") == "0" else row.id("customer_id"),
        currency=currency,
        subtotal=Money.sum_of((line.price * line.quantity - line.discount for line in lines if line.price), currency),
        shipping=sheet.money_or_zero(row, "shipping_total", currency),
        tax=sheet.money_or_zero(row, "tax_total", currency),
        total=total,
        refunded=total if financial is FinancialStatus.REFUNDED and refunded < total else refunded,
        tax_included=False,
        financial_status=financial,
        fulfillment_status=fulfillment,
        placed_at=sheet.required_moment(row, "order_date"),
        paid_at=paid_at,
        fulfilled_at=None,
        cancelled_at=None,
        lines=lines,
    )


def _status(
    row: Row, total: Money, refunded: Money, paid_at: datetime | None
) -> tuple[FinancialStatus, FulfillmentStatus]:
    word = row["status"].casefold().removeprefix("wc-")
    # Shops add states of their own, such as “packed”. Whether such an order is paid, its date of payment tells.
    unknown = FinancialStatus.PAID if paid_at else FinancialStatus.PENDING
    financial, fulfillment = _STATUSES.get(word, (unknown, FulfillmentStatus.UNFULFILLED))
    if financial is FinancialStatus.PAID and refunded.amount > 0:
        financial = FinancialStatus.REFUNDED if refunded >= total else FinancialStatus.PARTIALLY_REFUNDED
    return financial, fulfillment


def _refunded(sheet: Sheet, row: Row, currency: str) -> Money:
    amounts = (_amount(sheet, row, "refund_items", text) for text in _REFUND_AMOUNT.findall(row["refund_items"]))
    return Money(sum(amounts, Decimal(0)), currency)


def _amount(sheet: Sheet, row: Row, column: str, text: str) -> Decimal:
    try:
        return storable(parse_amount(text, mark=DecimalMark.POINT))
    except MoneyRefused as refusal:
        raise sheet.cell_refused(row, column, Reason.of(refusal)) from None


def _lines(sheet: Sheet, row: Row, line_columns: list[str], currency: str) -> Iterator[LineRecord]:
    position = 0
    for column in line_columns:
        if not row[column]:
            continue
        item = _Item.of(sheet, row, column)
        if item.quantity > 0:
            position += 1
            yield item.line(position, currency)


@dataclass(frozen=True)
class _Item:
    fields: Mapping[str, str]
    quantity: int
    total: Decimal
    sub_total: Decimal
    refunded: Decimal

    @classmethod
    def of(cls, sheet: Sheet, row: Row, column: str) -> "_Item":
        parts = (part.partition(":") for part in _BETWEEN_FIELDS.split(row[column]))
        fields = {name.strip(): value.strip() for name, _colon, value in parts}
        quantity = _amount(sheet, row, column, fields.get("quantity", ""))
        if quantity != int(quantity) or quantity < 0:
            reason = Reason(_("“%(value)s” is not a number of pieces."), {"value": fields["quantity"]})
            raise sheet.cell_refused(row, column, reason)
        total = _amount(sheet, row, column, fields.get("total", ""))
        sub_total = _amount(sheet, row, column, fields["sub_total"]) if fields.get("sub_total") else total
        refunded = _amount(sheet, row, column, fields["refunded"]) if fields.get("refunded") else Decimal(0)
        return cls(fields, int(quantity), total, sub_total, refunded)

    def line(self, position: int, currency: str) -> LineRecord:
        chosen = [value for name, value in self.fields.items() if name not in _ITEM_FIELDS and name[:1] != "_"]
        return LineRecord(
            position=position,
            sku=self.fields.get("sku", ""),
            title=self.fields.get("name", ""),
            variant_title=" / ".join(chosen),
            quantity=self.quantity,
            price=Money(storable(self.sub_total / self.quantity), currency),
            discount=Money(max(self.sub_total - self.total, Decimal(0)), currency),
            # Money went back for the line; only where all of it did are all its pieces back.
            refunded_quantity=self.quantity if self.total and self.refunded >= self.total else 0,
        )


_PLUGIN_COLUMNS = [
    "order_number",
    "order_date",
    "paid_date",
    "status",
    "shipping_total",
    "tax_total",
    "order_total",
    "order_currency",
    "customer_id",
    "customer_email",
    "billing_email",
    "refund_items",
]

ORDERS = Layout(
    name="woocommerce.orders",
    kind=Kind.ORDERS,
    # The plugin writes the name of a column or, where the owner kept its labels, the label.
    columns=headers(
        {"order_id": "order_id|ID", **{name: f"{name}|{name.replace('_', ' ')}" for name in _PLUGIN_COLUMNS}}
    ),
    needs=frozenset({"order_id", "order_date", "status", "order_total", "order_currency", "line_item_1"}),
    read=_read_orders,
    dates=("order_date", "paid_date"),
    amounts=("order_total", "shipping_total", "tax_total"),
    mark=DecimalMark.POINT,
    numbered=_line_column,
)


# Analytics > Orders


def _read_analytics_orders(sheet: Sheet) -> Iterator[OrderRecord | Rejected]:
    for row in sheet.rows():
        try:
            sheet.check_width(row)
            yield _analytics_order(sheet, row)
        except CellRefused as refusal:
            yield sheet.rejected(row, refusal)


def _analytics_order(sheet: Sheet, row: Row) -> OrderRecord:
    currency = sheet.terms.currency
    net = sheet.money(row, "net_sales", currency)
    if not row["order_number"] or net is None:
        missing = "net_sales" if row["order_number"] else "order_number"
        raise sheet.cell_refused(row, missing, Reason(_("The row does not say which order it is, or its sum.")))
    nothing = Money.zero(currency)
    financial, fulfillment = _status(row, net, nothing, None)
    return OrderRecord(
        external_id=row.id("order_number"),
        number=row.id("order_number"),
        email="",
        customer_external_id="",
        currency=currency,
        subtotal=net,
        shipping=nothing,
        tax=nothing,
        total=net,
        refunded=nothing,
        tax_included=None,
        financial_status=financial,
        fulfillment_status=fulfillment,
        placed_at=sheet.required_moment(row, "date"),
        paid_at=None,
        fulfilled_at=None,
        cancelled_at=None,
        lines=tuple(
            LineRecord(position, "", name.strip(), "", int(quantity), None, nothing)
            for position, (quantity, name) in enumerate(_NAMED_PRODUCT.findall(row["products"]), start=1)
        ),
    )


ANALYTICS_ORDERS = Layout(
    name="woocommerce.analytics_orders",
    kind=Kind.ORDERS,
    columns=headers(
        {
            "date": "Date",
            "order_number": "Order #",
            "status": "Status",
            "products": "Product(s)",
            "items_sold": "Items sold",
            "net_sales": "Net Sales",
        }
    ),
    needs=frozenset({"date", "order_number", "status", "products", "net_sales"}),
    read=_read_analytics_orders,
    dates=("date",),
    amounts=("net_sales",),
    mark=DecimalMark.POINT,
)


# Analytics > Customers


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
        external_id=f"mail:{email}",
        email=email,
        name=row["name"],
        phone=row.id("phone"),
        accepts_marketing=False,
        country=row["country"],
        city=row["city"],
        created_at=sheet.moment(row, "sign_up"),
    )


CUSTOMERS = Layout(
    name="woocommerce.customers",
    kind=Kind.CUSTOMERS,
    columns=headers(
        {
            "name": "Name",
            "username": "Username",
            "sign_up": "Sign Up",
            "email": "Email",
            "orders": "Orders",
            "total_spend": "Total Spend",
            "country": "Country / Region",
            "city": "City",
            "phone": "Billing Phone",
        }
    ),
    needs=frozenset({"name", "username", "email", "total_spend"}),
    read=_read_customers,
    dates=("sign_up",),
)

LAYOUTS = (ORDERS, ANALYTICS_ORDERS, CUSTOMERS)
