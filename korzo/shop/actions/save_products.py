"""Take over a batch of products with their variants and pictures."""

from collections.abc import Iterable
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from korzo.kit.generations import bump_on_commit
from korzo.kit.html import clean
from korzo.shop.actions.batch import Tally, content_hash, latest_by_id, tally
from korzo.shop.files.records import ProductRecord, VariantRecord
from korzo.shop.models import (
    EXTERNAL_ID_LENGTH_MAX,
    SKU_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    Connection,
    Product,
    ProductPicture,
    Variant,
)

# The handle is given once: a product keeps its address when its name changes.
_PRODUCT_FIELDS = [
    "title", "description_html", "description_plain", "vendor", "kind", "tags", "state", "price_from", "price_to",
    "currency", "in_stock", "content_hash", "gone_at", "changed_at",
]  # fmt: skip
_VARIANT_FIELDS = [
    "product", "position", "sku", "barcode", "title", "options", "price", "compare_at",
    "currency", "stock", "weight_grams", "image", "gone_at",
]  # fmt: skip


def save_products(connection: Connection, records: Iterable[ProductRecord]) -> Tally:
    batch = latest_by_id(records)
    known = dict(
        Product.objects.filter(connection=connection, external_id__in=batch).values_list("external_id", "content_hash")
    )
    fresh = [record for record in batch.values() if known.get(record.external_id) != content_hash(record)]
    if fresh:
        with transaction.atomic():
            _write(connection, fresh, set(known))
            bump_on_commit("catalogue")
    return tally(known, fresh, len(batch))


def _write(connection: Connection, records: list[ProductRecord], known: set[str]) -> None:
    handles = _free_handles([record for record in records if record.external_id not in known])
    Product.objects.bulk_create(
        [_product(connection, record, handles.get(record.external_id, "")) for record in records],
        update_conflicts=True,
        unique_fields=["connection", "external_id"],
        update_fields=_PRODUCT_FIELDS,
    )
    ids = [record.external_id for record in records]
    keys = dict(Product.objects.filter(connection=connection, external_id__in=ids).values_list("external_id", "pk"))
    _write_variants(connection, {keys[record.external_id]: record for record in records})
    _write_pictures({keys[record.external_id]: record for record in records})


def _free_handles(records: list[ProductRecord]) -> dict[str, str]:
    """A handle for each new product. One that is taken, by another shop or a namesake, gets a number."""
    taken: set[str] = set()
    handles: dict[str, str] = {}
    for record in records:
        wanted = record.handle[:150]
        handle, number = wanted, 1
        while handle in taken or Product.objects.filter(handle=handle).exists():
            number += 1
            handle = f"{wanted}-{number}"
        taken.add(handle)
        handles[record.external_id] = handle
    return handles


def _product(connection: Connection, record: ProductRecord, handle: str) -> Product:
    description = clean(record.description_html, rich=True)
    prices = sorted(variant.price for variant in record.variants)
    return Product(
        connection=connection,
        external_id=record.external_id[:EXTERNAL_ID_LENGTH_MAX],
        # A product that is known keeps its handle; this one only fills the row that is not inserted.
        handle=handle or f"kept-{content_hash(record)}",
        title=record.title[:TITLE_LENGTH_MAX],
        description_html=description.html,
        description_plain=description.plain,
        vendor=record.vendor[:TITLE_LENGTH_MAX],
        kind=record.kind[:TITLE_LENGTH_MAX],
        tags=list(record.tags),
        state=record.status.value,
        price_from=prices[0].amount if prices else None,
        price_to=prices[-1].amount if prices else None,
        currency=prices[0].currency if prices else "",
        in_stock=any(variant.stock is None or variant.stock > 0 for variant in record.variants),
        content_hash=content_hash(record),
        gone_at=None,
        changed_at=timezone.now(),
    )


def _write_variants(connection: Connection, by_product: dict[int, ProductRecord]) -> None:
    variants = {
        record.external_id: _variant(connection, product_id, position, record)
        for product_id, product in by_product.items()
        for position, record in enumerate(product.variants, start=1)
    }
    before = dict(
        Variant.objects.filter(product_id__in=by_product, gone_at__isnull=True).values_list("external_id", "pk")
    )
    Variant.objects.bulk_create(
        variants.values(),
        update_conflicts=True,
        unique_fields=["connection", "external_id"],
        update_fields=_VARIANT_FIELDS,
    )
    gone = [key for external_id, key in before.items() if external_id not in variants]
    Variant.objects.filter(pk__in=gone).update(gone_at=timezone.now())


def _variant(connection: Connection, product_id: int, position: int, record: VariantRecord) -> Variant:
    return Variant(
        connection=connection,
        product_id=product_id,
        external_id=record.external_id[:EXTERNAL_ID_LENGTH_MAX],
        position=position,
        sku=record.sku[:SKU_LENGTH_MAX],
        barcode=record.barcode[:60],
        title=" / ".join(option.value for option in record.options)[:TITLE_LENGTH_MAX],
        options=[[option.name, option.value] for option in record.options],
        price=record.price.amount,
        compare_at=record.compare_at.amount if record.compare_at else None,
        currency=record.price.currency,
        stock=record.stock,
        weight_grams=record.weight_grams,
        image=record.image[:1000],
        gone_at=None,
    )


def _write_pictures(by_product: dict[int, ProductRecord]) -> None:
    wanted = {
        (product_id, image.src[:1000]): ProductPicture(
            product_id=product_id, src=image.src[:1000], alt=image.alt[:512], position=max(0, image.position)
        )
        for product_id, record in by_product.items()
        for image in record.images
    }
    ProductPicture.objects.bulk_create(
        wanted.values(), update_conflicts=True, unique_fields=["product", "src"], update_fields=["alt", "position"]
    )
    stale = [
        picture
        for picture in ProductPicture.objects.filter(product_id__in=by_product)
        if (picture.product_id, picture.src) not in wanted
    ]
    ProductPicture.objects.filter(pk__in=[picture.pk for picture in stale]).delete()
    for picture in stale:
        if picture.file:
            # Only once the row is gone for good, or a rolled back import would leave a page without its picture.
            transaction.on_commit(partial(default_storage.delete, picture.file))
