"""Things to sell, to buy, to talk about, for pages that bring them together."""

from decimal import Decimal
from itertools import count

from django.utils import timezone

from korzo.discussions.actions import Written, open_space, post_reply, start_topic
from korzo.discussions.models import Post, Space, Topic
from korzo.media.models import Picture, new_key
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.reviews.actions import write_review
from korzo.reviews.models import Review
from korzo.shop.models import Connection, Order, OrderLine, Product, ProductPicture, Variant
from tests.cast import Cast

_numbers = count(1)


def make_space(cast: Cast, name: str = "Trail talk") -> Space:
    return open_space(name, actor=cast.mira, description="Mud and ridges.")


def make_picture(owner: Member) -> Picture:
    return Picture.objects.create(
        key=new_key(), owner=owner, width=1000, height=800, widths=[320, 960], state=Picture.State.READY, tone="#446655"
    )


def make_topic(
    space: Space,
    author: Member,
    *,
    title: str = "",
    question: bool = False,
    pictured: bool = False,
    product: Product | None = None,
) -> Topic:
    number = next(_numbers)
    return start_topic(
        space,
        actor=author,
        title=title or f"Wet feet on day {number}",
        written=Written(
            f"Two days of rain, hut number {number}.", picture_ids=[make_picture(author).pk] if pictured else []
        ),
        kind=Topic.Kind.QUESTION if question else Topic.Kind.DISCUSSION,
        product=product,
        backfilled=True,
    )


def make_reply(topic: Topic, author: Member) -> Post:
    written = Written(f"Take {next(_numbers)} pairs of socks.")
    return post_reply(topic, actor=author, written=written, backfilled=True)


def make_product(handle: str = "ridge-3", *, pictured: bool = True, **fields: object) -> Product:
    connection, _is_new = Connection.objects.get_or_create(
        name="Kamzo", platform="shopify", defaults={"product_url": "https://shop.example/products/{handle}"}
    )
    values = {
        "title": handle.replace("-", " ").title(), "price_from": Decimal("129.9"), "price_to": Decimal("129.9"),
        "currency": "EUR", **fields,
    }  # fmt: skip
    product = Product.objects.create(connection=connection, external_id=handle, handle=handle, **values)
    for size in ("42", "44"):
        Variant.objects.create(
            connection=connection, product=product, external_id=f"{handle}-{size}", title=size,
            options=[["Size", size]], price=Decimal("129.9"), currency="EUR", stock=3,
        )  # fmt: skip
    if pictured:
        ProductPicture.objects.create(
            product=product, src=f"https://shop.example/{handle}.jpg", file=f"shop/{handle}.webp", width=900, height=600
        )
    return product


def buy(member: Member, product: Product, **fields: object) -> Order:
    number = next(_numbers)
    values: dict[str, object] = {
        "financial_status": Order.FinancialStatus.PAID,
        "fulfillment_status": Order.FulfillmentStatus.FULFILLED,
        **fields,
    }
    order = Order.objects.create(
        connection=product.connection, external_id=str(number), number=f"K-{number}", email=member.email, member=member,
        currency="EUR", subtotal=Decimal("129.9"), shipping=0, tax=0, total=Decimal("129.9"), placed_at=timezone.now(),
        **values,
    )  # fmt: skip
    OrderLine.objects.create(order=order, position=1, title=product.title, quantity=1, product=product)
    return order


def say(product: Product, author: Member, rating: int = 5, **said: object) -> Review:
    words = f"Warm, dry and light, says number {next(_numbers)}."
    return write_review(product, actor=author, **{"rating": rating, "body": words, "backfilled": True, **said})  # type: ignore[arg-type]  # arguments of many kinds


def crowd(number: int) -> list[Member]:
    return [
        members.join(email=f"{name}@example.com", name=name.title(), handle=name, backfilled=True)
        for name in (f"guest{next(_numbers)}" for _ in range(number))
    ]
