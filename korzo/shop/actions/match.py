"""Find the product of each line and the customer of each order, for all rows that still lack them."""

from django.db import models, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from korzo.kit.generations import bump_on_commit
from korzo.shop.models import Connection, Customer, Order, OrderLine, Product, Variant

# Rows that one statement settles; a second of work at most, then others may write.
CHUNK_SIZE = 5_000


def match_lines(connection: Connection) -> int:
    """By SKU first, then by the exact title. What fits nothing stays open and is tried again after each import."""
    mine = OrderLine.objects.filter(order__connection=connection, product__isnull=True)
    variants = Variant.objects.filter(connection=connection, sku=OuterRef("sku")).order_by(
        F("gone_at").asc(nulls_first=True), "pk"
    )
    products = Product.objects.filter(connection=connection, title=OuterRef("title")).order_by("pk")
    matched = _in_chunks(
        mine.exclude(sku="").filter(sku__in=Variant.objects.filter(connection=connection).values("sku")),
        variant=Subquery(variants.values("pk")[:1]),
        product=Subquery(variants.values("product")[:1]),
    )
    titles = Product.objects.filter(connection=connection).values("title")
    return matched + _in_chunks(mine.filter(title__in=titles), product=Subquery(products.values("pk")[:1]))


def attach_customers(connection: Connection) -> int:
    """By the shop's own id, then by the mail address: guests and systems that name no customer."""
    mine = Order.objects.filter(connection=connection, customer__isnull=True)
    customers = Customer.objects.filter(connection=connection).order_by("pk")
    by_id = customers.filter(external_id=OuterRef("customer_external_id"))
    by_mail = customers.filter(email=OuterRef("email"))
    attached = _in_chunks(
        mine.exclude(customer_external_id="").filter(customer_external_id__in=customers.values("external_id")),
        customer=Subquery(by_id.values("pk")[:1]),
    )
    return attached + _in_chunks(
        mine.exclude(email="").filter(email__in=customers.values("email")),
        customer=Subquery(by_mail.values("pk")[:1]),
    )


def _in_chunks[M: models.Model](rows: QuerySet[M], **values: Subquery) -> int:
    total, last = 0, 0
    while True:
        keys = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK_SIZE])
        if not keys:
            return total
        with transaction.atomic():
            total += rows.filter(pk__gt=last, pk__lte=keys[-1]).update(**values)
            bump_on_commit("catalogue")
        last = keys[-1]
