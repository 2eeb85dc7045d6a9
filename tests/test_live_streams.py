"""Streams of real processes with real listeners: what is told arrives once, in order, and only where it may."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from korzo.live.actions import publish, revoke
from korzo.live.models import Event, Readers
from tests.live_house.choir import Choir, Voice, wait_until
from tests.live_house.house import House, house
from tests.redis_server import needs_redis, redis_server

type Place = tuple[House, Choir]


@pytest.fixture
def here(transactional_db: None, tmp_path: Path) -> Iterator[Place]:
    with house(tmp_path) as made:
        yield made


def tell(channel: str, *numbers: int) -> None:
    for number in numbers:
        with transaction.atomic():
            publish(channel, "test.told", {"n": number})


def has_heard(voice: Voice, count: int) -> bool:
    return len(voice.news) == count


def is_to_look_anew(voice: Voice) -> bool:
    return "reload" in voice.kinds()


def test_it_reaches_every_stream_once_and_in_order(here: Place) -> None:
    home, choir = here
    ports = [home.server().port, home.server().port]
    voices = [
        choir.listen(ports[turn % 2], "?on=topic:5", wait=False, Cookie=f"{settings.SESSION_COOKIE_NAME}=m{turn}")
        for turn in range(1, 19)
    ]
    elsewhere = choir.listen(ports[0], "?on=topic:6&on=talk")
    wait_until(lambda: all(voice.status == 200 for voice in voices), "all streams")
    tell("topic:5", *range(30))
    tell("topic:6", 7)
    wait_until(lambda: all(len(voice.news) == 30 for voice in voices), "thirty events everywhere")
    wait_until(lambda: len(elsewhere.news) == 1, "the other topic")
    assert {tuple(voice.numbers()) for voice in voices} == {tuple(range(30))}
    first = voices[0]
    assert first.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert (first.headers["cache-control"], first.headers["x-accel-buffering"]) == ("no-cache", "no")
    assert "content-encoding" not in first.headers
    assert 3000 <= first.retry_ms < 6000
    assert first.news[0].data["on"] == "topic:5"
    assert first.news[0].data["name"] == "test.told"
    # What was never committed is never told.
    with transaction.atomic():
        publish("topic:5", "test.told", {"n": 99})
        transaction.set_rollback(True)
    tell("topic:5", 100)
    wait_until(lambda: len(first.news) == 31, "the next one")
    assert first.numbers()[-1] == 100


def test_it_goes_on_where_a_stream_broke_off(here: Place) -> None:
    home, choir = here
    port, other = home.server().port, home.server().port
    voice = choir.listen(port, "?on=topic:5")
    tell("topic:5", 1, 2)
    wait_until(lambda: len(voice.news) == 2, "two events")
    choir.hang_up(voice)
    tell("topic:6", 50)
    tell("topic:5", 3, 4)
    again = choir.listen(other, "?on=topic:5", Last_Event_ID=voice.mark)
    by_hand = choir.listen(other, f"?on=topic:5&last={voice.mark}")
    wait_until(lambda: len(again.news) == len(by_hand.news) == 2, "what was missed")
    tell("topic:5", 5)
    wait_until(lambda: len(again.news) == len(by_hand.news) == 3, "what came after it")
    assert again.numbers() == by_hand.numbers() == [3, 4, 5]
    # Somebody who was cut off within the past goes on within it.
    within = choir.listen(port, "?on=topic:5", Last_Event_ID=again.news[0].mark)
    wait_until(lambda: len(within.news) == 2, "the rest of the past")
    assert within.numbers() == [4, 5]
    # Whoever comes anew hears nothing of the past, unless their page is older than their stream.
    assert choir.listen(port, "?on=topic:5").news == []
    late = choir.listen(port, "?on=topic:5&age=60000")
    wait_until(lambda: len(late.news) == 5, "what came since the page was made")
    assert late.numbers() == [1, 2, 3, 4, 5]


@pytest.mark.once
def test_it_asks_for_a_new_look_where_the_gap_is_too_wide(here: Place) -> None:
    home, choir = here
    port = home.server(LIVE_HOUSE_PING_SECONDS="0.3").port
    tell("topic:5", 0)
    first = Event.objects.latest("pk").pk
    Event.objects.bulk_create([Event(channel="topic:5", name="test.told", data={"n": n}) for n in range(1, 502)])
    tell("topic:5", 502)
    newest = Event.objects.latest("pk").pk
    probe = choir.listen(port, "?on=topic:6")
    wait_until(lambda: probe.mark == str(newest), "the process that has met all of them")
    whole = choir.listen(port, "?on=topic:5", Last_Event_ID=str(newest - 500))
    wait_until(lambda: len(whole.news) == 500, "the most that is told again")
    assert whole.numbers() == list(range(3, 503))
    for mark in (str(first), "nonsense", "-1", "0", str(newest + 1000), "9" * 400, "5~", "5~x", "\xff\xfe"):
        voice = choir.listen(port, "?on=topic:5", Last_Event_ID=mark)
        wait_until(partial(is_to_look_anew, voice), f"an answer to {mark}")
        assert voice.news == [], mark
        assert voice.mark == str(newest)
        choir.hang_up(voice)
    # The events of more than a day ago are gone; nobody can tell what there was.
    Event.objects.filter(pk__lt=newest).delete()
    gone = choir.listen(port, "?on=topic:5", Last_Event_ID=str(newest - 5))
    wait_until(lambda: "reload" in gone.kinds(), "a new look")
    old = choir.listen(port, "?on=topic:5&age=900000")
    wait_until(lambda: "reload" in old.kinds(), "a new look for an old page")


def test_it_lets_nobody_hear_what_is_not_theirs(here: Place) -> None:
    home, choir = here
    port = home.server().port
    cookie = settings.SESSION_COOKIE_NAME
    for query in ("?on=topic:1001", "?on=topic:0", "?on=member", "?on=member:7", "?on=order:5", "?on=topic"):
        assert choir.listen(port, query).status == 404, query
    assert choir.listen(port, "?on=member:8", Cookie=f"{cookie}=m7").status == 404
    assert choir.listen(port, "?on=member", Cookie=f"{cookie}=forged").status == 404
    assert choir.listen(port, "?on=topic:5", Sec_Fetch_Site="cross-site").status == 403

    mine = choir.listen(port, "?on=member&on=member:8&on=topic:1001&on=topic:5", Cookie=f"{cookie}=m7")
    assert mine.status == 200
    wait_until(lambda: bool(mine.heard), "what was refused")
    assert mine.heard[0].data == {"channels": ["member:8", "topic:1001"]}
    tell("member:8", 1)
    tell("topic:1001", 2)
    tell("member:7", 3)
    wait_until(lambda: bool(mine.news), "what is theirs")
    assert mine.numbers() == [3]


def test_it_ends_when_a_right_is_withdrawn(here: Place) -> None:
    home, choir = here
    port = home.server().port
    slow = home.server(LIVE_HOUSE_ASK_AGAIN_SECONDS="1").port
    folder = Path(settings.KORZO_DATA)
    opened, ended = folder / "open-1001", folder / "m7"
    opened.touch()
    cookie = f"{settings.SESSION_COOKIE_NAME}=m7"
    try:
        topic = choir.listen(port, "?on=topic:1001&on=talk")
        unheard = choir.listen(slow, "?on=topic:1001&on=talk")
        mine = choir.listen(port, "?on=member&on=talk", Cookie=cookie)
        guest = choir.listen(port, "?on=talk")
        revoke("topic:1001")
        revoke("member:7")
        tell("talk", 1)
        wait_until(lambda: all(len(one.news) == 1 for one in (topic, mine, guest)), "all may still hear")
        opened.unlink()
        ended.touch()
        revoke("topic:1001")
        revoke("member:7")
        wait_until(lambda: topic.is_over and mine.is_over, "the end of both streams")
        assert topic.heard[-1].data == {"channels": ["topic:1001"]}
        assert mine.heard[-1].data == {"channels": ["member:7"]}
        assert topic.kinds()[-1] == mine.kinds()[-1] == "revoked"
        # Nobody has to say so: everybody is asked again now and then.
        wait_until(lambda: unheard.is_over, "the end of the other stream")
        assert unheard.kinds()[-1] == "revoked"
        assert not guest.is_over
    finally:
        opened.unlink(missing_ok=True)
        ended.unlink(missing_ok=True)


@pytest.mark.once
def test_it_has_room_for_so_many_of_one_address_and_one_member(here: Place) -> None:
    home, choir = here
    port = home.server(KORZO_TRUSTED_PROXIES="1").port
    cookie = f"{settings.SESSION_COOKIE_NAME}=m7"

    def of(address: str, cookie: str = "other=1") -> int:
        return choir.listen(port, "?on=topic:5", X_Forwarded_For=address, Cookie=cookie).status

    assert [of("203.0.113.1, 198.51.100.7") for _turn in range(20)] == [200] * 20
    over = choir.listen(port, "?on=topic:5", X_Forwarded_For="192.0.2.9, 198.51.100.7")
    assert over.status == 429
    assert 30 <= int(over.headers["retry-after"]) < 60
    assert of("198.51.100.8") == 200
    # A household of IPv6 has many addresses and one network.
    assert {of(f"2001:db8:1:2::{turn:x}") for turn in range(20)} == {200}
    assert (of("2001:db8:1:2:ffff::1"), of("2001:db8:1:3::1")) == (429, 200)
    assert [of(f"198.51.100.{turn}", cookie) for turn in range(10, 17)] == [200] * 6 + [429]


@pytest.mark.once
def test_a_place_is_free_again_after_somebody_left(here: Place) -> None:
    home, choir = here
    port = home.server().port
    voices = choir.listen_all(port, ["?on=topic:5"] * 21)
    assert sorted(voice.status for voice in voices) == [200] * 20 + [429]
    choir.hang_up(next(voice for voice in voices if voice.status == 200))
    wait_until(lambda: choir.listen(port, "?on=topic:5").status == 200, "the free place")


@pytest.mark.once
def test_it_survives_hostile_requests(here: Place) -> None:
    home, choir = here
    server = home.server()
    port = server.port
    many = "&on=".join(f"topic:{number}" for number in range(10_000))
    odd = [
        "?",
        "?on=",
        "?on=topic:5:6",
        "?on=TOPIC:5",
        "?on=topic:-1",
        f"?on=topic:{'9' * 30}",
        "?on=../../etc",
        "?on=%00",
    ]
    odd += [
        f"?on={many}",
        f"?on={many[:1500]}",
        "?on=topic:%ff",
        "?on=topic:5&age=-1",
        "?on=topic:5&age=1e9",
        "?" + "a=1&" * 300,
    ]
    for query in odd:
        assert choir.listen(port, query).status in {400, 414}, query[:60]
    assert choir.listen(port, "?on=topic:٥".encode().decode("latin-1")).status in {0, 400}
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plug:
        plug.sendall(b"POST /live/?on=topic:5 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
        assert plug.recv(20).split()[1] == b"405"
    voice = choir.listen(port, "?on=topic:5", Cookie="a" * 20_000, X_Forwarded_For="nonsense")
    assert voice.status == 200
    tell("topic:5", 1)
    wait_until(lambda: len(voice.news) == 1, "life afterwards")
    assert "Traceback" not in server.said()


@pytest.mark.once
def test_a_reader_who_takes_nothing_holds_nobody_up(here: Place) -> None:
    home, choir = here
    server = home.server(LIVE_HOUSE_PING_SECONDS="0.5", LIVE_HOUSE_STUCK_SECONDS="1")
    port = server.port
    big = {f"field_{number}": "x" * 60 for number in range(19)}
    with socket.create_connection(("127.0.0.1", port)) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.sendall(b"GET /live/?on=topic:5 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        good = choir.listen(port, "?on=topic:5")
        for batch in range(60):
            with transaction.atomic():
                for number in range(90):
                    publish("topic:5", "test.told", {"n": batch * 90 + number, **big})
            wait_until(partial(has_heard, good, batch * 90 + 90), "a batch")
        assert good.numbers() == list(range(60 * 90))
        assert "reload" not in good.kinds()
        # The deaf one is cut off and gives its place back.
        wait_until(lambda: [one.data["n"] for one in good.heard if one.kind == "presence"][-1] == 1, "one reader")
    assert "Traceback" not in server.said()


@pytest.mark.once
def test_a_reader_who_fell_behind_is_asked_to_look_anew(here: Place) -> None:
    home, choir = here
    port = home.server().port
    voice = choir.listen(port, "?on=topic:5")
    tell("topic:5", 0)
    wait_until(lambda: len(voice.news) == 1, "the first event")
    with transaction.atomic():
        for number in range(1, 400):
            publish("topic:5", "test.told", {"n": number})
    tell("topic:6", 0)
    wait_until(lambda: "reload" in voice.kinds(), "the request to look anew")
    tell("topic:5", 500)
    wait_until(lambda: voice.numbers()[-1] == 500, "what is told afterwards")
    assert voice.kinds().count("reload") == 1
    assert voice.mark == str(Event.objects.latest("pk").pk)


def test_a_killed_process_loses_and_doubles_nothing(here: Place) -> None:
    home, choir = here
    server = home.server()
    stop = threading.Event()

    def talk() -> None:
        number = 0
        while not stop.is_set():
            tell("topic:5", number)
            number += 1
            # Slowly enough that a process which takes its time to start finds no more than it tells again.
            time.sleep(0.1)
        connections.close_all()

    speaker = threading.Thread(target=talk)
    speaker.start()
    voice = choir.listen(server.port, "?on=topic:5&age=1")
    heard: list[int] = []
    try:
        for _turn in range(3):
            wait_until(lambda: len(voice.news) > 5, "some events")  # noqa: B023 (the voice of this turn)
            server.kill()
            wait_until(lambda: voice.is_over, "the end of the stream")  # noqa: B023
            heard += voice.numbers()
            server.start()
            voice = choir.listen(server.port, "?on=topic:5", Last_Event_ID=voice.mark)
    finally:
        stop.set()
        speaker.join()
    total = Event.objects.count()
    wait_until(lambda: len(heard) + len(voice.news) >= total, "all events")
    assert heard + voice.numbers() == list(range(total))


@pytest.mark.once
def test_it_lets_go_of_its_streams_when_it_is_asked_to_end(here: Place) -> None:
    home, choir = here
    server = home.server()
    voices = choir.listen_all(server.port, ["?on=topic:5"] * 5)
    tell("topic:5", 1)
    wait_until(lambda: all(voice.news for voice in voices), "the event")
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 10
    assert all(voice.is_over for voice in voices)
    assert server.process is not None
    assert server.process.returncode == 0
    assert Readers.objects.count() == 0


@pytest.mark.once
def test_quiet_streams_hear_a_ping_and_the_mark_of_today(here: Place) -> None:
    home, choir = here
    port = home.server(LIVE_HOUSE_PING_SECONDS="0.3").port
    voice = choir.listen(port, "?on=topic:5")
    wait_until(lambda: voice.comments >= 2, "two pings")
    tell("topic:6", 1)
    wait_until(lambda: "mark" in voice.kinds(), "the mark")
    assert voice.mark == str(Event.objects.latest("pk").pk)
    tell("topic:5", 2)
    wait_until(lambda: bool(voice.news), "an event")


@pytest.mark.once
def test_readers_are_counted_over_all_processes(here: Place) -> None:
    home, choir = here
    one, two = home.server(), home.server()

    def count(voice: object) -> int:
        told = [heard.data["n"] for heard in voice.heard if heard.kind == "presence" and heard.data["on"] == "topic:5"]  # type: ignore[attr-defined]
        return told[-1] if told else 0

    first = choir.listen(one.port, "?on=topic:5&on=talk")
    others = choir.listen_all(two.port, ["?on=topic:5", "?on=topic:5&on=topic:6"])
    wait_until(lambda: count(first) == 3 and all(count(other) == 3 for other in others), "three")
    assert {(row.channel, row.count) for row in Readers.objects.all()} == {
        ("topic:5", 1),
        ("topic:5", 2),
        ("topic:6", 1),
    }
    late = choir.listen(one.port, "?on=topic:5")
    wait_until(lambda: count(late) == 4, "four")
    choir.hang_up(others[0])
    wait_until(lambda: count(first) == 3, "three again")
    # A process that was killed says nothing more; its count fades.
    two.kill()
    Readers.objects.filter(count=1, channel="topic:6").update(at=timezone.now() - timedelta(minutes=1))
    Readers.objects.filter(channel="topic:5").order_by("at").update(at=timezone.now() - timedelta(minutes=1))
    wait_until(lambda: count(first) == 2, "the two who are left")


@needs_redis
@pytest.mark.once
def test_other_hosts_hear_it_too_and_lose_nothing_while_redis_is_away(here: Place, tmp_path: Path) -> None:
    """Each host has a data folder, and so a counter file, of its own; they share the database and Redis."""
    home, choir = here
    with redis_server(tmp_path) as redis:
        hosts = [home.server(KORZO_REDIS=redis.address, KORZO_DATA=str(tmp_path / name)) for name in ("one", "two")]
        voices = [choir.listen(host.port, "?on=topic:5") for host in hosts]
        with home.speaker("topic:5", KORZO_REDIS=redis.address, KORZO_DATA=str(tmp_path / "three")) as told:
            wait_until(lambda: all(len(voice.news) > 20 for voice in voices), "the first events on both hosts")
            redis.kill()
            count = [len(voice.news) for voice in voices]
            wait_until(lambda: all(len(voices[turn].news) > count[turn] + 20 for turn in (0, 1)), "those without Redis")
            redis.start()
            count = [len(voice.news) for voice in voices]
            wait_until(lambda: all(len(voices[turn].news) > count[turn] + 20 for turn in (0, 1)), "those after it")
        total = told.numbers()
        assert total == Event.objects.count()
        wait_until(lambda: all(len(voice.news) >= total for voice in voices), "all of them")
        assert [voice.numbers() for voice in voices] == [list(range(total))] * 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer, so numbers come in order.")
def test_what_commits_late_is_told_late_and_once(here: Place) -> None:
    home, choir = here
    port, other = home.server().port, home.server().port
    voice = choir.listen(port, "?on=topic:5")
    tell("topic:5", 0)
    wait_until(lambda: len(voice.news) == 1, "the first event")
    inside, go_on = threading.Event(), threading.Event()

    def dawdle() -> None:
        with transaction.atomic():
            publish("topic:5", "test.told", {"n": 1})
            inside.set()
            go_on.wait(20)
        connections.close_all()

    slow = threading.Thread(target=dawdle)
    slow.start()
    inside.wait(20)
    tell("topic:5", 2, 3)
    wait_until(lambda: len(voice.news) == 3, "those who were quicker")
    assert "~" in voice.mark
    choir.hang_up(voice)
    go_on.set()
    slow.join()
    both = [choir.listen(place, "?on=topic:5", Last_Event_ID=voice.mark) for place in (port, other)]
    wait_until(lambda: all(again.news for again in both), "what came late")
    tell("topic:5", 4)
    wait_until(lambda: all(again.numbers()[-1] == 4 for again in both), "what came afterwards")
    assert [again.numbers() for again in both] == [[1, 4], [1, 4]]
    wait_until(lambda: all(again.mark.split("~")[0] == str(Event.objects.latest("pk").pk) for again in both), "")
