"""The editor: drafts, pictures, names, and no complaint of the browser about our policy."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.journey.browser import STEP_MILLISECONDS_MAX, Person, person
from tests.journey.installation import Installation
from tests.journey.steps import picture, send, sign_in, write

pytestmark = pytest.mark.journey

# A file that a person has in the hand or in the clipboard: paste and drop bring it in a DataTransfer.
BRING = """([selector, kind, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(bytes)], "hills.jpg", { type: "image/jpeg" }));
  const at = document.querySelector(selector);
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  return at.dispatchEvent(event);
}"""


@pytest.fixture
def tea(promenade: Installation, opened: Browser) -> Iterator[Person]:
    """Before a topic, signed in."""
    with person(opened, promenade.url) as one:
        sign_in(one, "tea@example.com")
        one.page.goto("/talk/questions/")
        one.page.locator(".feed-item .title a").last.click()
        one.page.locator("#reply-form").wait_for()
        one.page.wait_for_load_state()
        yield one


def test_a_draft_survives_a_reload_until_it_is_sent(tea: Person) -> None:
    page = tea.page
    editor = write(page, "Half a thought, ")
    page.locator("[data-do=bold]").click()
    editor.press_sequentially("and the other half")
    tea.waits_until("Object.keys(localStorage).some(key => /other half/.test(localStorage[key]))")
    page.reload()
    expect(page.locator("trix-editor strong")).to_have_text("and the other half")
    tea.looks_around("composer-draft")
    send(page)
    page.locator(".post.is-new strong", has_text="and the other half").wait_for()
    assert page.locator("trix-editor").inner_text().strip() == ""
    # All but when this browser last said that somebody is here.
    assert page.evaluate("Object.keys(localStorage).filter(key => key !== 'korzo-visit')") == []
    page.reload()
    expect(page.locator("korzo-composer .area")).to_be_visible()


def test_what_was_formatted_arrives_so(tea: Person) -> None:
    page = tea.page
    editor = write(page, "A ")
    page.locator("[data-do=italic]").click()
    editor.press_sequentially("slanted word")
    editor.press("Enter")
    page.locator("[data-do=list]").click()
    editor.press_sequentially("one point")
    _ends_block(editor)
    page.locator("[data-do=quote]").click()
    editor.press_sequentially("somebody said")
    _ends_block(editor)
    page.locator("[data-do=link]").click()
    page.locator(".link-line input").fill("example.org/laces")
    page.locator("[data-do=set-link]").click()
    tea.looks_around("composer-formatted")
    send(page)
    post = page.locator(".post.is-new .prose")
    post.wait_for()
    assert post.locator("em").inner_text() == "slanted word"
    assert post.locator("li").inner_text() == "one point"
    assert post.locator("blockquote").inner_text() == "somebody said"
    assert post.locator("a").get_attribute("href") == "https://example.org/laces"


# What the editor knows; it draws it a frame or more later, and a key pressed before that meets the page as it was.
EDITOR_KNOWS = 'JSON.stringify(document.querySelector("trix-editor").editor)'
# On a busy machine a window that nobody looks at may get no frame at all, and `evaluate` waits without an end.
TWO_FRAMES = """Promise.race([
  new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))),
  new Promise(done => setTimeout(done, 300)),
])"""


def _ends_block(editor: Locator) -> None:
    """An empty line leaves a list or a quote; a person is slower than the two frames it takes to draw the first."""
    page = editor.page
    for _line in range(2):
        page.evaluate(TWO_FRAMES)
        before = page.evaluate(EDITOR_KNOWS)
        editor.press("Enter")
        deadline = time.monotonic() + STEP_MILLISECONDS_MAX / 1000
        while page.evaluate(EDITOR_KNOWS) == before:
            assert time.monotonic() < deadline, "The editor took no new line"
            page.evaluate(TWO_FRAMES)


def test_pictures_come_by_choice_paste_and_drop(tea: Person, tmp_path: Path) -> None:
    page = tea.page
    photo = picture(tmp_path / "hills.jpg")
    write(page, "Three pictures of one hill.")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/media/pictures/", hold)
    page.locator("korzo-composer input[type=file]").set_input_files(photo)
    page.locator(".pic progress").wait_for()
    # While a picture is on its way nothing is sent.
    send(page)
    expect(page.locator("korzo-composer [data-state]")).not_to_have_text("")
    assert page.locator(".post.is-new").count() == 0
    held[0].continue_()
    page.locator(".pic [name^=alt-]").wait_for()
    page.unroute("**/media/pictures/")

    for count, kind in ((2, "paste"), (3, "drop")):
        assert page.evaluate(BRING, ["trix-editor", kind, list(photo.read_bytes())]) is False
        expect(page.locator(".pic [name^=alt-]")).to_have_count(count)
    for place, words in enumerate(("In the morning", "At noon", "At dusk")):
        page.locator(".pic [name^=alt-]").nth(place).fill(words)
    tea.looks_around("composer-pictures")
    page.locator(".pic .icon-btn").nth(1).click()
    send(page)
    page.locator(".post.is-new korzo-gallery").wait_for()
    assert _descriptions(page) == ["In the morning", "At dusk"]
    assert page.locator(".pics .pic").count() == 0


def _descriptions(page: Page) -> list[str | None]:
    return [image.get_attribute("alt") for image in page.locator(".post.is-new img.photo__img").all()]


def test_a_picture_that_cannot_be_taken_says_why_and_stays(tea: Person, tmp_path: Path) -> None:
    page = tea.page
    write(page, "These words stay.")
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture at all")
    page.locator("korzo-composer input[type=file]").set_input_files(broken)
    error = page.locator(".pic .error[role=alert]")
    expect(error).to_have_text(re.compile(r"\w+ \w+"))
    tea.looks_around("composer-broken-picture")
    assert page.locator("trix-editor").inner_text().strip() == "These words stay."
    # Once more, and then without it.
    page.locator(".pic .row .btn").click()
    expect(error).to_be_visible()
    page.locator(".pic > .icon-btn").click()
    assert page.locator(".pic").count() == 0


def test_what_is_copied_and_pasted_keeps_its_form_and_loses_its_dress(tea: Person) -> None:
    page = tea.page
    editor = write(page, "Plain and ")
    page.locator("[data-do=bold]").click()
    editor.press_sequentially("bold")
    # The browser puts the look of every word into the clipboard.
    for keys in ("Control+a", "Control+c", "ArrowRight", "Enter", "Control+v"):
        editor.press(keys)
    expect(page.locator("trix-editor strong", has_text="bold")).to_have_count(2)
    assert page.locator("trix-editor [style]").count() == 0


def test_a_name_is_offered_and_taken(tea: Person) -> None:
    page = tea.page
    # What an earlier draft left is not wanted here.
    editor = write(page, "")
    editor.press("Control+a")
    editor.press_sequentially("Ask @lu")
    page.locator("korzo-mention [role=listbox] [role=option]", has_text="Luka").wait_for()
    tea.looks_around("composer-mention")
    editor.press("Escape")
    assert page.locator("korzo-mention [role=listbox]").count() == 0
    editor.press_sequentially("k")
    page.locator("korzo-mention [role=listbox] [role=option]").wait_for()
    editor.press("Enter")
    assert page.locator("korzo-mention [role=listbox]").count() == 0
    assert editor.inner_text().strip() == "Ask @luka"
    send(page)
    page.locator(".post.is-new .prose a[href='/members/luka/']").wait_for()
