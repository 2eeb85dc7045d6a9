"""The topic page: one query a table, and the rest left to the template."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from korzo.discussions.models import Post, Space, Topic
from korzo.loyalty.levels import level_at
from korzo.loyalty.models import Standing
from korzo.members.models import Member
from korzo.reactions.models import Reaction

POSTS_ON_PAGE = 20
PEOPLE_SHOWN = 6


def topic(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    one = get_object_or_404(Topic.objects.select_related("space", "author"), pk=pk, slug=slug)
    posts = (
        Post.objects.filter(topic=one)
        .select_related("author", "removal", "acceptance")
        .prefetch_related("post_pictures__picture")
        .order_by("number")
    )
    page = Paginator(posts, POSTS_ON_PAGE).get_page(request.GET.get("page"))
    _with_extras(list(page.object_list), request)
    written = Q(pk__in=Post.objects.filter(topic=one).values("author"))
    context = {
        "topic": one,
        "page": page,
        "spaces": Space.objects.order_by("position"),
        "people": Member.objects.filter(written)[:PEOPLE_SHOWN],
    }
    return render(request, "plain/topic.html", context)


def _with_extras(posts: list[Post], request: HttpRequest) -> None:
    """Hearts, one's own among them, and levels, for all posts at once."""
    hearts = Reaction.objects.filter(subject_label="discussions.post", subject_id__in=[post.pk for post in posts])
    counts = dict(hearts.values_list("subject_id").annotate(n=Count("pk")))
    mine = set(hearts.filter(member=request.user.pk).values_list("subject_id", flat=True))
    standings = Standing.objects.in_bulk([post.author_id for post in posts if post.author_id])
    for post in posts:
        standing = standings.get(post.author_id or 0)
        extras = {
            "hearts": counts.get(post.pk, 0),
            "is_mine": post.pk in mine,
            "level": level_at(standing.level) if standing else None,
            "pictures": [row.picture.as_photo() for row in post.post_pictures.all()],
        }
        for name, value in extras.items():
            setattr(post, name, value)
