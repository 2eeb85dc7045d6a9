"""Films and sounds in posts: sent, described, captioned, played; refused with a sentence, and nothing lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from korzo.media.tests.films import make_film, make_sound
from tests.journey.browser import Look, Person, person
from tests.journey.installation import Installation
from tests.journey.steps import send, sign_in, write

pytestmark = pytest.mark.journey

# A file that a person pulls over the editor.
DROP = """([selector, name, type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(bytes)], name, { type }));
  const event = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(event);
}"""
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nThe wind over the ridge.\n"
# The worker prepares it within a second or two; on a busy machine it takes its time.
PREPARED_MILLISECONDS_MAX = 60_000
LOOKS = (Look("phone", 390, "dark"), Look("persian", 390, "light", "fa"))


@pytest.fixture(scope="module")
def topic(promenade: Installation, opened: Browser) -> str:
    """One of their own: other journeys walk through the topic that is there with the tab key."""
    with person(opened, promenade.url) as tea:
        sign_in(tea, "tea@example.com")
        tea.page.goto("/talk/questions/new/")
        tea.page.locator("[name=title]").fill("What does the wind on the ridge sound like?")
        write(tea.page, "Let us hear and see it.")
        send(tea.page)
        tea.page.wait_for_url(re.compile(r"/talk/t/\d+/"))
        return tea.page.url


@pytest.fixture
def tea(promenade: Installation, opened: Browser, topic: str) -> Iterator[Person]:
    """Before a topic, signed in."""
    with person(opened, promenade.url) as one:
        sign_in(one, "tea@example.com")
        one.page.goto(topic)
        one.page.locator("#reply-form").wait_for()
        one.page.wait_for_load_state()
        yield one


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In a format that every Chromium plays."""
    path = tmp_path_factory.mktemp("films") / "ridge.webm"
    path.write_bytes(make_film("webm", seconds=3, size=(640, 360), video="libvpx", audio="libopus"))
    return path


def choose(page: Page, path: Path) -> None:
    page.locator("korzo-composer .area").focus()
    page.locator("trix-editor").wait_for()
    page.locator("korzo-composer input[data-pictures]").set_input_files(path)


def ready(page: Page) -> None:
    expect(page.locator(".pic .film-note").first).to_contain_text("Ready to play", timeout=PREPARED_MILLISECONDS_MAX)


def test_a_film_is_sent_described_and_played(tea: Person, film: Path) -> None:
    page = tea.page
    write(page, "How the wind sounds up there")
    choose(page, film)
    ready(page)
    page.locator(".pic input[name^=alt-]").fill("A bar of light wanders down a hill")
    page.locator(".pic input[type=file]").set_input_files(
        {"name": "ridge.vtt", "mimeType": "text/vtt", "buffer": CAPTIONS.encode()}
    )
    expect(page.locator(".pic", has_text="Captions are in.")).to_be_visible()
    tea.looks_around("composer-film")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    send(page)
    player = page.locator(".post.is-new video")
    player.wait_for()
    expect(page.locator(".post.is-new figcaption")).to_contain_text("A bar of light")
    page.wait_for_load_state("networkidle")
    # Nothing of it is fetched before somebody plays it; its poster is.
    assert not [url for url in asked if "/media/films/" in url and url.endswith((".webm", ".mp4"))]
    page.reload()
    shown = page.locator("video", has=page.locator("xpath=self::*")).last
    tea.looks_around("post-film")
    with page.expect_response(re.compile(r"/media/films/.*film\.webm")) as answer:
        shown.evaluate("video => { video.muted = true; video.play(); }")
    assert (answer.value.status, answer.value.headers["content-type"]) == (206, "video/webm")
    tea.waits_until("[...document.querySelectorAll('video')].at(-1).currentTime > 0.3")
    tea.waits_until("[...document.querySelectorAll('video')].at(-1).textTracks[0].cues?.length === 1")
    assert shown.evaluate("video => [video.videoWidth, video.videoHeight]") == [640, 360]


def test_a_sound_can_be_dropped_and_heard(tea: Person) -> None:
    page = tea.page
    write(page, "And this is what I hear")
    page.evaluate(DROP, ["trix-editor", "wind.mp3", "audio/mpeg", list(make_sound())])
    ready(page)
    send(page)
    page.locator(".post.is-new audio").wait_for()
    page.reload()
    page.locator("audio").last.evaluate("sound => { sound.muted = true; sound.play(); }")
    tea.waits_until("[...document.querySelectorAll('audio')].at(-1).currentTime > 0.2")
    tea.looks_around("post-sound")


def test_one_that_no_browser_plays_is_refused_beside_it(tea: Person) -> None:
    page = tea.page
    write(page, "These words stay")
    page.evaluate(DROP, ["trix-editor", "phone.mp4", "video/mp4", list(make_film(video="libx265"))])
    expect(page.locator(".pic .error")).to_contain_text("HEVC", timeout=PREPARED_MILLISECONDS_MAX)
    page.evaluate(DROP, ["trix-editor", "film.mp4", "video/mp4", list(b"<html>no film at all</html>")])
    expect(page.locator(".pic .error").last).to_contain_text("not a film or a sound")
    page.evaluate(DROP, ["trix-editor", "plan.pdf", "application/pdf", list(b"%PDF-1.7")])
    expect(page.locator("[data-state]")).to_contain_text("neither a picture nor a film")
    expect(page.locator("trix-editor")).to_contain_text("These words stay")
    tea.looks_around("composer-film-refused")
    send(page)
    expect(page.locator(".post.is-new")).to_contain_text("These words stay")
    assert page.locator(".post.is-new .film").count() == 0


def test_a_line_that_breaks_costs_a_moment(tea: Person, film: Path) -> None:
    page = tea.page
    broken: list[str] = []

    def once(route: Route) -> None:
        if broken:
            route.continue_()
        else:
            broken.append(route.request.url)
            route.abort()

    page.route("**/media/films/", once)
    write(page, "On the train")
    choose(page, film)
    ready(page)
    assert len(broken) == 1
    send(page)
    page.locator(".post.is-new video").wait_for()
    # The browser tells of what we broke, and of nothing else.
    assert [one.rpartition(": ")[2] for one in tea.complaints] == ["net::ERR_FAILED"]
    tea.complaints.clear()


def test_a_draft_brings_its_film_back(tea: Person, film: Path) -> None:
    page = tea.page
    write(page, "Not sent yet")
    choose(page, film)
    ready(page)
    page.locator(".pic input[name^=alt-]").fill("Half described")
    tea.waits_until("Object.values(localStorage).some(kept => /Half described/.test(kept))")
    page.reload()
    page.locator("trix-editor").wait_for()
    ready(page)
    assert page.locator(".pic input[name^=alt-]").input_value() == "Half described"
    page.locator(".pic > .icon-btn").click()
    expect(page.locator(".pic")).to_have_count(0)


@pytest.mark.parametrize(
    "look", [Look("phone", 390, "dark"), Look("persian", 390, "light", "fa")], ids=lambda one: one.name
)
def test_it_fits_on_a_phone(look: Look, promenade: Installation, opened: Browser) -> None:
    with person(opened, promenade.url, look) as one:
        sign_in(one, "tea@example.com")
        one.page.goto("/talk/questions/")
        one.page.locator(".feed-item .title a").last.click()
        one.page.locator("#reply-form").wait_for()
        one.looks_around("post-film")
