"""Products as the search knows them. The team also finds what is not shown yet, and what is no longer made."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import batched

from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.jobs.actions import Priority, enqueue_many, job
from korzo.members.permissions import Person, can
from korzo.search import actions as search
from korzo.search.actions import PUBLIC, Findable, Shown, Source
from korzo.shop.activities import ImportFinished
from korzo.shop.models import ImportRun, Product, Variant
from korzo.shop.permissions import IMPORT, visible_products
from korzo.shop.queries import first_photos

PRODUCT = "product"
TEAM = "shop.team"
# Nobody else can write to SQLite meanwhile: a fifth of a second. A whole catalogue goes on in the background.
AT_ONCE_MAX = 500


def products(ids: Collection[int]) -> Mapping[int, Findable]:
    """With the numbers by which a shop calls its things."""
    on_sale = set(Product.objects.on_sale().filter(pk__in=ids).values_list("pk", flat=True))
    codes: dict[int, list[str]] = {}
    for variant in Variant.objects.filter(product_id__in=ids, gone_at__isnull=True).order_by("position", "pk"):
        codes.setdefault(variant.product_id, []).append(f"{variant.title} {variant.sku} {variant.barcode}")
    return {
        row.pk: Findable(
            kind=PRODUCT,
            object_id=row.pk,
            at=row.created_at,
            title=row.title,
            body="\n".join([row.vendor, row.kind, *map(str, row.tags), row.description_plain, *codes.get(row.pk, [])]),
            audience=PUBLIC if row.pk in on_sale else TEAM,
            product_id=row.pk,
        )
        for row in Product.objects.filter(pk__in=ids)
    }


def product_ids(behind: int, limit: int) -> Sequence[int]:
    return list(Product.objects.filter(pk__gt=behind).order_by("pk").values_list("pk", flat=True)[:limit])


def shown_products(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    photos = first_photos(set(ids))
    return {
        row.pk: Shown(
            title=row.title,
            url=row.get_absolute_url(),
            moment=row.created_at,
            body=row.description_plain,
            place=row.kind,
            price=row.price,
            photo=photos.get(row.pk),
        )
        for row in visible_products(person).filter(pk__in=ids)
    }


def audiences(person: Person) -> Iterable[str]:
    return [TEAM] if can(person, IMPORT) else []


SOURCES = (
    Source(
        kind=PRODUCT,
        label=_("Products"),
        name=_("Product"),
        icon="package",
        rank=30,
        load=products,
        ids=product_ids,
        count=Product.objects.count,
        shown=shown_products,
        audiences=audiences,
    ),
)


@bookkeeper(ImportFinished, history=True)
def index_imported_products(activity: Activity) -> None:
    """What the run brought or changed; products that stayed as they were did not move."""
    run = ImportRun.objects.filter(pk=loaded(activity, ImportFinished).run_id).first()
    if run is None:
        return
    changed = Product.objects.filter(connection_id=run.connection_id, changed_at__gte=run.started_at)
    ids = list(changed.order_by("pk").values_list("pk", flat=True))
    search.index(PRODUCT, ids[:AT_ONCE_MAX])
    enqueue_many((index_products, [list(some)], {}) for some in batched(ids[AT_ONCE_MAX:], AT_ONCE_MAX))


@job(title=_("Taking products into the search"), idempotent=True, priority=Priority.BULK)
def index_products(product_ids: list[int]) -> int:
    return search.index(PRODUCT, product_ids)
