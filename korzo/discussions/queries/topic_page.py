"""All that one page of a topic shows, in a number of queries that does not depend on the number of posts."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from korzo.discussions.models import Acceptance, AnswerMerit, IdeaChange, Kind, Post, PostPicture, Tag, Topic
from korzo.discussions.permissions import is_accepted, is_removed
from korzo.discussions.queries.pictures import photos_of_posts
from korzo.discussions.queries.tags import tags_of
from korzo.edge.recording import reads
from korzo.kit import slots
from korzo.kit.html import to_plain
from korzo.kit.money import Money
from korzo.kit.pictures import Photo
from korzo.media import queries as media
from korzo.media.models import Picture
from korzo.members.queries import Byline, bylines
from korzo.shop import queries as shop
from korzo.shop.models import Product
from korzo.writing import queries as writing

slots.declare("discussions.post_extra")
slots.declare("discussions.composer_extra")

POSTS_ON_PAGE = 20
# The most useful answers stand first, and the others as they were written: nobody reads the tenth best before them.
USEFUL_ON_TOP = 10
PEOPLE_SHOWN = 6
# Among the first posts of a talk the first six people are found, however long it grows.
POSTS_LOOKED_AT = 60
PICTURES_SHOWN = 6
CHANGES_SHOWN = 10
# Behind a thousand replies nobody asks how many more there are.
COUNTED_MAX = 1_000


@dataclass(frozen=True)
class PostShown:
    """One post as everybody sees it; hearts and what can be done with it are a personal part (`post_foot`)."""

    pk: int
    number: int
    author: Byline
    html: SafeString
    lang: str
    created_at: datetime
    edited_at: datetime | None
    photos: list[Photo]
    accepted: bool
    removed: bool
    removed_by_author: bool
    removal_reason: str
    product: "ProductLine | None" = None
    verified: str = ""
    # What other rooms put below the words, such as a poll.
    extra: list[SafeString] = field(default_factory=list)
    # Pictures come first, and words below them.
    is_showcase: bool = False
    version: int = 1
    # The words alone, for machines; as little of quotations as the page shows.
    plain: str = ""

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
    """Which posts stand on a page, by their ids: the lead, the accepted answers and the most useful ones on the first
    page only.

    `after` leads to the next page; `last_number` is the newest post on this one, so that a reply knows whether others
    came between.
    """

    topic: Topic
    post_ids: list[int]
    last_number: int
    is_solved: bool
    tags: list[Tag] = field(default_factory=list)
    changes: list[IdeaChange] = field(default_factory=list)
    after: int = 0
    rest_count: int = 0
    people: list[Byline] = field(default_factory=list)
    people_rest: int = 0
    photos: list[Photo] = field(default_factory=list)


def topic_page(topic: Topic, *, after: int = 0, with_aside: bool = True, is_in_order: bool = False) -> TopicPage:
    """Posts behind number `after`; 0 is the first page, with the lead, the accepted answers and the most useful on top.

    `is_in_order`: as they were written, all in their places.
    """
    reads(f"topic:{topic.pk}")
    posts = Post.objects.filter(topic=topic)
    accepted = list(
        Acceptance.objects.filter(topic=topic).order_by("at", "post_id").values_list("post_id", "post__number")
    )
    lifted = [] if is_in_order else [*accepted, *_most_useful(topic)]
    shown = posts.filter(number__gt=max(after, 1), hold__isnull=True).exclude(pk__in=[pk for pk, _number in lifted])
    flow = shown.order_by("number")
    found = list(flow.values_list("pk", "number")[: POSTS_ON_PAGE + 1])
    on_page = found[:POSTS_ON_PAGE]
    more = len(found) > POSTS_ON_PAGE
    top = [] if after else [*((pk, 1) for pk in [topic.first_post_id] if pk), *lifted]
    people, people_rest = _people(topic) if with_aside else ([], 0)
    return TopicPage(
        topic=topic,
        post_ids=[pk for pk, _number in [*top, *on_page]],
        last_number=max((number for _pk, number in [*top, *on_page]), default=0),
        is_solved=bool(accepted),
        after=on_page[-1][1] if more else 0,
        rest_count=_rest_count(topic, on_page[-1][1], lifted) if more else 0,
        tags=tags_of(topic.pk) if with_aside else [],
        changes=_changes(topic) if topic.is_idea and with_aside else [],
        people=people,
        people_rest=people_rest,
        photos=_photos(topic) if with_aside else [],
    )


def _most_useful(topic: Topic) -> list[tuple[int, int]]:
    """Answers by what their readers say, each with its number; the accepted ones stand above them anyway."""
    if not topic.is_question:
        return []
    best = AnswerMerit.objects.filter(topic=topic, post__is_standing=True, post__number__gt=1)
    rows = best.filter(post__acceptance__isnull=True).order_by("-merit", "post_id")
    return list(rows.values_list("post_id", "post__number")[:USEFUL_ON_TOP])


def _rest_count(topic: Topic, last: int, lifted: list[tuple[int, int]]) -> int:
    """Where every number is a post, none needs to be counted: what was lifted up stands on the first page."""
    if topic.has_gaps:
        rest = Post.objects.filter(topic=topic, number__gt=last, hold__isnull=True)
        return rest.exclude(pk__in=[pk for pk, _number in lifted])[:COUNTED_MAX].count()
    return topic.highest_number - last - sum(1 for _pk, number in lifted if number > last)


def _changes(topic: Topic) -> list[IdeaChange]:
    """How far the idea came, the latest step first."""
    return list(IdeaChange.objects.filter(topic=topic).select_related("by").order_by("-at", "-pk")[:CHANGES_SHOWN])


def page_start(post: Post) -> int:
    """The `after` of the page on which this post stands: pages hold at most as many posts as numbers."""
    if post.opens_topic or is_accepted(post) or post.pk in {pk for pk, _number in _most_useful(post.topic)}:
        return 0
    return (post.number - 2) // POSTS_ON_PAGE * POSTS_ON_PAGE + 1 if post.number > POSTS_ON_PAGE + 1 else 0


def posts_shown(ids: Collection[int]) -> dict[int, PostShown]:
    """Posts with all that is told about them, in a number of queries that does not depend on how many they are."""
    reads("catalogue", *(f"post:{pk}" for pk in ids))
    wide = Post.objects.filter(pk__in=ids).select_related("removal", "acceptance", "topic__product")
    posts = list(wide)
    people = bylines(post.author_id for post in posts)
    photos = photos_of_posts(ids, with_failed_films=True)
    owners = _owners(posts)
    extra = slots.collect("discussions.post_extra", [post.pk for post in posts if post.is_standing])
    texts = writing.filled({post.pk: "" if is_removed(post) else post.html for post in posts})
    return {
        post.pk: _one(
            post,
            html=texts[post.pk],
            author=people[post.author_id],
            photos=photos.get(post.pk, []),
            verified=_("Owns it") if (post.topic.product_id, post.author_id) in owners else "",
            extra=extra.get(post.pk, []),
        )
        for post in posts
    }


def _one(
    post: Post, *, html: SafeString, author: Byline, photos: list[Photo], verified: str, extra: list[SafeString]
) -> PostShown:
    removed = is_removed(post)
    return PostShown(
        pk=post.pk,
        number=post.number,
        author=author,
        html=html,
        lang=post.language,
        created_at=post.created_at,
        edited_at=post.edited_at,
        photos=[] if removed else photos,
        accepted=is_accepted(post),
        removed=removed,
        removed_by_author=removed and post.removal.by_id is not None and post.removal.by_id == post.author_id,
        removal_reason=post.removal.reason if removed else "",
        product=_product(post.topic) if post.opens_topic else None,
        verified=verified,
        extra=extra,
        is_showcase=post.opens_topic and post.topic.kind == Kind.SHOWCASE,
        version=post.version,
        plain="" if removed else to_plain(html) if "data-ref" in post.html else post.plain,
    )


def _owners(posts: list[Post]) -> set[tuple[int | None, int | None]]:
    """Under a product it matters who has it at home. Posts of one page share a topic, and so a product."""
    asked: dict[int, set[int]] = {}
    for post in posts:
        if post.topic.product_id is not None and post.author_id is not None:
            asked.setdefault(post.topic.product_id, set()).add(post.author_id)
    return {
        (product_id, owner) for product_id, authors in asked.items() for owner in shop.owners_among(product_id, authors)
    }


def _product(topic: Topic) -> ProductLine | None:
    product = topic.product
    if product is None:
        return None
    is_sold = product.state == Product.State.ACTIVE and product.gone_at is None
    stock = "gone" if not is_sold else "in" if product.in_stock else "out"
    photo = shop.first_photos({product.pk}).get(product.pk)
    return ProductLine(product.title, product.get_absolute_url(), product.price, photo, stock)


def _people(topic: Topic) -> tuple[list[Byline], int]:
    """Who began this talk, in the order of their first words, and how many others write here."""
    early = Post.objects.filter(topic=topic, number__lte=POSTS_LOOKED_AT, is_standing=True, author__isnull=False)
    authors = dict.fromkeys(early.order_by("number").values_list("author_id", flat=True))
    ids = list(authors)[:PEOPLE_SHOWN]
    shown = bylines(ids)
    known = [shown[pk] for pk in ids if pk in shown]
    return known, max(0, topic.writer_count - len(known))


def _photos(topic: Topic) -> list[Photo]:
    hung = PostPicture.objects.filter(topic=topic, post__is_standing=True, picture__kind=Picture.Kind.PICTURE)
    rows = hung.select_related("picture")
    return media.photos(row.picture for row in rows.order_by("post_id", "position")[:PICTURES_SHOWN])
