"""What the shop told us: catalogue, customers and orders, and how it came here."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.kit.money import Money
from korzo.kit.pictures import Photo
from korzo.members.models import Member
from korzo.shop.files.records import FinancialStatus as _Financial
from korzo.shop.files.records import FulfillmentStatus as _Fulfillment
from korzo.shop.files.records import ProductStatus as _Product

TITLE_LENGTH_MAX = 255
EXTERNAL_ID_LENGTH_MAX = 255
SKU_LENGTH_MAX = 120
HASH_LENGTH = 64
# An exact amount; its currency stands in a column beside it.
MONEY_DIGITS, MONEY_PLACES = 19, 4


class Connection(models.Model):
    """One shop system that we read: the main shop, the outlet."""

    class Platform(models.TextChoices):
        SHOPIFY = "shopify", "Shopify"
        WOOCOMMERCE = "woocommerce", "WooCommerce"
        OTHER = "other", _("Other")

    name = models.CharField(max_length=60)
    platform = models.CharField(max_length=12, choices=Platform, default=Platform.OTHER)
    # What the files of a shop do not say themselves.
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=40, default="UTC")
    date_order = models.CharField(max_length=12, blank=True)
    # Where a product's page is in the shop; {handle} is filled in.
    product_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "name"], name="shop_connection_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class ProductQuerySet(models.QuerySet["Product"]):
    def on_sale(self) -> "ProductQuerySet":
        return self.filter(state=Product.State.ACTIVE, gone_at__isnull=True)


class Product(models.Model):
    class State(models.TextChoices):
        ACTIVE = _Product.ACTIVE.value, _("On sale")
        DRAFT = _Product.DRAFT.value, _("Not shown")
        ARCHIVED = _Product.ARCHIVED.value, _("No longer made")

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="products")
    external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH_MAX)
    handle = models.CharField(max_length=160, unique=True)
    title = models.CharField(max_length=TITLE_LENGTH_MAX)
    description_html = models.TextField(blank=True)
    description_plain = models.TextField(blank=True)
    vendor = models.CharField(max_length=TITLE_LENGTH_MAX, blank=True)
    kind = models.CharField(max_length=TITLE_LENGTH_MAX, blank=True)
    tags = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    # The lowest and the highest price of its variants, for lists.
    price_from = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES, null=True)
    price_to = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES, null=True)
    currency = models.CharField(max_length=3, blank=True)
    in_stock = models.BooleanField(default=True)
    content_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    # Gone from the shop, but reviews and orders still point here.
    gone_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="shop_product_once")]
        indexes = [
            models.Index(fields=["kind", "title"], name="shop_product_kind"),
            models.Index(fields=["connection", "title"], name="shop_product_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("web:product", args=[self.handle])

    @property
    def price(self) -> Money | None:
        return None if self.price_from is None else Money(self.price_from, self.currency)


class Variant(models.Model):
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH_MAX)
    position = models.PositiveIntegerField(default=0)
    sku = models.CharField(max_length=SKU_LENGTH_MAX, blank=True)
    barcode = models.CharField(max_length=60, blank=True)
    # “Pine / 42”, and the same with the names of the options: [["Colour", "Pine"], ["Size", "42"]].
    title = models.CharField(max_length=TITLE_LENGTH_MAX, blank=True)
    options = models.JSONField(default=list)
    price = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES)
    compare_at = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES, null=True)
    currency = models.CharField(max_length=3)
    # Null: the shop does not count this one.
    stock = models.IntegerField(null=True)
    weight_grams = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    image = models.CharField(max_length=1000, blank=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="shop_variant_once")]
        indexes = [models.Index(fields=["connection", "sku"], name="shop_variant_sku")]

    def __str__(self) -> str:
        return self.title or self.sku

    @property
    def price_money(self) -> Money:
        return Money(self.price, self.currency)

    @property
    def is_in_stock(self) -> bool:
        return self.gone_at is None and (self.stock is None or self.stock > 0)


class ProductPicture(models.Model):
    """A picture of the shop. `file` is our own copy; until it is here, the page shows none."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="pictures")
    src = models.CharField(max_length=1000)
    alt = models.CharField(max_length=512, blank=True)
    position = models.PositiveIntegerField(default=1)
    file = models.CharField(max_length=120, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    tone = models.CharField(max_length=7, blank=True)
    # So that a picture that is not there is not asked for again and again.
    fetch_attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "src"], name="shop_picture_once")]
        indexes = [
            models.Index(fields=["product", "position"], name="shop_picture_order"),
            models.Index(fields=["id"], condition=Q(file=""), name="shop_picture_missing"),
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.alt or self.src

    @property
    def url(self) -> str:
        return default_storage.url(self.file) if self.file else ""

    def photo(self, *, sizes: str = "") -> Photo | None:
        if not self.file:
            return None
        return Photo(self.url, self.width, self.height, sizes=sizes, alt=self.alt, tone=self.tone)


class Customer(models.Model):
    """Somebody who buys in the shop. Becomes a member's when the member proves that the mail address is theirs."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="customers")
    external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH_MAX)
    email = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=TITLE_LENGTH_MAX, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    accepts_marketing = models.BooleanField(default=False)
    country = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(null=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    linked_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=HASH_LENGTH, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="shop_customer_once")]
        indexes = [
            models.Index(fields=["email"], name="shop_customer_mail"),
            models.Index(fields=["member"], condition=Q(member__isnull=False), name="shop_customer_member"),
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class Order(models.Model):
    class FinancialStatus(models.TextChoices):
        PENDING = _Financial.PENDING.value, _("Not paid yet")
        AUTHORIZED = _Financial.AUTHORIZED.value, _("Payment promised")
        PARTIALLY_PAID = _Financial.PARTIALLY_PAID.value, _("Partly paid")
        PAID = _Financial.PAID.value, _("Paid")
        PARTIALLY_REFUNDED = _Financial.PARTIALLY_REFUNDED.value, _("Partly refunded")
        REFUNDED = _Financial.REFUNDED.value, _("Refunded")
        VOIDED = _Financial.VOIDED.value, _("Cancelled")

    class FulfillmentStatus(models.TextChoices):
        UNFULFILLED = _Fulfillment.UNFULFILLED.value, _("Not sent yet")
        PARTIAL = _Fulfillment.PARTIAL.value, _("Partly sent")
        FULFILLED = _Fulfillment.FULFILLED.value, _("Sent")

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="orders")
    external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH_MAX)
    number = models.CharField(max_length=60)
    email = models.CharField(max_length=254, blank=True)
    customer_external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH_MAX, blank=True)
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, related_name="orders")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    currency = models.CharField(max_length=3)
    subtotal = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES)
    shipping = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES)
    tax = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES)
    total = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES)
    refunded = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES, default=Decimal(0))
    # Null: the shop's file does not say.
    tax_included = models.BooleanField(null=True)
    financial_status = models.CharField(max_length=18, choices=FinancialStatus)
    fulfillment_status = models.CharField(max_length=11, choices=FulfillmentStatus)
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    fulfilled_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=HASH_LENGTH, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="shop_order_once")]
        indexes = [
            models.Index(fields=["email"], name="shop_order_mail"),
            models.Index(fields=["member", "-placed_at"], condition=Q(member__isnull=False), name="shop_order_member"),
            models.Index(fields=["-placed_at"], name="shop_order_newest"),
            models.Index(fields=["connection"], condition=Q(customer__isnull=True), name="shop_order_without_customer"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total_money(self) -> Money:
        return Money(self.total, self.currency)

    @property
    def bought_at(self) -> datetime:
        return self.paid_at or self.placed_at


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    sku = models.CharField(max_length=SKU_LENGTH_MAX, blank=True)
    title = models.CharField(max_length=TITLE_LENGTH_MAX, blank=True)
    variant_title = models.CharField(max_length=TITLE_LENGTH_MAX, blank=True)
    quantity = models.PositiveIntegerField()
    # For one piece; null where the file names no price.
    price = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES, null=True)
    discount = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES, default=Decimal(0))
    refunded_quantity = models.PositiveIntegerField(default=0)
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, related_name="+")
    variant = models.ForeignKey(Variant, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "position"], name="shop_line_once")]
        indexes = [models.Index(fields=["id"], condition=Q(product__isnull=True), name="shop_line_unmatched")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"


class Refund(models.Model):
    """Money that went back. A file only knows the sum of an order; a live shop knows each time."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="refunds")
    external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH_MAX)
    amount = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES)
    currency = models.CharField(max_length=3)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "external_id"], name="shop_refund_once")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class ImportRun(models.Model):
    """One reading of a folder. What is done is noted with every batch, so a broken run goes on where it stopped."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        FAILED = "failed", _("Stopped")

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="runs")
    # Names, sizes and times of the files: only the same files may be read on.
    fingerprint = models.CharField(max_length=HASH_LENGTH)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    kind = models.CharField(max_length=9, blank=True)
    records_done = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    same_count = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    alive_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection"], condition=Q(state="running"), name="shop_one_run_at_a_time")
        ]
        indexes = [models.Index(fields=["connection", "-started_at"], name="shop_run_newest")]

    def __str__(self) -> str:
        return f"{self.connection_id}: {self.started_at:%Y-%m-%d %H:%M}"


class ImportReject(models.Model):
    """A row that could not be read. The row itself holds personal data and is forgotten after a while."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejects")
    file = models.CharField(max_length=TITLE_LENGTH_MAX)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=TITLE_LENGTH_MAX, blank=True)
    reason = models.TextField()
    row = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class ErasedMail(models.Model):
    """The trace of an address whose owner asked to be forgotten: the next import must not bring them back.

    Only a keyed digest is kept; nobody can read an address from it.
    """

    digest = models.CharField(max_length=HASH_LENGTH, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest[:8]
