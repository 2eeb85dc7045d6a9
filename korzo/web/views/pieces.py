"""The personal parts of pages that bring several rooms together."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string

from korzo.edge.recording import remembered
from korzo.loyalty import queries as loyalty
from korzo.members.permissions import person_of
from korzo.reviews import queries as reviews
from korzo.reviews.permissions import writes_reviews
from korzo.shop import queries as shop

LEADERS_SHOWN = 4


@dataclass(frozen=True)
class OwnProduct:
    """What one visitor has to do with a product; `place` is owned, review or picture."""

    place: str
    handle: str
    owned: bool
    review_url: str
    may_review: bool


def product_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `web.product`. A key is a place, a product's id and its handle: `review 5 ridge-3`."""
    person = person_of(request)
    wanted = {key: key.split(" ", maxsplit=2) for key in keys}
    ids = {int(pk) for _place, pk, _handle in wanted.values()}
    owned = shop.owned_among(person, ids)
    written = reviews.own_reviews(person, ids)
    # A guest is invited too: the way leads through signing in.
    may_review = person is None or writes_reviews(person)
    made = {}
    for key, (place, pk, handle) in wanted.items():
        mine = written.get(int(pk))
        shown = OwnProduct(place, handle, int(pk) in owned, mine.get_absolute_url() if mine else "", may_review)
        made[key] = remembered("web.product", shown, make=partial(_own_product, shown))
    return made


def _own_product(shown: OwnProduct) -> str:
    context = dict(zip(("place", "handle", "owned", "review_url", "may_review"), astuple(shown), strict=True))
    return render_to_string("web/product/_own.html", context)


def own_page_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `web.own_page`. A key is a member's id and the place: `7 head` or `7 points`."""
    person = person_of(request)
    made = {}
    for key in keys:
        pk, place = key.split(" ", maxsplit=1)
        if person is not None and person.pk == int(pk):
            made[key] = remembered("web.own_page", place, make=partial(_own_page, place))
    return made


def _own_page(place: str) -> str:
    return render_to_string("web/_own_page.html", {"place": place})


def leaders_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `web.leaders`: who helped most, and where oneself stands."""
    leaders = tuple(loyalty.most_helpful(limit=LEADERS_SHOWN, me=person_of(request)))
    return dict.fromkeys(keys, remembered("web.leaders", leaders, make=partial(_leaders, leaders)))


def _leaders(leaders: tuple[loyalty.Place, ...]) -> str:
    return render_to_string("web/home/_helpful.html", {"leaders": leaders})


def stroller_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `web.stroller`: a member meets their own face on the street."""
    person = person_of(request)
    if person is None:
        return {}
    shown = (person.name, person.get_absolute_url(), person.avatar_url, person.pk)
    return dict.fromkeys(keys, remembered("web.stroller", shown, make=partial(_stroller, *shown)))


def _stroller(name: str, url: str, avatar_url: str, key: int) -> str:
    context = {"name": name, "url": url, "avatar_url": avatar_url, "key": key}
    return render_to_string("web/home/_stroller.html", context)
