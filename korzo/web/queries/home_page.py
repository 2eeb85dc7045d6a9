"""The home page, from what the rooms below tell."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.contests import queries as contests
from korzo.discussions import queries as talk
from korzo.kit.pictures import Photo
from korzo.members import queries as people
from korzo.members.models import Member
from korzo.reviews import queries as reviews
from korzo.shop import queries as shop
from korzo.web.queries.feed_page import FeedPage

PROMENADE_MAX = 5
# Fewer than this is no street: the page shows the shop's own picture instead.
PROMENADE_MIN = 3
SPACES_ON_HOME = 6
LATEST_ON_PAGE = 10
FACES_SHOWN = 4


class Tab(StrEnum):
    NEWEST = "newest"
    UNANSWERED = "unanswered"
    PICTURES = "pictures"
    REVIEWS = "reviews"


@dataclass(frozen=True)
class Street:
    """One picture of the promenade."""

    url: str
    avif_srcset: str
    webp_srcset: str
    width: int
    height: int
    alt: str
    tone: str
    focal_x: int
    focal_y: int
    url_page: str
    name: str
    avatar_url: str


@dataclass(frozen=True)
class NowCard:
    """Something that is on: a picture, a few words, one way to take part."""

    label: str
    icon: str
    title: str
    words: str
    url: str
    action: str
    lang: str = ""
    picture: Photo | None = None


@dataclass(frozen=True)
class Chip:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class HomePage:
    street: list[Street]
    now: list[NowCard]
    spaces: list[talk.SpaceShown]
    chips: list[Chip]
    feed: FeedPage
    member_count: int
    faces: list[Member] = field(default_factory=list)
    share_url: str = ""
    ask_url: str = ""


def home_page(*, tab: Tab, before: talk.Cursor | None) -> HomePage:
    pictured, lively, waiting, *listed = talk.latest(
        [
            talk.Asked(talk.Show.PICTURES, PROMENADE_MAX * 3),
            talk.Asked(talk.Show.LIVELY, LATEST_ON_PAGE),
            talk.Asked(talk.Show.UNANSWERED, 1),
            *([] if tab is Tab.REVIEWS else [talk.Asked(talk.Show(tab.value), LATEST_ON_PAGE, before)]),
        ]
    )
    spaces = talk.spaces_overview()
    return HomePage(
        street=_street(pictured.items),
        now=_now(pictured.items, lively.items, waiting.items, spaces),
        spaces=spaces[:SPACES_ON_HOME],
        chips=_chips(tab),
        feed=_feed(listed[0] if listed else None),
        member_count=people.member_count(),
        faces=people.latest_faces(FACES_SHOWN),
        share_url=_new_topic_url(spaces, "camera"),
        ask_url=_new_topic_url(spaces, "circle-help") + "?kind=question" if spaces else "",
    )


def _street(items: list[talk.FeedItem]) -> list[Street]:
    """One picture a person, so that the street has many owners."""
    found: dict[int, Street] = {}
    for item in items:
        if item.pictures and not item.gone:
            found.setdefault(item.author_id, _on_street(item, item.pictures[0]))
    street = list(found.values())[:PROMENADE_MAX]
    return street if len(street) >= PROMENADE_MIN else []


def _on_street(item: talk.FeedItem, photo: Photo) -> Street:
    return Street(
        url=photo.url,
        avif_srcset=photo.avif_srcset,
        webp_srcset=photo.webp_srcset,
        width=photo.width,
        height=photo.height,
        alt=photo.alt,
        tone=photo.tone,
        focal_x=photo.focal_x,
        focal_y=photo.focal_y,
        url_page=item.url,
        name=_short(item.name),
        avatar_url=item.avatar_url,
    )


def _short(name: str) -> str:
    """Lucia M.: a house is narrow. Two words in a script with capital letters; whatever else is a name stays whole."""
    words = name.split()
    if len(words) != 2 or words[1][0].lower() == words[1][0].upper():
        return name
    return f"{words[0]} {words[1][0]}."


def _now(
    pictured: list[talk.FeedItem],
    lively: list[talk.FeedItem],
    waiting: list[talk.FeedItem],
    spaces: list[talk.SpaceShown],
) -> list[NowCard]:
    """What lives just now: the liveliest talk with a picture, what people love, and a question that waits."""
    cards = (_contest(), _lively(lively, pictured), _loved() or _told(), _waiting(waiting, spaces))
    return [card for card in cards if card is not None]


def _contest() -> NowCard | None:
    """While one can take part, or its winners are fresh."""
    card = contests.on_now()
    if card is None:
        return None
    actions = {"vote": _("Vote"), "entry": _("Take part"), "done": _("See who won")}
    return NowCard(
        label=_("Contest"),
        icon="trophy",
        title=card.title,
        words=card.words,
        url=card.url,
        action=actions[card.phase.value],
        lang=card.lang,
        picture=card.photo,
    )


def _lively(lively: list[talk.FeedItem], pictured: list[talk.FeedItem]) -> NowCard | None:
    item = next((one for one in lively if one.pictures), None) or next(iter(pictured or lively), None)
    if item is None:
        return None
    return NowCard(
        label=item.place,
        icon="messages-square",
        title=item.title,
        words=item.excerpt,
        url=item.url,
        action=_("Join in"),
        lang=item.lang,
        picture=next(iter(item.pictures), None),
    )


def _loved() -> NowCard | None:
    """The product that readers found the most helpful words about lately."""
    loved = reviews.most_loved()
    if loved is None:
        return None
    product = shop.products_by_ids({loved.product_id})[loved.product_id]
    return NowCard(
        label=_("Loved this month"),
        icon="heart",
        title=product.title,
        words=loved.words,
        url=product.get_absolute_url(),
        action=_("Read why"),
        picture=shop.first_photos({product.pk}).get(product.pk),
    )


def _told() -> NowCard | None:
    """Where too little was said lately to name a favourite: the newest review with a picture."""
    told = reviews.feed(limit=LATEST_ON_PAGE)
    item = next((one for one in told if one.pictures), next(iter(told), None))
    if item is None:
        return None
    return NowCard(
        label=item.place,
        icon="star",
        title=item.title,
        words=item.excerpt,
        url=item.url,
        action=_("Read the review"),
        lang=item.lang,
        picture=next(iter(item.pictures), None),
    )


def _waiting(items: list[talk.FeedItem], spaces: list[talk.SpaceShown]) -> NowCard | None:
    if not items:
        return None
    item = items[0]
    of_space = next((one.picture for one in spaces if one.name == item.place), None)
    return NowCard(
        label=_("Waiting for an answer"),
        icon="circle-help",
        title=item.title,
        words=item.excerpt,
        url=item.url,
        action=_("I can help"),
        lang=item.lang,
        picture=next(iter(item.pictures), of_space),
    )


def _chips(tab: Tab) -> list[Chip]:
    labels = {
        Tab.NEWEST: _("Newest"),
        Tab.UNANSWERED: _("Waiting for an answer"),
        Tab.PICTURES: _("Pictures"),
        Tab.REVIEWS: _("Reviews"),
    }
    home = reverse("web:home")
    return [
        Chip(label, home if one is Tab.NEWEST else f"{home}?tab={one.value}", current=one is tab)
        for one, label in labels.items()
    ]


def _feed(listed: talk.FeedPage | None) -> FeedPage:
    """Reviews where no list of topics was asked for."""
    if listed is not None:
        return FeedPage(listed.items, listed.before)
    return FeedPage(items=reviews.feed(limit=LATEST_ON_PAGE))


def _new_topic_url(spaces: list[talk.SpaceShown], icon: str) -> str:
    """The space whose icon says what it is for, else the first."""
    fitting = next((one for one in spaces if one.icon_name == icon), next(iter(spaces), None))
    return reverse("discussions:new_topic", args=[fitting.space.slug]) if fitting else ""
