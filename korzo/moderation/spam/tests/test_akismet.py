"""Akismet is asked after posting, over the wire that it documents; whatever it does, nobody's post waits for it.

It is a real server on this machine that speaks as Akismet's pages say: form fields in, one word out.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from korzo.activity.models import Outgoing
from korzo.kit.http import Profile
from korzo.members.models import Member
from korzo.moderation import registry
from korzo.moderation.actions import ask_akismet
from korzo.moderation.models import Entry, Item
from korzo.moderation.registry import Moderated, Seen
from korzo.moderation.spam import akismet
from korzo.moderation.spam.submission import Submission
from korzo.moderation.spam.tests.scenes import of_old, rules, sent
from tests.cast import Cast, let_worker_finish

KEY = "0a1b2c3d4e5f"
LABEL = "tests.note"
type Answer = Callable[[BaseHTTPRequestHandler], None]


def says(word: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(peer: BaseHTTPRequestHandler) -> None:
        peer.send_response(status)
        for name, value in headers.items():
            peer.send_header(name.replace("_", "-"), value)
        peer.send_header("Content-Length", str(len(word)))
        peer.end_headers()
        peer.wfile.write(word)

    return answer


def trickles(peer: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)
    says(b"true")(peer)


def breaks_off(peer: BaseHTTPRequestHandler) -> None:
    peer.send_response(200)
    peer.send_header("Content-Length", "4")
    peer.end_headers()
    peer.wfile.write(b"tr")
    peer.close_connection = True


@dataclass
class Peer:
    answer: Answer = field(default_factory=lambda: says(b"false"))
    heard: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)


@pytest.fixture
def peer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    one = Peer()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            one.heard.append((self.path, parse_qs(body, keep_blank_values=True)))
            one.answer(self)

        def log_message(self, *said: object) -> None:
            """The test tells what it heard."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.KORZO_AKISMET_KEY = KEY
    settings.KORZO_AKISMET_URL = f"http://127.0.0.1:{server.server_port}/1.1"
    settings.KORZO_PRIVATE_ADDRESSES = True
    monkeypatch.setattr(akismet, "AKISMET", Profile("akismet", 16 * 1024, redirects_max=0, total_seconds=0.6))
    yield one
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Notes:
    """A room with one note in it, as `moderated.py` of a room above would tell of it."""

    seen: Seen
    hidden: list[tuple[int, str]] = field(default_factory=list)

    def moderated(self) -> Moderated:
        def fetch(ids: list[int]) -> dict[int, Seen]:
            return {pk: self.seen for pk in ids if pk == self.seen.pk}

        def hide(pk: int, *, actor: Member | None, reason: str) -> None:
            assert actor is None
            self.hidden.append((pk, reason))

        def step(pk: int, *, actor: Member | None) -> None:
            raise AssertionError(pk)

        def refuse(pk: int, *, actor: Member | None, reason: str) -> None:
            raise AssertionError(pk)

        return Moderated(LABEL, "Note", fetch=fetch, hide=hide, show=step, release=step, refuse=refuse)


@pytest.fixture
def notes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Notes:
    rules(asks_akismet=True)
    made = Notes(Seen(7, cast.luka.pk, "", "<p>Win!</p>", "Win!", "/notes/7/", timezone.now(), language="en"))
    monkeypatch.setattr(registry, "_known", {**registry._known, LABEL: made.moderated()})
    return made


def posted(author: Member, **said: Any) -> Submission:
    return sent("Win!", author, **{"address": "192.0.2.7", **said})


def test_it_asks_in_the_documented_form(peer: Peer, notes: Notes, cast: Cast) -> None:
    assert ask_akismet(LABEL, 7, posted(cast.luka), agent="Browser/1.0")
    assert peer.heard == []
    let_worker_finish()
    ((path, asked),) = peer.heard
    assert path == "/1.1/comment-check"
    told = {name: values[0] for name, values in asked.items()}
    assert told.pop("comment_date_gmt").endswith("Z")
    assert told == {
        "api_key": KEY, "blog": "http://localhost:8000", "user_ip": "192.0.2.7", "user_agent": "Browser/1.0",
        "permalink": "/notes/7/", "comment_type": "reply", "comment_author": "Luka", "comment_content": "Win!",
        "blog_lang": "en", "blog_charset": "UTF-8",
    }  # fmt: skip
    assert "luka@example.com" not in str(asked)
    assert Outgoing.objects.get().state == Outgoing.State.SENT
    assert (notes.hidden, Item.objects.count()) == ([], 0)


def test_it_puts_spam_into_the_queue(peer: Peer, notes: Notes, cast: Cast) -> None:
    peer.answer = says(b"true", X_akismet_pro_tip="discard")
    ask_akismet(LABEL, 7, posted(cast.luka))
    let_worker_finish()
    item = Item.objects.get()
    assert (item.kind, item.label, item.subject_id, item.author) == ("flags", LABEL, 7, cast.luka)
    assert item.held_for == [{"code": "akismet", "facts": {}}]
    assert item.hidden_at is not None
    assert notes.hidden == [(7, "A spam check outside this site took it for spam.")]
    assert Entry.objects.get().data == {"codes": ["akismet"]}


def test_it_asks_once_about_one_text(peer: Peer, notes: Notes, cast: Cast) -> None:
    assert ask_akismet(LABEL, 7, posted(cast.luka))
    assert not ask_akismet(LABEL, 7, posted(cast.luka))
    let_worker_finish()
    assert len(peer.heard) == 1


@pytest.mark.parametrize(
    ("answer", "state", "error"),
    [
        (says(b"invalid", X_akismet_debug_help="Missing key"), "failed", "does not take our key"),
        (says(b"<html>Hello</html>"), "waiting", "something else than yes or no"),
        (says(b""), "waiting", "something else than yes or no"),
        (says(b"true " * 10_000), "failed", "larger than we read"),
        (says(b"oops", 500), "waiting", "answered 500"),
        (says(b"slow down", 429), "waiting", "answered 429"),
        (says(b"no", 403), "failed", "answered 403"),
        (says(b"", 302, Location="http://127.0.0.1/elsewhere"), "failed", "elsewhere"),
        (trickles, "waiting", "too long|could not reach"),
        (breaks_off, "waiting", "could not reach"),
    ],
    ids=["invalid", "page", "empty", "huge", "500", "429", "403", "redirect", "slow", "broken"],
)
def test_it_leaves_the_post_where_it_is_whatever_happens(
    peer: Peer, notes: Notes, cast: Cast, answer: Answer, state: str, error: str
) -> None:
    peer.answer = answer
    ask_akismet(LABEL, 7, posted(cast.luka))
    let_worker_finish()
    row = Outgoing.objects.get()
    assert (notes.hidden, Item.objects.count()) == ([], 0)
    assert row.error
    assert re.search(error, row.error), row.error
    assert row.state == state
    assert KEY not in row.error


def test_it_tells_nobody_its_key(peer: Peer, notes: Notes, cast: Cast) -> None:
    peer.answer = says(b"invalid", X_akismet_debug_help=f"Your key {KEY} is unknown")
    ask_akismet(LABEL, 7, posted(cast.luka))
    let_worker_finish()
    assert KEY not in Outgoing.objects.get().error


def test_it_asks_about_newcomers_alone_and_never_without_an_address(peer: Peer, notes: Notes, cast: Cast) -> None:
    assert not ask_akismet(LABEL, 7, posted(of_old(cast.tea)))
    assert not ask_akismet(LABEL, 7, posted(cast.luka, address=""))
    assert not ask_akismet(LABEL, 7, posted(cast.ivo))
    assert not Outgoing.objects.exists()


def test_it_is_off_by_default(peer: Peer, notes: Notes, cast: Cast, settings: Any) -> None:
    rules(asks_akismet=False)
    assert not ask_akismet(LABEL, 7, posted(cast.luka))
    rules(asks_akismet=True)
    settings.KORZO_AKISMET_KEY = ""
    assert not ask_akismet(LABEL, 7, posted(cast.luka))


def test_it_asks_nothing_about_what_is_gone(peer: Peer, notes: Notes, cast: Cast) -> None:
    ask_akismet(LABEL, 8, posted(cast.luka))
    let_worker_finish()
    assert peer.heard == []
    assert Outgoing.objects.get().state == Outgoing.State.SENT
