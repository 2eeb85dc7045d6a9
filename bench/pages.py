"""What pages cost inside one process, all made anew: no stored page, and no piece of one, takes part."""

import time
from collections.abc import Iterable
from statistics import median

from django.core.signals import request_started
from django.db import connection, reset_queries
from django.test import Client
from django.urls import reverse

from bench import processes
from bench.towns import SPACE
from korzo.discussions.cursor import Cursor
from korzo.discussions.models import Space, Topic
from korzo.kit import generations
from korzo.members.models import Member

WARM = 3
READER = "member900"


def answer(rounds: str, server_pid: str = "0") -> list[dict[str, object]]:
    """CPU of this process by page (median), of the database server at this pid (mean), queries and bytes."""
    found: list[dict[str, object]] = []
    for who in ("guest", "member"):
        client = Client(HTTP_HOST="localhost")
        if who == "member":
            client.force_login(Member.objects.get(handle=READER))
        for name, path in addresses(who):
            found.append({"page": f"{name}, {who}", **_cost(client, path, int(rounds), int(server_pid))})
    return found


def addresses(who: str) -> Iterable[tuple[str, str]]:
    longest = Topic.objects.order_by("-highest_number", "pk")[0]
    space = reverse("discussions:space", args=[SPACE])
    topics = Topic.objects.filter(space=Space.objects.get(slug=SPACE)).order_by("-last_post_at")
    middle = topics[topics.count() // 2]
    deep = f"{longest.get_absolute_url()}?after={longest.highest_number // 2}"
    yield "topic, in the middle", deep
    if who == "member":
        return
    yield "home", "/"
    yield "all spaces", reverse("discussions:spaces")
    yield "space", space
    yield "space, in the middle", f"{space}?before={Cursor(middle.last_post_at, middle.pk)}"
    yield "space, waiting", f"{space}?show=unanswered"
    yield "space, pictures", f"{space}?show=pictures"
    yield "topic, beginning", longest.get_absolute_url()


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
