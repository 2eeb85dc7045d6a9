"""What visitors get from the edge: the stored page, quickly and never stale, and their own parts in it."""

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any, cast

import brotli
import pytest
from pytest_django import Settings

from korzo.discussions.actions import Written, give_heart, post_reply
from korzo.discussions.models import Post, Space, Topic
from korzo.discussions.tests.talk import make_topic
from korzo.edge import shelf
from korzo.kit import generations
from korzo.members.models import Member
from tests.cast import Cast, make_cast
from tests.through_edge import House, house

pytestmark = pytest.mark.usefixtures("kept")

TOKEN = re.compile(r"[A-Za-z0-9]{64}")


@pytest.fixture
def people() -> Cast:
    return make_cast()


@pytest.fixture
def topic(people: Cast) -> Topic:
    space = Space.objects.create(slug="questions", name="Questions")
    return make_topic(space, people.tea)


@pytest.fixture
def web() -> Iterator[House]:
    with house() as one:
        yield one


def test_it_asks_django_once(web: House, topic: Topic) -> None:
    first = web.get(topic.get_absolute_url())
    again = web.get(topic.get_absolute_url())
    assert first.status == again.status == 200
    assert first.body == again.body
    assert web.asked == ["shared"]


def test_it_shows_a_change_at_once(web: House, topic: Topic, people: Cast) -> None:
    web.get(topic.get_absolute_url())
    post_reply(topic, actor=people.luka, written=Written("Two pairs of socks."))
    assert "Two pairs of socks." in web.get(topic.get_absolute_url()).text


def test_it_would_show_the_old_page_without_a_bump(web: House, topic: Topic, people: Cast) -> None:
    """What proves that the test above can fail: a change that nobody announces stays unseen."""
    web.get(topic.get_absolute_url())
    Topic.objects.filter(pk=topic.pk).update(title="Another title")
    assert "Another title" not in web.get(topic.get_absolute_url()).text
    generations.bump(f"topic:{topic.pk}")
    assert "Another title" in web.get(topic.get_absolute_url()).text


def test_a_heart_is_seen_by_all(web: House, topic: Topic, people: Cast) -> None:
    lead = Post.objects.get(topic=topic, number=1)
    web.get(topic.get_absolute_url())
    give_heart(lead, actor=people.luka)
    assert "Heart, 1 person" in web.get(topic.get_absolute_url()).text


def test_a_browser_that_knows_the_page_gets_no_body(web: House, topic: Topic, people: Cast) -> None:
    first = web.get(topic.get_absolute_url())
    known = web.get(topic.get_absolute_url(), if_none_match=f'"other", {first.headers["etag"]}')
    assert (known.status, known.body) == (304, b"")
    post_reply(topic, actor=people.luka, written=Written("News."))
    assert web.get(topic.get_absolute_url(), if_none_match=first.headers["etag"]).status == 200


def test_head_has_all_but_the_body(web: House, topic: Topic) -> None:
    page = web.get(topic.get_absolute_url())
    head = web.get(topic.get_absolute_url(), method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers == page.headers


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_it_compresses_once_for_all(web: House, topic: Topic, encoding: str) -> None:
    async def often() -> list[tuple[str, bytes]]:
        answers = []
        for _turn in range(20):
            one = await web.fetch(topic.get_absolute_url(), accept_encoding=f"{encoding};q=0.9, identity")
            answers.append((one.headers.get("content-encoding", ""), one.body))
            await asyncio.sleep(0.02)
        return answers

    answers = asyncio.run(often())
    assert answers[-1][0] == encoding
    unpacked = brotli.decompress(answers[-1][1]) if encoding == "br" else None
    if unpacked is not None:
        assert unpacked == answers[0][1]
    assert len(answers[-1][1]) < len(answers[0][1]) / 3
    assert web.asked == ["shared"]


def test_it_sends_no_encoding_that_was_refused(web: House, topic: Topic) -> None:
    for _turn in range(3):
        assert "content-encoding" not in web.get(topic.get_absolute_url(), accept_encoding="br;q=0, *;q=0").headers


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner"])
def test_a_member_gets_the_stored_page_with_own_parts(web: House, topic: Topic, people: Cast, role: str) -> None:
    member = people.by_role()[role]
    assert member is not None
    web.get(topic.get_absolute_url())
    page = web.get(topic.get_absolute_url(), member=member)
    assert web.asked == ["shared", "personal"]
    assert page.headers["cache-control"] == "private, no-store"
    assert member.name in page.text
    assert "Sign in to reply" not in page.text
    assert 'id="reply-form"' in page.text


@pytest.mark.parametrize("role", ["outsider", "member", "moderator", "staff", "owner"])
def test_the_page_is_what_django_alone_would_make(web: House, topic: Topic, people: Cast, role: str) -> None:
    member = people.by_role()[role]
    post_reply(topic, actor=people.luka, written=Written("Two pairs of socks."))
    web.get(topic.get_absolute_url())
    kept = web.get(topic.get_absolute_url(), member=member)
    generations.set_trusted(False)
    whole = web.get(topic.get_absolute_url(), member=member)
    assert web.asked[-1] == "whole"
    assert TOKEN.sub("TOKEN", kept.text) == TOKEN.sub("TOKEN", whole.text)


def test_a_guests_page_holds_nothing_of_a_member(web: House, topic: Topic, people: Cast) -> None:
    web.get(topic.get_absolute_url(), member=people.sara)
    page = web.get(topic.get_absolute_url())
    assert people.sara.name not in page.text
    assert "csrf" not in page.text.lower()
    assert "set-cookie" not in page.headers
    assert "\x02" not in page.text


@pytest.mark.parametrize("key", ["a" * 40, "", "x", "é" * 40, "0" * 4_000])
def test_an_invented_session_is_a_guest(web: House, topic: Topic, key: str) -> None:
    page = web.get(topic.get_absolute_url(), cookie=f"korzo_session={key}")
    assert page.headers["cache-control"].startswith("public")
    assert web.asked == ["shared"]


def test_what_is_not_for_everybody_is_not_kept(web: House, people: Cast) -> None:
    for _turn in range(2):
        page = web.get("/notices/", member=people.tea)
        assert page.status == 200
    assert web.asked == ["shared", "whole", "whole"]
    assert web.edge.shelf.memory.size < 2_000


def test_languages_and_themes_are_kept_apart(web: House, topic: Topic) -> None:
    address = topic.get_absolute_url()
    slovak = web.get(address, accept_language="sk-SK,sk;q=0.9")
    english = web.get(address, accept_language="de, en;q=0.5")
    dark = web.get(address, cookie="korzo_theme=dark")
    odd = web.get(address, cookie="korzo_theme=<script>; korzo_language=../etc")
    assert 'lang="sk"' in slovak.text
    assert english.body == odd.body
    assert 'data-theme="dark"' in dark.text
    assert slovak.headers["content-language"] == "sk"
    assert len(web.edge.shelf.memory) == 3


def test_a_fragment_is_not_a_page(web: House, topic: Topic) -> None:
    page = web.get(topic.get_absolute_url())
    fragment = web.get(topic.get_absolute_url(), hx_request="true")
    restored = web.get(topic.get_absolute_url(), hx_request="true", hx_history_restore_request="true")
    assert "<html" not in fragment.text
    assert restored.body == page.body
    assert "HX-Request" in fragment.headers["vary"]


@pytest.mark.parametrize(
    "header",
    ["x-forwarded-host", "x-forwarded-for", "x-original-url", "x-rewrite-url", "x-http-method-override", "forwarded"],
)
def test_no_header_gets_into_a_page_that_others_see(web: House, topic: Topic, header: str) -> None:
    clean = web.get(topic.get_absolute_url()).body
    web.forget()
    poisoned = web.get(topic.get_absolute_url(), **cast("Any", {header: "evil.example"}))
    assert poisoned.body == clean
    assert web.get(topic.get_absolute_url()).body == clean


def test_an_unknown_host_is_refused_and_not_kept(web: House, topic: Topic, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    scope_host = web.get(topic.get_absolute_url(), host="evil.example")
    assert scope_host.status == 400
    assert len(web.edge.shelf.memory) == 0


def test_parameters_nobody_reads_are_not_kept(web: House, topic: Topic) -> None:
    for number in range(50):
        assert web.get(f"{topic.get_absolute_url()}?x={number}").status == 200
    # Only the knowledge that there is none.
    assert web.edge.shelf.memory.size < 50 * 2_000
    assert web.asked == ["shared"] * 50


def test_what_advertisements_add_changes_nothing(web: House, topic: Topic) -> None:
    clean = web.get(topic.get_absolute_url())
    tracked = web.get(f"{topic.get_absolute_url()}?utm_source=letter&fbclid=abc&after=")
    assert tracked.body == clean.body
    assert web.asked == ["shared"]


def test_pages_of_a_list_are_kept_each(web: House, topic: Topic) -> None:
    assert web.get(f"{topic.get_absolute_url()}?after=5").status == 200
    assert web.get(f"{topic.get_absolute_url()}?after=5").status == 200
    assert web.asked == ["shared"]


def test_many_at_a_cold_page_cost_one_rendering(web: House, topic: Topic) -> None:
    async def crowd() -> list[int]:
        return [one.status for one in await asyncio.gather(*(web.fetch(topic.get_absolute_url()) for _i in range(40)))]

    assert asyncio.run(crowd()) == [200] * 40
    assert web.asked == ["shared"]


def test_who_comes_after_a_write_does_not_wait_for_the_rendering_before_it(
    web: House, topic: Topic, people: Cast
) -> None:
    """The first rendering began before the reply; whoever asks after it must not be given that one."""
    original = web.edge.django
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(scope: object, receive: object, send: object) -> None:
        is_first = not began.is_set()
        if not is_first:
            await original(scope, receive, send)  # type: ignore[arg-type]
            return
        held: list[object] = []

        async def hold(message: object) -> None:
            held.append(message)

        await original(scope, receive, hold)  # type: ignore[arg-type]
        began.set()
        await go_on.wait()
        for message in held:
            await send(message)  # type: ignore[operator]

    web.edge.django = slow

    async def both() -> tuple[str, str]:
        first = asyncio.create_task(web.fetch(topic.get_absolute_url()))
        await began.wait()
        await asyncio.to_thread(_reply_and_close, topic, people.luka)
        late = asyncio.create_task(web.fetch(topic.get_absolute_url()))
        await asyncio.sleep(0.05)
        go_on.set()
        return (await first).text, (await late).text

    early, late = asyncio.run(both())
    assert "Two pairs of socks." not in early
    assert "Two pairs of socks." in late


def _reply_and_close(topic: Topic, author: Member) -> None:
    from django.db import connection  # noqa: PLC0415 (this thread's own)

    post_reply(topic, actor=author, written=Written("Two pairs of socks."))
    connection.close()


def test_a_rendering_that_hangs_is_not_waited_for_forever(
    web: House, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "WAIT_SECONDS_MAX", 0.05)
    hang = asyncio.Event()

    async def stuck(scope: object, receive: object, send: object) -> None:
        await hang.wait()

    web.edge.django = stuck

    async def two() -> tuple[int, str]:
        first = asyncio.create_task(web.fetch(topic.get_absolute_url()))
        await asyncio.sleep(0.01)
        second = await web.fetch(topic.get_absolute_url())
        first.cancel()
        return second.status, second.headers["retry-after"]

    assert asyncio.run(two()) == (503, "2")


def test_a_rendering_that_fails_wakes_the_others(web: House, topic: Topic) -> None:
    original = web.edge.django
    failed: list[bool] = []

    async def fails_once(scope: object, receive: object, send: object) -> None:
        if not failed:
            failed.append(True)
            await asyncio.sleep(0.05)
            raise ConnectionResetError
        await original(scope, receive, send)  # type: ignore[arg-type]

    web.edge.django = fails_once

    async def crowd() -> list[object]:
        asked = (web.fetch(topic.get_absolute_url()) for _i in range(5))
        return [getattr(one, "status", one) for one in await asyncio.gather(*asked, return_exceptions=True)]

    outcomes = asyncio.run(crowd())
    assert isinstance(outcomes[0], ConnectionResetError)
    assert outcomes[1:] == [200] * 4


def test_it_serves_without_keeping_where_the_counters_cannot_be_trusted(web: House, topic: Topic) -> None:
    generations.set_trusted(False)
    for _turn in range(2):
        assert web.get(topic.get_absolute_url()).status == 200
    assert web.asked == ["whole", "whole"]


def test_ten_thousand_addresses_do_not_fill_the_memory(web: House) -> None:
    """A crawler over pages that exist: the memory stays below its bounds, and the number of refusals too."""
    made = web.edge.shelf
    made.memory.bytes_max = 200_000
    seen = " ".join(f"{slot}:{number}" for slot, number in generations.seen({"site"})).encode()

    async def small(scope: object, receive: object, send: object) -> None:
        headers = [(b"content-type", b"text/html"), (b"x-korzo-seen", seen), (b"x-korzo-keep", b"yes")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"x" * 2_000})  # type: ignore[operator]

    web.edge.django = small

    async def crawl() -> int:
        largest = 0
        for number in range(10_000):
            await web.fetch(f"/page/{number}")
            largest = max(largest, made.memory.size)
        return largest

    assert asyncio.run(crawl()) <= 200_000
    assert len(made.memory) < 100


def test_the_parts_alone_are_for_the_edge_only(web: House, topic: Topic, people: Cast) -> None:
    stolen = web.get(topic.get_absolute_url(), member=people.tea, x_korzo_ask="personal", x_korzo_parts="W10=")
    assert stolen.text.startswith("<!doctype html>")
    with pytest.raises(json.JSONDecodeError):
        json.loads(stolen.text)
