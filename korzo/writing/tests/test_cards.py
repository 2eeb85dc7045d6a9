"""Cards of links, against servers of our own that behave as badly as those out there."""

import io
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from korzo.kit import http
from korzo.kit.http import Neighbour
from korzo.writing.actions import fetch_card, forget_old_cards, prepare, want_cards
from korzo.writing.actions.cards import CARDS_MAX, FAILED_FOR, GOOD_FOR, KEPT, hash_of
from korzo.writing.models import LinkCard
from korzo.writing.providers import FRAME_ORIGINS, PROVIDERS, oembed_address, playable
from korzo.writing.queries import filled
from korzo.writing.reading_pages import read_oembed, read_page

NEAR = [Neighbour("far.test", ipaddress.ip_network("127.0.0.0/8"))]
_real_lookup = socket.getaddrinfo

type Reply = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Far:
    port: int = 0
    replies: dict[str, Reply] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://far.test:{self.port}{path}"

    def says(self, path: str, body: bytes, kind: str = "text/html; charset=utf-8") -> None:
        self.replies[path] = (200, {"Content-Type": kind}, body)


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[Far]:
    one = Far()
    settings.MEDIA_ROOT = tmp_path

    class Peer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            one.heard.append(self.path)
            reply = one.replies.get(self.path, (404, {}, b""))
            if callable(reply):
                reply(self)
                return
            status, headers, content = reply
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            """Quiet."""

    def lookup(host: str, *options: Any, **more: Any) -> Any:
        known = {"far.test": "127.0.0.1", "inner.test": "127.0.0.1"}
        return _real_lookup(known.get(host, host), *options, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    http._own_addresses.cache_clear()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    listening.daemon_threads = True
    one.port = listening.server_port
    threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield one
    listening.shutdown()
    listening.server_close()
    http._own_addresses.cache_clear()


def looked_at(url: str) -> LinkCard:
    card = LinkCard.objects.create(url=url, url_hash=hash_of(url), good_until=timezone.now() - timedelta(seconds=1))
    fetched = fetch_card(card.pk, neighbours=NEAR)
    assert fetched is not None
    return LinkCard.objects.get(pk=fetched.pk)


def jpeg(width: int = 900, height: int = 450) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 90, 60)).save(out, "JPEG")
    return out.getvalue()


PAGE = (
    '<html><head><title>Plain</title><meta property="og:title" content="Wax &amp; socks">'
    '<meta name="description" content="  How   to "><meta property="og:site_name" content="Far">'
    '<meta property="og:image" content="/pic.jpg"></head><body onload=alert(1)>'
)

pytestmark = pytest.mark.django_db


def test_words_and_a_picture_drawn_anew_are_kept(far: Far) -> None:
    far.says("/a", PAGE.encode())
    far.says("/pic.jpg", jpeg(), "image/jpeg")
    card = looked_at(far.url("/a"))
    assert (card.state, card.title, card.text, card.site) == ("ready", "Wax & socks", "How to", "Far")
    assert (card.photo_width, card.photo_height) == (640, 320)
    with default_storage.open(card.photo) as file:
        assert Image.open(file).format == "WEBP"
    assert card.good_until > timezone.now() + GOOD_FOR - timedelta(minutes=1)
    # Within the day nobody asks again.
    heard = len(far.heard)
    fetch_card(card.pk, neighbours=NEAR)
    assert len(far.heard) == heard


def test_a_picture_that_is_none_leaves_a_card_without(far: Far) -> None:
    far.says("/a", PAGE.encode())
    far.says("/pic.jpg", b"<svg onload=alert(1)>", "image/svg+xml")
    card = looked_at(far.url("/a"))
    assert (card.state, card.photo) == ("ready", "")


def _slowly(peer: BaseHTTPRequestHandler) -> None:
    peer.send_response(200)
    peer.send_header("Content-Type", "text/html")
    peer.end_headers()
    try:
        for _second in range(40):
            peer.wfile.write(b"<p>")
            peer.wfile.flush()
            time.sleep(0.25)
    except OSError:
        return


def _hangs_up(peer: BaseHTTPRequestHandler) -> None:
    peer.connection.close()


@pytest.mark.parametrize(
    "reply",
    [
        (302, {"Location": "http://127.0.0.1/"}, b""),
        (302, {"Location": "http://inner.test/"}, b""),
        (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""),
        (302, {"Location": "http://[::1]/"}, b""),
        (302, {"Location": "file:///etc/passwd"}, b""),
        (302, {"Location": "/bad"}, b""),
        (200, {"Content-Type": "application/pdf"}, b"%PDF"),
        (200, {"Content-Type": "text/html"}, b"<title>x</title>" + b"a" * (1024 * 1024 + 1)),
        (200, {"Content-Type": "text/html", "Content-Encoding": "br"}, b"x"),
        (200, {"Content-Type": "text/html"}, b""),
        (200, {"Content-Type": "text/html"}, b"<meta><title></title>"),
        (500, {"Content-Type": "text/html"}, PAGE.encode()),
        _hangs_up,
        _slowly,
    ],
)
def test_whatever_the_other_side_does_there_is_no_card_and_no_harm(far: Far, reply: Reply) -> None:
    far.replies["/bad"] = reply
    card = looked_at(far.url("/bad"))
    assert (card.state, card.title, card.photo) == ("failed", "", "")
    assert card.good_until < timezone.now() + FAILED_FOR + timedelta(minutes=1)
    assert len(far.heard) <= 4


def test_what_was_known_stays_while_the_other_side_is_away(far: Far) -> None:
    far.says("/a", PAGE.encode())
    card = looked_at(far.url("/a"))
    far.replies.clear()
    LinkCard.objects.update(good_until=timezone.now() - timedelta(days=2))
    fetch_card(card.pk, neighbours=NEAR)
    again = LinkCard.objects.get()
    assert (again.state, again.title) == ("ready", "Wax & socks")


@pytest.mark.parametrize(
    ("body", "header", "title"),
    [
        ("<title>Kávovar</title>".encode(), "text/html", "Kávovar"),
        ("<title>Kávovar</title>".encode("cp1250"), "text/html; charset=windows-1250", "Kávovar"),
        ('<meta charset="iso-8859-2"><title>Šál</title>'.encode("iso-8859-2"), "text/html", "Šál"),
        ("<title>Kávovar</title>".encode(), "text/html; charset=klingon", "Kávovar"),
        ("<title>Kávovar</title>".encode("latin-1"), "text/html; charset=utf-8", "Kávovar"),
        (b"<title>\xff\xfe\x81</title>", "text/html; charset=hex", "ÿþ�"),
        ("<title>a\u202eb\x00c</title>".encode(), "text/html; charset=utf-8", "abc"),
        (b"<title>&lt;script&gt;</title>", "text/html", "<script>"),
    ],
)
def test_any_charset_is_read_somehow(body: bytes, header: str, title: str) -> None:
    assert read_page(body, content_type=header, url="https://far.test/").title == title


def test_the_time_for_reading_a_page_is_bounded() -> None:
    for piece in (b"<meta ", b"<title", b"<meta name=a content='", b"<", b"<!--"):
        body = (piece * (512 * 1024 // len(piece)))[: 512 * 1024]
        assert read_page(body, content_type="text/html", url="https://far.test/").title == ""


def test_markup_of_an_oembed_answer_is_never_looked_at() -> None:
    told = read_oembed(
        {"title": "Song", "html": "<script>1</script>", "thumbnail_url": "javascript:1"}, url="https://a.test/"
    )
    assert (told.title, told.picture_url, told.site) == ("Song", "", "a.test")
    assert read_oembed([1], url="https://a.test/").title == ""
    assert read_oembed({"title": {"a": 1}}, url="https://a.test/").title == ""


@pytest.mark.parametrize(
    ("url", "src"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://www.youtube.com/watch?list=a&v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://www.tiktok.com/@a.b/video/7000000000000000000", "https://www.tiktok.com/embed/v2/7000000000000000000"),
        ("https://open.spotify.com/track/11dFghVXANMlKmJXsNCbNl", "https://open.spotify.com/embed/track/11dFghVXANMlKmJXsNCbNl"),
        ("https://www.reddit.com/r/running/comments/abc123/shoes/", "https://embed.reddit.com/r/running/comments/abc123/"),
        ("https://soundcloud.com/forss/flickermood", "https://w.soundcloud.com/player/?visual=false&url=https%3A%2F%2Fsoundcloud.com%2Fforss%2Fflickermood"),
    ],
)  # fmt: skip
def test_films_and_songs_of_the_list_can_be_played(url: str, src: str) -> None:
    found = playable(url)
    assert found is not None
    assert found.src == src
    assert any(src.startswith(origin) for origin in FRAME_ORIGINS)
    assert oembed_address(url).startswith("https://")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com.evil.test/watch?v=dQw4w9WgXcQ", "https://evil.test/https://youtu.be/dQw4w9WgXcQ",
        "http://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ%22onload", "https://youtu.be/",
        "https://instagram.com/p/abc", "javascript:https://youtu.be/dQw4w9WgXcQ",
    ],
)  # fmt: skip
def test_everything_else_cannot(url: str) -> None:
    assert playable(url) is None


def test_all_frames_are_of_plain_https_hosts() -> None:
    assert len(PROVIDERS) >= 6
    assert all(origin.startswith("https://") and origin.count("/") == 2 for origin in FRAME_ORIGINS)


def test_a_post_asks_for_ten_cards_at_most(far: Far) -> None:
    urls = [f"https://far.test/{number}" for number in range(CARDS_MAX + 5)]
    assert len(want_cards(urls)) == CARDS_MAX
    assert LinkCard.objects.count() == CARDS_MAX
    assert want_cards(["http://far.test/", "https://far.test/" + "a" * 3000]) == {}


def test_a_link_alone_becomes_its_card_and_others_stay_words(far: Far) -> None:
    text = prepare("See https://far.test/x here\n\nhttps://far.test/a", rich=False)
    card = LinkCard.objects.get()
    assert f'<figure data-ref="link:{card.pk}">' in text.html
    bare = filled({1: text.html})[1]
    assert '<a href="https://far.test/a"' in bare
    assert "link-card" not in bare
    LinkCard.objects.update(state="ready", title="A <b>page</b>", site="Far")
    shown = filled({1: text.html})[1]
    assert "A &lt;b&gt;page&lt;/b&gt;" in shown
    assert "iframe" not in shown


def test_nothing_of_a_film_is_loaded_before_somebody_asks(far: Far) -> None:
    text = prepare("https://youtu.be/dQw4w9WgXcQ", rich=False)
    LinkCard.objects.update(state="ready", title="Film", site="YouTube")
    shown = filled({1: text.html})[1]
    assert 'data-src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in shown
    assert " src=" not in shown


def test_cards_that_nobody_needs_go_with_their_picture(far: Far) -> None:
    far.says("/a", PAGE.encode())
    far.says("/pic.jpg", jpeg(), "image/jpeg")
    card = looked_at(far.url("/a"))
    assert forget_old_cards() == 0
    assert forget_old_cards(now=timezone.now() + KEPT + timedelta(days=2)) == 1
    assert not LinkCard.objects.exists()
    assert not default_storage.exists(card.photo)
