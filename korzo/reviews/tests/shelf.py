"""Things to review, and ways to have bought them."""

from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from korzo.media.actions import receive_picture
from korzo.media.models import Picture
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.reviews.actions import write_review
from korzo.reviews.models import Review
from korzo.shop.models import Connection, Order, OrderLine, Product, Variant

WORDS = "Warm, dry and light on the longest day of the year."


def make_product(handle: str = "ridge-3", **fields: object) -> Product:
    connection, _is_new = Connection.objects.get_or_create(name="Kamzo", platform="shopify")
    values = {"title": handle.replace("-", " ").title(), **fields}
    return Product.objects.create(connection=connection, external_id=handle, handle=handle, **values)


def buy(member: Member, product: Product, *, at: datetime | None = None, **order_fields: object) -> OrderLine:
    placed_at = at or timezone.now() - timedelta(days=400)
    variant, _is_new = Variant.objects.get_or_create(
        connection=product.connection,
        external_id=f"{product.external_id}-42",
        defaults={"product": product, "title": "Pine / 42", "price": Decimal(99), "currency": "EUR"},
    )
    values: dict[str, object] = {
        "financial_status": Order.FinancialStatus.PAID,
        "fulfillment_status": Order.FulfillmentStatus.FULFILLED,
        **order_fields,
    }
    order = Order.objects.create(
        connection=product.connection,
        external_id=f"{member.handle}-{product.handle}-{Order.objects.count()}",
        number="1001",
        member=member,
        currency="EUR",
        subtotal=99,
        shipping=0,
        tax=0,
        total=99,
        placed_at=placed_at,
        **values,
    )
    return OrderLine.objects.create(
        order=order, position=1, title=product.title, quantity=1, product=product, variant=variant
    )


def say(product: Product, author: Member, rating: int = 5, **said: object) -> Review:
    """A review with words of no importance."""
    return write_review(product, actor=author, **{"rating": rating, "body": WORDS, **said})  # type: ignore[arg-type]  # arguments of many kinds


def crowd(count: int, *, joined_at: datetime | None = None) -> list[Member]:
    return [
        members.join(
            email=f"guest{n}@example.com", name=f"Guest {n}", handle=f"guest{n}", joined_at=joined_at, backfilled=True
        )
        for n in range(count)
    ]


def a_file(name: str = "walk.jpg", *, colour: str = "teal") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (640, 480), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/jpeg")


def a_picture(owner: Member) -> Picture:
    return receive_picture(a_file(), owner=owner, alt="A shoe on a rock")
