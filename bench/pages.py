"""What pages cost inside one process, all made anew: no stored page, and no piece of one, takes part."""

import time
from collections.abc import Iterable
from statistics import median

from django.core.signals import request_started
from django.db import connection, reset_queries
from django.test import Client
from django.urls import reverse

from bench import crowds, processes
from bench.towns import QUESTION, SPACE
from korzo.comments.models import CommentTotal
from korzo.discussions.cursor import Cursor
from korzo.discussions.models import Space, Tag, Topic
from korzo.kit import generations
from korzo.members.models import Member
from korzo.notifications.models import Notice
from korzo.shop.models import Product

WARM = 3
# The owner sees the pages of the team.
MEMBERS = {"member": crowds.READER, "team": 1}


def answer(rounds: str, server_pid: str = "0") -> list[dict[str, object]]:
    """CPU of this process by page (median), of the database server at this pid (mean), queries and bytes."""
    found: list[dict[str, object]] = []
    for who in ("guest", *MEMBERS):
        client = Client(HTTP_HOST="localhost")
        if who in MEMBERS:
            client.force_login(Member.objects.get(pk=MEMBERS[who]))
        for name, path in addresses(who):
            found.append({"page": f"{name}, {who}", **_cost(client, path, int(rounds), int(server_pid))})
    return found


def addresses(who: str) -> Iterable[tuple[str, str]]:
    """What each of them looks at, with its name in the table."""
    longest = Topic.objects.order_by("-highest_number", "pk")[0]
    return {"guest": _of_guests, "member": _of_members, "team": _of_the_team}[who](longest)


def _of_guests(longest: Topic) -> Iterable[tuple[str, str]]:
    space = reverse("discussions:space", args=[SPACE])
    topics = Topic.objects.filter(space=Space.objects.get(slug=SPACE)).order_by("-last_post_at")
    middle = topics[topics.count() // 2]
    yield "topic, in the middle", _middle(longest)
    yield "home", "/"
    yield "all spaces", reverse("discussions:spaces")
    yield "space", space
    yield "space, in the middle", f"{space}?before={Cursor(middle.last_post_at, middle.pk)}"
    yield "space, waiting", f"{space}?show=unanswered"
    yield "space, pictures", f"{space}?show=pictures"
    yield "topic, beginning", longest.get_absolute_url()
    yield "question, the most useful answers", Topic.objects.get(pk=QUESTION + 1).get_absolute_url()
    yield "tag", Tag.objects.get(slug=crowds.TAG).get_absolute_url()
    yield "feed of all", reverse("discussions:feed")
    yield "feed of the space", reverse("discussions:space_feed", args=[SPACE])
    yield "feed of the tag", reverse("tags:feed", args=[crowds.TAG])
    yield "feed of the topic", reverse("discussions:topic_feed", args=[longest.pk])
    product = Product.objects.get(handle=crowds.PRODUCT)
    last = CommentTotal.objects.get(subject_label="shop.product", subject_id=product.pk).highest_number
    yield "product, comments", product.get_absolute_url()
    yield "product, comments in the middle", f"{product.get_absolute_url()}?comments={last // 2}"
    yield "contest", reverse("contests:contest", args=[crowds.CONTEST])
    yield "contest, further entries", reverse("contests:contest", args=[crowds.CONTEST]) + "?part=2"
    yield "contest, results", reverse("contests:results", args=[crowds.PAST_CONTEST])


def _of_members(longest: Topic) -> Iterable[tuple[str, str]]:
    yield "topic, in the middle", _middle(longest)
    yield "space", reverse("discussions:space", args=[SPACE])
    yield "new for you", reverse("discussions:new")
    yield "notices", reverse("notifications:list")
    middle = Notice.objects.filter(member=crowds.READER).order_by("pk")
    yield "notices, in the middle", f"{reverse('notifications:list')}?before={middle[middle.count() // 2].pk}"
    yield "contest", reverse("contests:contest", args=[crowds.CONTEST])


def _of_the_team(_longest: Topic) -> Iterable[tuple[str, str]]:
    yield "queue of moderation", reverse("staff_moderation")
    yield "queue, what waits to be shown", f"{reverse('staff_moderation')}?kind=held"


def _middle(longest: Topic) -> str:
    return f"{longest.get_absolute_url()}?after={longest.highest_number // 2}"


def _cost(client: Client, path: str, rounds: int, server_pid: int) -> dict[str, float]:
    for _turn in range(WARM):
        size = len(_page(client, path))
    servers = processes.tree(server_pid) if server_pid else []
    times, server_seconds = [], 0.0
    for _turn in range(rounds):
        generations.bump_all()
        server_before, before = processes.cpu_seconds(servers), time.process_time()
        _page(client, path)
        times.append(time.process_time() - before)
        server_seconds += processes.cpu_seconds(servers) - server_before
    return {
        "cpu_ms": median(times) * 1000,
        "server_ms": server_seconds * 1000 / rounds,
        "queries": _queries(client, path),
        "bytes": size,
    }


def _page(client: Client, path: str) -> bytes:
    response = client.get(path)
    if response.status_code != 200:
        raise LookupError(f"{path} answers {response.status_code}")
    content: bytes = response.content
    return content


def _queries(client: Client, path: str) -> int:
    """Django forgets its queries when a request begins, and so it is asked not to."""
    generations.bump_all()
    request_started.disconnect(reset_queries)
    connection.force_debug_cursor = True
    reset_queries()
    try:
        _page(client, path)
        return len(connection.queries)
    finally:
        connection.force_debug_cursor = False
        request_started.connect(reset_queries)
