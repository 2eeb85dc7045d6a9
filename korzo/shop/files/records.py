"""What a shop's files say, typed. Least data: no street addresses, no phone of an order, no card, no IP address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise

from korzo.kit.formats import spoken
from korzo.kit.money import Money, MoneyRefused
from korzo.shop.files.dates import DateOrder


class Kind(StrEnum):
    PRODUCTS = "products"
    CUSTOMERS = "customers"
    ORDERS = "orders"


class ProductStatus(StrEnum):
    ACTIVE = "active"
    DRAFT = "draft"
    ARCHIVED = "archived"


class FinancialStatus(StrEnum):
    PENDING = "pending"
    AUTHORIZED = "authorized"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    VOIDED = "voided"


class FulfillmentStatus(StrEnum):
    UNFULFILLED = "unfulfilled"
    PARTIAL = "partial"
    FULFILLED = "fulfilled"


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence for the owner, kept unspoken until somebody reads it in their own language."""

    template: Promise | str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        said = {name: spoken(one) if isinstance(one, int) else one for name, one in self.values.items()}
        return str(self.template) % said

    @classmethod
    def of(cls, refusal: MoneyRefused) -> "Reason":
        return cls(refusal.template, refusal.values)


class FileRefused(Exception):
    """A whole file cannot be read: nothing of it may be taken over."""

    def __init__(self, file: str, line: int, reason: Reason) -> None:
        self.file = file
        self.line = line
        self.reason = reason
        super().__init__(file, line, reason)

    def __str__(self) -> str:
        return str(self.reason)


class CellRefused(ValueError):
    """One cell cannot be read, and with it the row or the order it belongs to."""

    def __init__(self, column: str, reason: Reason, line: int = 0) -> None:
        self.column = column
        self.reason = reason
        # Zero means: the first line of the record.
        self.line = line
        super().__init__(column, reason)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record we could not take over: where it stands, why, and the row as it was."""

    file: str
    line: int
    column: str
    reason: Reason
    row: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What the files do not say themselves and the owner declares for the shop."""

    currency: str = "EUR"
    zone: tzinfo = UTC
    # Only needed where 03/04/2026 cannot be told apart from the column itself.
    date_order: DateOrder | None = None
    # Nothing can have happened after this moment. Left out, the time of reading counts.
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class VariantRecord:
    external_id: str
    sku: str
    barcode: str
    options: tuple[Option, ...]
    price: Money
    compare_at: Money | None = None
    # None: the shop does not count this one.
    stock: int | None = None
    weight_grams: Decimal | None = None
    image: str = ""


@dataclass(frozen=True, slots=True)
class ImageRecord:
    src: str
    alt: str
    position: int


@dataclass(frozen=True, slots=True)
class ProductRecord:
    external_id: str
    handle: str
    title: str
    description_html: str
    vendor: str
    kind: str
    tags: tuple[str, ...]
    status: ProductStatus
    variants: tuple[VariantRecord, ...]
    images: tuple[ImageRecord, ...]
    # Paths such as “Shoes > Trail”, widest first.
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    external_id: str
    email: str
    name: str
    phone: str
    accepts_marketing: bool
    country: str
    city: str
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LineRecord:
    position: int
    sku: str
    title: str
    variant_title: str
    quantity: int
    # For one piece, before any discount. None where the file names the product but no price.
    price: Money | None
    # For the whole line.
    discount: Money
    refunded_quantity: int = 0


@dataclass(frozen=True, slots=True)
class OrderRecord:
    external_id: str
    number: str
    # Empty for a sale at the counter or by telephone.
    email: str
    customer_external_id: str
    currency: str
    subtotal: Money
    shipping: Money
    tax: Money
    total: Money
    refunded: Money
    # None where the file does not say.
    tax_included: bool | None
    financial_status: FinancialStatus
    fulfillment_status: FulfillmentStatus
    placed_at: datetime
    paid_at: datetime | None
    fulfilled_at: datetime | None
    cancelled_at: datetime | None
    lines: tuple[LineRecord, ...]


Record = ProductRecord | CustomerRecord | OrderRecord
