"""What somebody said in others' topics."""

from korzo.discussions.models import Acceptance, Post
from korzo.discussions.permissions import closed_to, posts_visible_to
from korzo.discussions.queries.feed import Count, FeedItem, FeedPage
from korzo.edge.recording import reads
from korzo.kit.html import excerpt
from korzo.reactions import queries as reactions

ANSWERS_ON_PAGE = 20


def replies_of(member_id: int) -> FeedPage:
    """The newest replies with the title of their topic; accepted ones say so."""
    reads("talk", "spaces")
    rows = (
        posts_visible_to(None)
        .filter(author_id=member_id, number__gt=1, is_standing=True)
        .select_related("topic__space")
        .order_by("-created_at", "-pk")[:ANSWERS_ON_PAGE]
    )
    posts = list(rows)
    ids = [post.pk for post in posts]
    accepted = set(Acceptance.objects.filter(post_id__in=ids).values_list("post_id", flat=True))
    hearts = reactions.counts("discussions.post", ids)
    return FeedPage([_item(post, hearts.get(post.pk, 0), is_accepted=post.pk in accepted) for post in posts])


def reply_count(member_id: int) -> int:
    reads("talk", "spaces")
    replies = Post.objects.filter(author_id=member_id, number__gt=1, is_standing=True)
    return replies.exclude(topic__space__in=closed_to(None)).count()


def _item(post: Post, hearts: int, *, is_accepted: bool) -> FeedItem:
    return FeedItem(
        title=post.topic.title,
        url=post.get_absolute_url(),
        moment=post.created_at,
        excerpt=excerpt(post.plain),
        lang=post.language,
        solved=is_accepted,
        counts=[Count("heart", str(hearts))] if hearts else [],
        tag=post.topic.space.name,
        tag_hue=post.topic.space.hue,
    )
