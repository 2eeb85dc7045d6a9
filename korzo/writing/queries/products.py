"""Products while somebody types a name."""

from dataclasses import dataclass

from korzo.kit.money import Money
from korzo.members.permissions import Person
from korzo.search.queries import audiences_of, suggest
from korzo.shop.permissions import visible_products
from korzo.shop.queries import cards

OFFERED_MAX = 6


@dataclass(frozen=True)
class Offered:
    id: int
    title: str
    url: str
    price: Money | None
    photo_url: str


def products_beginning(person: Person, begun: str) -> list[Offered]:
    """Whose name begins so, as the search knows them."""
    hits = suggest(begun, audiences=audiences_of(person), shares={"product": OFFERED_MAX})
    ids = [hit.object_id for hit in hits]
    by_id = {card.id: card for card in cards(visible_products(person).filter(pk__in=ids))}
    return [
        Offered(one.id, one.title, one.url, one.price, one.photo.url if one.photo else "")
        for one in (by_id[pk] for pk in ids if pk in by_id)
    ]
