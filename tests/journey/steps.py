"""What people do on the way, in selectors that hold in every language."""

import re
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page

from tests.journey.browser import Person
from tests.journey.installation import PASSWORD, Installation

FACE_OF_A_PHONE = (1200, 900)
# Enough for the longest of our pages.
STOPS_MAX = 400


def sign_in(somebody: Person, mail: str) -> None:
    page = somebody.page
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(mail)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form[action='/accounts/login/'] .btn.primary").click()
    page.wait_for_url(re.compile(r"^(?!.*/accounts/login/)"))


def fill_sign_up(page: Page, *, name: str, mail: str) -> None:
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(mail)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("form[action='/accounts/signup/'] .btn.primary").click()
    page.wait_for_selector("[name=code]")


def give_code(page: Page, house: Installation, mail: str) -> None:
    page.locator("[name=code]").fill(house.newest_code_for(mail))
    page.locator("main form .btn.primary, main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"^(?!.*/accounts/)"))


def write(page: Page, words: str) -> Locator:
    """Into the rich editor, which opens when its field is entered."""
    page.locator("korzo-composer .area").focus()
    editor = page.locator("trix-editor")
    editor.wait_for()
    editor.press_sequentially(words)
    return editor


def send(page: Page) -> None:
    page.locator("korzo-composer .bar [type=submit]").click()


def picture(path: Path) -> Path:
    """A photo as a phone takes it: hills under a sky, so that a person sees something on the screenshots."""
    width, height = FACE_OF_A_PHONE
    image = Image.new("RGB", FACE_OF_A_PHONE, (176, 208, 226))
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, height), (0, 520), (420, 240), (800, 620), (width, 380), (width, height)], fill=(72, 104, 74))
    draw.ellipse((860, 90, 1010, 240), fill=(250, 214, 120))
    image.save(path, "JPEG", quality=85)
    return path


def tab_to(page: Page, selector: str) -> None:
    """With the tab key, as somebody without a mouse; nothing on our pages is further away."""
    for _stop in range(STOPS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"The tab key never came to {selector} at {page.url}")
