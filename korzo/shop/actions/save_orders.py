"""Take over a batch of orders with their lines. Customers, members and products are found afterwards, all at once."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from korzo.kit.generations import bump_on_commit
from korzo.shop.actions.batch import Tally, content_hash, erased_among, latest_by_id, tally
from korzo.shop.files.records import LineRecord, OrderRecord
from korzo.shop.models import (
    EXTERNAL_ID_LENGTH_MAX,
    SKU_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    Connection,
    Order,
    OrderLine,
    Refund,
)

# A file tells the sum of what went back, not each time.
REFUND_OF_A_FILE = "sum"

_ORDER_FIELDS = [
    "number", "email", "customer_external_id", "currency", "subtotal", "shipping", "tax",
    "total", "refunded", "tax_included", "financial_status", "fulfillment_status", "placed_at",
    "paid_at", "fulfilled_at", "cancelled_at", "content_hash",
]  # fmt: skip
_LINE_FIELDS = [
    "sku", "title", "variant_title", "quantity", "price", "discount", "refunded_quantity", "product",
    "variant",
]  # fmt: skip


def save_orders(connection: Connection, records: Iterable[OrderRecord]) -> Tally:
    read = list(records)
    erased = erased_among(record.email for record in read)
    batch = latest_by_id(replace(record, email="") if record.email in erased else record for record in read)
    known = dict(
        Order.objects.filter(connection=connection, external_id__in=batch).values_list("external_id", "content_hash")
    )
    fresh = [record for record in batch.values() if known.get(record.external_id) != content_hash(record)]
    if fresh:
        with transaction.atomic():
            _write(connection, fresh)
            # Who owns what, and which reviews are of goods that went back.
            bump_on_commit("catalogue")
    return tally(known, fresh, len(batch))


def _write(connection: Connection, records: list[OrderRecord]) -> None:
    Order.objects.bulk_create(
        [_order(connection, record) for record in records],
        update_conflicts=True,
        unique_fields=["connection", "external_id"],
        update_fields=_ORDER_FIELDS,
    )
    ids = [record.external_id for record in records]
    keys = dict(Order.objects.filter(connection=connection, external_id__in=ids).values_list("external_id", "pk"))
    by_order = {keys[record.external_id]: record for record in records}
    _write_lines(by_order)
    _write_refunds(by_order)


def _order(connection: Connection, record: OrderRecord) -> Order:
    return Order(
        connection=connection,
        external_id=record.external_id[:EXTERNAL_ID_LENGTH_MAX],
        number=record.number[:60],
        email=record.email,
        customer_external_id=record.customer_external_id[:EXTERNAL_ID_LENGTH_MAX],
        currency=record.currency,
        subtotal=record.subtotal.amount,
        shipping=record.shipping.amount,
        tax=record.tax.amount,
        total=record.total.amount,
        refunded=record.refunded.amount,
        tax_included=record.tax_included,
        financial_status=record.financial_status.value,
        fulfillment_status=record.fulfillment_status.value,
        placed_at=record.placed_at,
        paid_at=record.paid_at,
        fulfilled_at=record.fulfilled_at,
        cancelled_at=record.cancelled_at,
        content_hash=content_hash(record),
    )


def _write_lines(by_order: dict[int, OrderRecord]) -> None:
    before = OrderLine.objects.filter(order_id__in=by_order).values_list("pk", "order_id", "position")
    too_many = [pk for pk, order_id, position in before if position > len(by_order[order_id].lines)]
    OrderLine.objects.filter(pk__in=too_many).delete()
    OrderLine.objects.bulk_create(
        [_line(order_id, position, line) for order_id, record in by_order.items()
         for position, line in enumerate(record.lines, start=1)],
        update_conflicts=True,
        unique_fields=["order", "position"],
        update_fields=_LINE_FIELDS,
    )  # fmt: skip


def _line(order_id: int, position: int, record: LineRecord) -> OrderLine:
    return OrderLine(
        order_id=order_id,
        position=position,
        sku=record.sku[:SKU_LENGTH_MAX],
        title=record.title[:TITLE_LENGTH_MAX],
        variant_title=record.variant_title[:TITLE_LENGTH_MAX],
        quantity=record.quantity,
        price=record.price.amount if record.price else None,
        discount=record.discount.amount,
        refunded_quantity=record.refunded_quantity,
    )


def _write_refunds(by_order: dict[int, OrderRecord]) -> None:
    without = [order_id for order_id, record in by_order.items() if not record.refunded.amount]
    Refund.objects.filter(order_id__in=without, external_id=REFUND_OF_A_FILE).delete()
    Refund.objects.bulk_create(
        [
            Refund(
                order_id=order_id,
                external_id=REFUND_OF_A_FILE,
                amount=record.refunded.amount,
                currency=record.refunded.currency,
            )
            for order_id, record in by_order.items()
            if record.refunded.amount
        ],
        update_conflicts=True,
        unique_fields=["order", "external_id"],
        update_fields=["amount", "currency"],
    )
