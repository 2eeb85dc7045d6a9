"""The browser of a person: Chromium at a width and in a colour scheme, with axe looking over their shoulder."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A model of its own that nobody asked for; where it cannot start, closing a window has waited for it for ever.
    "--disable-features=OnDeviceModelService,OptimizationGuideOnDeviceModel,OptimizationHints",
]
# Its preloading fetches stylesheets by itself, which our policy rightly refuses.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}
# A refused form answers 422, which the browser calls an error and a person does not.
EXPECTED_MESSAGES = ("status of 422",)
STEP_MILLISECONDS_MAX = 20_000
# The worker looks for work every few hundred milliseconds; on a busy machine it takes its time.
WORKER_SECONDS_MAX = 30.0
PAUSE_MILLISECONDS = 200


@dataclass(frozen=True)
class Look:
    """How somebody sees the pages."""

    name: str
    width: int
    scheme: str = "light"
    language: str = "en"

    @property
    def height(self) -> int:
        return 844 if self.width < 600 else 900


WIDE = Look("wide", 1280)


@dataclass
class Person:
    """One person with a browser of their own. Every page they stop at is looked over and, if wanted, photographed."""

    page: Page
    look: Look
    screens: Path | None
    complaints: list[str] = field(default_factory=list)

    def looks_around(self, name: str) -> None:
        """No axe violation, nothing wider than the screen; a screenshot where somebody asked for it."""
        self.page.wait_for_load_state("networkidle")
        for violation in Axe().run(self.page, options=AXE_OPTIONS).response["violations"]:
            where = [node["target"] for node in violation["nodes"]][:3]
            self.complaints.append(f"{name} ({self.look.name}): {violation['id']} at {where}")
        self.measures(name)
        self.photographs(name)

    def measures(self, name: str) -> None:
        """Nothing is wider than the screen."""
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if too_wide > 0:
            self.complaints.append(f"{name} ({self.look.name}): {too_wide} px wider than the screen")

    def photographs(self, name: str) -> None:
        if self.screens is not None:
            self.screens.mkdir(parents=True, exist_ok=True)
            # What sticks to the top would stand in the middle of the picture.
            self.page.evaluate("scrollTo(0, 0)")
            # Hiding the caret would write a style into the editor, of which our policy complains.
            path = self.screens / f"{name}-{self.look.name}.png"
            self.page.screenshot(path=path, full_page=True, caret="initial")

    def waits_for_worker(self, path: str, selector: str) -> None:
        """Open the page anew until the worker has brought what should stand there."""
        deadline = time.monotonic() + WORKER_SECONDS_MAX
        self.page.goto(path)
        while not self.page.locator(selector).count():
            assert time.monotonic() < deadline, f"{path} never showed {selector}"
            self.page.wait_for_timeout(PAUSE_MILLISECONDS)
            self.page.goto(path)

    def waits_until(self, question: str) -> None:
        """Until the page says yes. (Playwright's own wait is an `eval`, which our policy refuses.)"""
        deadline = time.monotonic() + STEP_MILLISECONDS_MAX / 1000
        while not self.page.evaluate(question):
            assert time.monotonic() < deadline, question
            self.page.wait_for_timeout(PAUSE_MILLISECONDS)


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=STEP_MILLISECONDS_MAX)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def person(opened: Browser, url: str, look: Look = WIDE, *, scripts: bool = True) -> Iterator[Person]:
    context = opened.new_context(
        base_url=url,
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.scheme == "dark" else "light",
        locale="en-GB" if look.language == "en" else look.language,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(STEP_MILLISECONDS_MAX)
    folder = os.environ.get("KORZO_SCREENS")
    somebody = Person(page, look, Path(folder) if folder else None)

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in EXPECTED_MESSAGES):
            somebody.complaints.append(f"console ({look.name}) at {page.url}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: somebody.complaints.append(f"script ({look.name}) at {page.url}: {error}"))
    try:
        yield somebody
    except BaseException as problem:
        problem.add_note(f"At {page.url}; complaints so far: {somebody.complaints}")
        somebody.photographs("failure")
        raise
    finally:
        context.close()
    assert not somebody.complaints, "\n".join(somebody.complaints)
