"""Pages of guests are the same for all guests, so that they can be kept by a cache; and the pages of errors."""

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from korzo.community.actions import change_community
from korzo.community.models import Community
from korzo.discussions.models import Space
from korzo.web.tests.scenes import make_product, make_reply, make_topic, say
from korzo.web.views import words
from tests.cast import Cast, signed_in

LANGUAGES = [code for code, _name in django_settings.LANGUAGES]


@pytest.fixture
def paths(space: Space, cast: Cast) -> list[str]:
    """All that somebody outside may read."""
    product = make_product()
    review = say(product, cast.tea)
    topic = make_topic(space, cast.tea, question=True, product=product, pictured=True)
    make_reply(topic, cast.luka)
    return [
        "/", "/?tab=reviews", "/products/", "/products/ridge-3/", "/members/tea/", "/members/tea/?part=topics",
        "/members/tea/?part=reviews",
        "/search/", "/search/?q=rain", "/about/values/", "/about/privacy/", "/talk/", space.get_absolute_url(),
        topic.get_absolute_url(), review.get_absolute_url(), "/robots.txt", "/sitemap.xml", "/sitemap-topics-1.xml",
        "/sitemap-products-1.xml", "/nothing/",
    ]  # fmt: skip


def test_they_are_the_same_for_everybody_and_leave_no_trace(paths: list[str]) -> None:
    for path in paths:
        one, other = (Client(headers={"user-agent": name}).get(path) for name in ("One", "Other"))
        assert one.content == other.content, path
        assert one.status_code == (404 if path == "/nothing/" else 200), path
        for answer in (one, other):
            assert not answer.cookies, path
            assert "Set-Cookie" not in answer.headers, path
        text = one.content.decode()
        assert "csrf" not in text.lower().replace("x-csrftoken-name", ""), path
        assert "nonce" not in text, path


def test_their_policy_is_strict_and_the_same(paths: list[str]) -> None:
    for path in paths:
        answer = Client().get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        # What a member asks to see with a click comes in a frame, from these alone.
        frames = f"frame-src {' '.join(django_settings.PAGE_CSP['frame-src'])}"
        assert frames in policy, path
        policy = policy.replace(frames, "")
        for weak in ("nonce", "unsafe", "http:", "https:", " *"):
            assert weak not in policy, path
        assert "camera=()" in answer["Permissions-Policy"]
        assert (answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == ("nosniff", "same-origin")


def test_nothing_is_loaded_from_elsewhere(paths: list[str]) -> None:
    # What only says where something is loads nothing.
    loaded = re.compile(
        r'<(?:script|img|source|iframe|link(?! rel="(?:canonical|alternate|prev|next)"))'
        r'[^>]*\s(?:src|href|srcset)="([^"]+)"'
    )
    for path in paths:
        addresses = loaded.findall(Client().get(path).content.decode())
        assert [one for one in addresses if not one.startswith(("/", "data:"))] == [], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_every_language(paths: list[str], language: str) -> None:
    for path in paths:
        client = Client()
        client.cookies["korzo_language"] = language
        answer = client.get(path)
        assert answer.status_code < 405, path
        assert answer["Content-Language"] == language
        if answer["Content-Type"].startswith("text/html"):
            direction = "rtl" if language == "fa" else "ltr"
            assert f'<html lang="{language}" dir="{direction}"' in answer.content.decode(), path


def test_values_are_shown_clean(town: Community, cast: Cast) -> None:
    assert "Nothing is written here yet" in signed_in(None).get("/about/values/").content.decode()
    change_community(actor_id=cast.mira.pk, values_plain="We lend.\n\n- a hand\n- a <b>tent</b>")
    html = signed_in(None).get("/about/values/").content.decode()
    assert '<p dir="auto">We lend.</p>' in html
    assert "<li>a &lt;b&gt;tent&lt;/b&gt;</li>" in html


@pytest.mark.parametrize("path", ["/nothing/", "/products/nothing/", "/talk/99/nothing/", "/members/nobody/"])
def test_a_path_that_ends(town: Community, path: str) -> None:
    answer = signed_in(None).get(path)
    assert answer.status_code == 404
    assert "This path ends here" in answer.content.decode()


def test_a_closed_door_says_why(town: Community) -> None:
    answer = signed_in(None).get("/welcome/face/")
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "This door is closed" in html
    assert "Only the team of this community can do that." in html


@pytest.mark.parametrize("path", ["/", "/products/", "/robots.txt", "/about/values/", "/sitemap.xml"])
def test_pages_that_are_read_are_not_posted_to(town: Community, path: str) -> None:
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("language", ["en", "fa"])
def test_our_own_mistake_has_a_page_that_needs_nothing(
    town: Community, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    def break_down() -> Any:
        raise RuntimeError("the secret is 1234")

    monkeypatch.setattr(words, "the_community", break_down)
    answer = Client(raise_request_exception=False, headers={"accept-language": language}).get("/about/values/")
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "1234" not in html
    assert f'<html lang="{language}"' in html
    assert "default-src 'none'" in answer["Content-Security-Policy"]
