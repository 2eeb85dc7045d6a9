"""All that one page of a topic shows, in a number of queries that does not depend on the number of posts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from korzo.discussions.models import Post, PostPicture, Topic
from korzo.discussions.permissions import can_accept, can_edit, can_remove, is_accepted, is_removed
from korzo.discussions.queries.people import bylines
from korzo.discussions.queries.pictures import photos_of_posts
from korzo.kit import slots
from korzo.kit.html import stored
from korzo.kit.money import Money
from korzo.kit.pictures import Photo
from korzo.media import queries as media
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.members.queries import Byline
from korzo.reactions import queries as reactions
from korzo.shop import queries as shop
from korzo.shop.models import Product

POSTS_ON_PAGE = 20
PEOPLE_SHOWN = 6
PICTURES_SHOWN = 6


@dataclass(frozen=True)
class PostShown:
    """One post as this person sees it."""

    pk: int
    number: int
    author: Byline
    html: SafeString
    lang: str
    created_at: datetime
    edited_at: datetime | None
    photos: list[Photo]
    hearts: int
    hearted: bool
    own: bool
    accepted: bool
    removed: bool
    removed_by_author: bool
    removal_reason: str
    can_edit: bool
    can_remove: bool
    can_accept: bool
    footers: list[Any]
    verified: str = ""

    @property
    def is_lead(self) -> bool:
        return self.number == 1


@dataclass(frozen=True)
class ProductLine:
    """What `ui/product_line.html` reads. `stock` is in, out or gone."""

    name: str
    url: str
    price: Money | None
    picture: Photo | None
    stock: str


@dataclass(frozen=True)
class TopicPage:
    """`lead` and `accepted` stand on the first page only; `after` leads to the next one."""

    topic: Topic
    lead: PostShown | None
    accepted: list[PostShown]
    posts: list[PostShown]
    after: int = 0
    rest_count: int = 0
    people: list[Byline] = field(default_factory=list)
    people_rest: int = 0
    product: ProductLine | None = None
    photos: list[Photo] = field(default_factory=list)

    @property
    def last_number(self) -> int:
        """The newest post on this page, so that a reply knows whether others came between."""
        shown = [*([self.lead] if self.lead else []), *self.accepted, *self.posts]
        return max((post.number for post in shown), default=0)


def topic_page(topic: Topic, person: Person, *, after: int = 0, with_aside: bool = True) -> TopicPage:
    """Posts behind number `after`; 0 is the first page, with the lead and the accepted answers on top."""
    top = [] if after else list(_posts(topic).filter(Q(number=1) | Q(acceptance__isnull=False)))
    flow = _posts(topic).filter(number__gt=max(after, 1), acceptance__isnull=True).order_by("number")
    found = list(flow[: POSTS_ON_PAGE + 1])
    on_page = found[:POSTS_ON_PAGE]
    more = len(found) > POSTS_ON_PAGE
    shown = {post.number: post for post in _shown([*top, *on_page], topic, person)}
    best = sorted((post for post in top if is_accepted(post)), key=lambda post: (post.acceptance.at, post.pk))
    people, people_rest = _people(topic) if with_aside else ([], 0)
    return TopicPage(
        topic=topic,
        lead=shown.get(1),
        accepted=[shown[post.number] for post in best],
        posts=[shown[post.number] for post in on_page],
        after=on_page[-1].number if more else 0,
        rest_count=flow.filter(number__gt=on_page[-1].number).count() if more else 0,
        people=people,
        people_rest=people_rest,
        product=None if after else _product(topic),
        photos=_photos(topic) if with_aside else [],
    )


def post_shown(post: Post, person: Person) -> PostShown:
    return _shown([post], post.topic, person)[0]


def page_start(post: Post) -> int:
    """The `after` of the page on which this post stands: pages hold at most as many posts as numbers."""
    if post.opens_topic or is_accepted(post):
        return 0
    return (post.number - 2) // POSTS_ON_PAGE * POSTS_ON_PAGE + 1 if post.number > POSTS_ON_PAGE + 1 else 0


def _posts(topic: Topic) -> QuerySet[Post]:
    return Post.objects.filter(topic=topic).select_related("author", "removal", "acceptance")


def _shown(posts: list[Post], topic: Topic, person: Person) -> list[PostShown]:
    ids = [post.pk for post in posts]
    people = bylines(post.author for post in posts)
    photos = photos_of_posts(ids)
    hearts = reactions.counts("discussions.post", ids)
    hearted = reactions.mine("discussions.post", ids, person)
    footers = slots.collect("discussions.post_footer", ids)
    owners = _owners(topic, {post.author_id for post in posts if post.author_id is not None})
    now = timezone.now()
    for post in posts:
        post.topic = topic
    return [
        _one(
            post,
            person,
            now,
            author=people[post.author_id],
            photos=photos.get(post.pk, []),
            hearts=hearts.get(post.pk, 0),
            hearted=post.pk in hearted,
            footers=footers[post.pk],
            verified=_("Owns it") if post.author_id in owners else "",
        )
        for post in posts
    ]


def _one(
    post: Post,
    person: Person,
    now: datetime,
    *,
    author: Byline,
    photos: list[Photo],
    hearts: int,
    hearted: bool,
    footers: list[Any],
    verified: str,
) -> PostShown:
    removed = is_removed(post)
    return PostShown(
        pk=post.pk,
        number=post.number,
        author=author,
        html=stored("" if removed else post.html),
        lang=post.language,
        created_at=post.created_at,
        edited_at=post.edited_at,
        photos=[] if removed else photos,
        hearts=hearts,
        hearted=hearted,
        own=person is not None and post.author_id == person.pk,
        accepted=is_accepted(post),
        removed=removed,
        removed_by_author=removed and post.removal.by_id is not None and post.removal.by_id == post.author_id,
        removal_reason=post.removal.reason if removed else "",
        can_edit=can_edit(person, post, now),
        can_remove=can_remove(person, post),
        can_accept=can_accept(person, post),
        footers=footers,
        verified=verified,
    )


def _owners(topic: Topic, author_ids: set[int]) -> set[int]:
    """Under a product it matters who has it at home."""
    return shop.owners_among(topic.product_id, author_ids) if topic.product_id is not None else set()


def _product(topic: Topic) -> ProductLine | None:
    product = topic.product
    if product is None:
        return None
    is_sold = product.state == Product.State.ACTIVE and product.gone_at is None
    stock = "gone" if not is_sold else "in" if product.in_stock else "out"
    photo = shop.first_photos({product.pk}).get(product.pk)
    return ProductLine(product.title, product.get_absolute_url(), product.price, photo, stock)


def _people(topic: Topic) -> tuple[list[Byline], int]:
    """Who writes here, in the order of their first words, and how many others."""
    written = Post.objects.filter(topic=topic, removal__isnull=True, author__isnull=False).order_by()
    total = written.aggregate(n=Count("author", distinct=True))["n"]
    firsts = written.values("author_id").annotate(first=Min("number")).order_by("first")[:PEOPLE_SHOWN]
    ids: Iterable[int] = [row["author_id"] for row in firsts]
    members = Member.objects.in_bulk(ids)
    shown = bylines(members.values())
    return [shown[pk] for pk in ids if pk in members], total - len(members)


def _photos(topic: Topic) -> list[Photo]:
    rows = PostPicture.objects.filter(post__topic=topic, post__removal__isnull=True).select_related("picture")
    return media.photos(row.picture for row in rows.order_by("post__number", "position")[:PICTURES_SHOWN])
