"""What the heads of the talk's pages tell search engines and those who share a link."""

from hashlib import blake2b
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.discussions.models import Space, Tag, Topic
from korzo.discussions.queries import POSTS_ON_PAGE, FeedPage, TopicPage
from korzo.kit.html import excerpt
from korzo.kit.page_head import HeadFeed, HeadPicture, PageHead
from korzo.ui.share_picture import HEIGHT, VERSION, WIDTH

# Steps in which a picture tells how many replied: it is not drawn anew for each of them.
REPLIES_TOLD = (5, 10, 25, 50, 100, 250, 500, 1_000)


def topic_head(page: TopicPage, *, after: int) -> PageHead:
    """`after` as it was asked for. Each page of a long topic stands for itself; behind the last there is nothing."""
    topic = page.topic
    is_public = topic.is_standing and topic.space.is_public
    return PageHead(
        address=topic_address(topic, after),
        title=topic.title,
        description=topic.excerpt,
        kind="article",
        is_indexed=is_public and bool(page.post_ids),
        picture=_picture(page) if is_public else None,
        # Pages hold at most as many posts as numbers, so none is left out between the two.
        previous=topic_address(topic, after - POSTS_ON_PAGE) if after else "",
        next=topic_address(topic, page.after) if page.after else "",
        feeds=(HeadFeed(reverse("discussions:topic_feed", args=[topic.pk]), topic.title),) if is_public else (),
        published_at=topic.created_at,
        changed_at=topic.last_post_at,
    )


def topic_address(topic: Topic, after: int) -> str:
    return f"{topic.get_absolute_url()}?{urlencode({'after': after})}" if after > 1 else topic.get_absolute_url()


def replies_told(count: int) -> str:
    step = max((one for one in REPLIES_TOLD if one <= count), default=0)
    return f"{step}+" if step else ""


def _picture(page: TopicPage) -> HeadPicture:
    """With a word in its address that changes with what it shows, so that it may be kept for ever."""
    topic = page.topic
    author = topic.author
    shown = [
        VERSION, topic.title, topic.space.name, replies_told(topic.reply_count), topic.product_id,
        author and (author.name, author.avatar, author.erased_at), page.photos[:1],
    ]  # fmt: skip
    word = blake2b(repr(shown).encode(), digest_size=8).hexdigest()
    url = f"{reverse('discussions:share_picture', args=[topic.pk])}?v={word}"
    return HeadPicture(url, WIDTH, HEIGHT, alt=topic.title, follows_site=True)


def space_head(space: Space, feed: FeedPage, *, is_plain: bool) -> PageHead:
    """Only the list as people usually come to it is for search engines; the topics themselves are found by the map."""
    return PageHead(
        address=space.get_absolute_url(),
        title=space.name,
        description=space.description,
        is_indexed=space.is_public and is_plain and bool(feed.items),
        next=f"{space.get_absolute_url()}?{urlencode({'before': feed.before})}" if feed.before and is_plain else "",
        feeds=(HeadFeed(reverse("discussions:space_feed", args=[space.slug]), space.name),) if space.is_public else (),
    )


def tag_head(tag: Tag, feed: FeedPage, *, is_plain: bool) -> PageHead:
    titles = ", ".join(item.title for item in feed.items[:3])
    return PageHead(
        address=tag.get_absolute_url(),
        title=f"#{tag.name}",
        description=excerpt(titles),
        is_indexed=is_plain and bool(feed.items),
        next=f"{tag.get_absolute_url()}?{urlencode({'before': feed.before})}" if feed.before and is_plain else "",
        feeds=(HeadFeed(reverse("tags:feed", args=[tag.slug]), f"#{tag.name}"),),
    )


def spaces_head(*, is_empty: bool) -> PageHead:
    return PageHead(
        address=reverse("discussions:spaces"),
        title=_("Talk"),
        is_indexed=not is_empty,
        feeds=(HeadFeed(reverse("discussions:feed"), _("New topics")),),
    )
