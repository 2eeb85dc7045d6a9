"""Two years of orders with a season, regulars, returns and second thoughts."""

import random
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from demo_shop.catalogue import OUTLET, Product, Variant
from demo_shop.people import Person

# Everything is reckoned from this day, so that the files are the same whenever they are written.
ANCHOR = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
DAYS = 730
ORDERS = 12_000
OUTLET_SHARE = 0.12
# The people of the community buy between two and eight things each.
THINGS_LEAST, THINGS_MOST = 2, 8
# A pair is worn for some weeks before it is praised.
WORN_DAYS = (12, 45)

RATES = {"EUR": "1", "CZK": "25.2", "PLN": "4.28", "HUF": "395", "GBP": "0.86", "USD": "1.09"}
STEPS = {"CZK": "10", "PLN": "1", "HUF": "100", "GBP": "1", "USD": "1"}
TAX = {"SK": 23, "CZ": 21, "PL": 23, "HU": 27, "AT": 20, "DE": 19, "IT": 22, "ES": 21, "FR": 20, "SI": 22, "SE": 25,
       "HR": 25, "BG": 20, "IE": 23}  # fmt: skip
# Spring races, autumn miles, and presents.
MONTHS = {1: 80, 2: 75, 3: 115, 4: 125, 5: 115, 6: 85, 7: 70, 8: 80, 9: 120, 10: 120, 11: 135, 12: 130}
# From midnight on: lunch, and the evening on the sofa.
HOURS = [1, 1, 1, 1, 1, 3, 5, 6, 7, 8, 8, 8, 9, 7, 7, 7, 8, 9, 11, 13, 13, 10, 5, 2]
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    product: Product
    variant: Variant
    quantity: int
    price: Decimal

    @property
    def total(self) -> Decimal:
        return self.price * self.quantity


@dataclass
class Order:
    person: Person
    email: str
    currency: str
    placed_at: datetime
    lines: list[Line]
    shipping: Decimal
    discount: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)
    status: str = "paid"
    fulfilled_at: datetime | None = None
    cancelled_at: datetime | None = None
    note: str = ""
    is_guest: bool = False
    number: int = 0
    # Cells that the shop got wrong.
    slips: dict[str, str] = field(default_factory=dict)

    @property
    def paid_at(self) -> datetime | None:
        return None if self.status in {"pending", "voided"} else self.placed_at + timedelta(seconds=2)

    @property
    def subtotal(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0)) - self.discount

    @property
    def total(self) -> Decimal:
        return self.subtotal + self.shipping

    @property
    def is_outlet(self) -> bool:
        return self.lines[0].product.handle in OUTLET

    @property
    def tax_percent(self) -> int:
        country = self.person.country
        if country == "SK" and self.placed_at.year < 2025:
            return 20
        return TAX.get(country, 0)

    @property
    def tax(self) -> Decimal:
        return rounded(self.total * self.tax_percent / (100 + self.tax_percent))


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def price_in(currency: str, euro: Decimal) -> Decimal:
    if currency == "EUR":
        return euro
    step = Decimal(STEPS[currency])
    # 3,490 rather than 3,502.80.
    return max(step, (euro * Decimal(RATES[currency]) / step).quantize(Decimal(1), ROUND_HALF_UP) * step)


class Till:
    """Rings up orders by the roll of the dice."""

    def __init__(self, products: list[Product], people: list[Person], chance: random.Random) -> None:
        self._chance = chance
        self._people = people
        self._in_main = [product for product in products if product.handle not in OUTLET]
        self._in_outlet = [product for product in products if product.handle in OUTLET]
        self._by_handle = {product.handle: product for product in products}
        self._days = [ANCHOR - timedelta(days=DAYS - day) for day in range(DAYS)]
        self._day_weights = [self._busy(day) for day in self._days]
        strangers = [person for person in people if not person.handle]
        self._strangers, self._loyalties = strangers, [min(person.loyalty, 60.0) for person in strangers]

    def _busy(self, day: datetime) -> float:
        weight = MONTHS[day.month] * (1 + 0.25 * (DAYS - (ANCHOR - day).days) / DAYS)
        if day.month == 11 and 24 <= day.day <= 30:
            weight *= 1.9
        if day.month == 12 and day.day > 20:
            weight *= 0.5
        return weight * (1.15 if day.weekday() in {0, 6} else 1.0)

    def all_orders(self, reviews: Path) -> list[Order]:
        orders = self._of_the_community(reviews)
        while len(orders) < ORDERS:
            orders.append(self._of_a_stranger())
        return sorted(orders, key=lambda order: (order.placed_at, order.email))

    def _of_the_community(self, reviews: Path) -> list[Order]:
        by_handle = {person.handle: person for person in self._people if person.handle}
        orders, things = [], Counter[str]()
        for review in _bought(reviews):
            person = by_handle[str(review["author"])]
            worn = self._chance.randint(*WORN_DAYS)
            day = ANCHOR - timedelta(days=int(str(review["days_ago"])) + worn)
            product = self._by_handle[str(review["product"])]
            things[person.handle] += 1
            orders.append(self._order(person, day, [self._line(person, product, str(review.get("variant", "")))]))
        for person in by_handle.values():
            wanted = max(THINGS_LEAST, things[person.handle] + self._chance.randint(0, 2))
            for _more in range(min(wanted, THINGS_MOST) - things[person.handle]):
                product = self._chance.choice(self._in_main)
                orders.append(self._order(person, self._day(), [self._line(person, product, "")]))
        return orders

    def _of_a_stranger(self) -> Order:
        [person] = self._chance.choices(self._strangers, self._loyalties)
        shelf = self._in_outlet if self._chance.random() < OUTLET_SHARE else self._in_main
        count = self._chance.choices([1, 2, 3, 4], [58, 27, 11, 4])[0]
        lines = [self._line(person, product, "") for product in self._chance.sample(shelf, count)]
        order = self._order(person, self._day(), lines)
        self._go_through_life(order)
        if shelf is self._in_main and self._chance.random() < 0.05:
            order.is_guest = True
            # Somebody at the counter leaves no mail; a guest leaves one and no account.
            order.email = "" if self._chance.random() < 0.2 else f"guest{self._chance.randint(1, 9999)}@guest.example"
        return order

    def _day(self) -> datetime:
        return self._chance.choices(self._days, self._day_weights)[0]

    def _line(self, person: Person, product: Product, colour: str) -> Line:
        variants = [variant for variant in product.variants if variant.colour == colour] or list(product.variants)
        # Middle sizes sell most.
        middle = (len(variants) - 1) / 2
        weights = [1 + 4 * (1 - abs(index - middle) / (middle + 1)) for index in range(len(variants))]
        variant = self._chance.choices(variants, weights)[0]
        quantity = 1 if variant.price > 30 else self._chance.choices([1, 2, 3], [75, 20, 5])[0]
        return Line(product, variant, quantity, price_in(person.currency, variant.price))

    def _order(self, person: Person, day: datetime, lines: list[Line]) -> Order:
        at = datetime.combine(
            day.date(), time(self._hour(), self._chance.randint(0, 59), self._chance.randint(0, 59)), UTC
        )
        goods = sum((line.total for line in lines), Decimal(0))
        is_free = goods >= price_in(person.currency, Decimal(60))
        shipping = Decimal(0) if is_free else price_in(person.currency, Decimal("4.90"))
        order = Order(person, person.email, person.currency, at, lines, shipping)
        if ANCHOR - at > timedelta(days=3):
            order.fulfilled_at = at + timedelta(days=self._chance.randint(1, 2), hours=self._chance.randint(0, 5))
        return order

    def _hour(self) -> int:
        return self._chance.choices(range(24), HOURS)[0]

    def _go_through_life(self, order: Order) -> None:
        fate = self._chance.random()
        if fate < 0.02:
            order.status, order.cancelled_at = "voided", order.placed_at + timedelta(hours=2)
            order.fulfilled_at = None
        elif fate < 0.055:
            order.status, order.refunded = "refunded", order.total
        elif fate < 0.10 and len(order.lines) > 1:
            order.status, order.refunded = "partially_refunded", order.lines[-1].total
        elif fate < 0.105 and order.fulfilled_at is None:
            order.status = "pending"
        elif fate > 0.92:
            order.discount = rounded(order.subtotal / 10)
        if self._chance.random() < 0.04:
            order.note = self._chance.choice(NOTES)


NOTES = (
    'Please ring "Novák", not "Nováková".\nThe bell is on the left.',
    "Prosím, zabaľte ako darček;\nbez ceny, ďakujem!",
    "Leave it with the neighbour, flat 4\r\n(she has the dog)",
    "Második emelet,\nköszönöm",
    "Is the 42 larger than last year's? If so, send 41.",
    'Per favore "consegna al mattino",\n\ngrazie',
)


def _bought(reviews: Path) -> list[dict[str, object]]:
    """Reviews of verified buyers: each needs an order that was paid before it."""
    found: list[dict[str, object]] = []
    for path in sorted(reviews.glob("*.toml")):
        reviews_in_file = tomllib.loads(path.read_text(encoding="utf-8")).get("review", [])
        found += [review for review in reviews_in_file if review["bought"]]
    return sorted(found, key=lambda review: (str(review["author"]), str(review["product"]), str(review["days_ago"])))
