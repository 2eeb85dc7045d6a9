"""A Chromium that stands guard: it shows pages of ours and notes whatever ran, broke, or asked somebody else."""

import mimetypes
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.journey.browser import browser, chromium

# Where a browser takes us for safe, as behind a certificate.
ROOT = "http://localhost:1"
ADDRESS = f"{ROOT}/page/"
# With the digest of all files together.
STATIC = re.compile(r"/static/(?:[0-9a-f]{12}/)?(.+)")
TRIPWIRE = """
window.tripped = [];
window.reported = [];
window.trip = (...words) => window.tripped.push(["trip", ...words]);
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => window.trip(name);
addEventListener("securitypolicyviolation", (event) =>
  window.reported.push([event.effectiveDirective, event.blockedURI, event.sample.slice(0, 80)]));
"""
# Whoever moves over them, enters them or presses them: links are asked where they lead, not followed.
POKE = """() => {
  for (const at of document.querySelectorAll(".prose *, trix-editor *")) {
    for (const kind of ["mouseover", "mouseenter", "focus", "pointerdown", "animationstart", "toggle", "load", "error"])
      at.dispatchEvent(new Event(kind, { bubbles: kind === "mouseover" }));
  }
}"""
# An element or attribute that could run, even where it did not today.
SURVIVORS = """() => [...document.querySelectorAll(".prose *, trix-editor *")].filter((at) => {
  if (at.closest("svg.i")) return false;
  const bad = "script, iframe, object, embed, style, link, base, meta, form, input, button, svg, math, template, video";
  if (at.matches(`.prose :is(${bad}), trix-editor :is(script, iframe, object, embed, style, base, meta)`)) {
    if (!at.closest("korzo-embed, korzo-gallery, .product-line, .quoted, figure")) return true;
  }
  return [...at.attributes].some((one) => /^(on|hx-on)/i.test(one.name)
    || (/^(href|src|action|formaction|xlink:href|srcdoc)$/i.test(one.name)
        && /^[\\s\\u0000-\\u001f]*(javascript|vbscript|data:text)/i.test(one.value)));
}).map((at) => at.outerHTML.slice(0, 200))"""


@dataclass
class Lookout:
    """`page` shows `html` at one address. `answers` are what our own paths say; nothing else exists.

    `headers` go with the page, so that our policy is in force where a test wants it to be.
    """

    context: BrowserContext
    page: Page
    headers: Mapping[str, str]
    html: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def shows(self, html: str) -> None:
        self.html = html
        self.page.goto(ADDRESS, wait_until="load")

    def found(self) -> list[Any]:
        """What has run by now and what might; empty where all is well."""
        self.page.evaluate(POKE)
        assert len(self.context.pages) == 1, "a window was opened"
        assert urlsplit(self.page.url)[:3] == urlsplit(ADDRESS)[:3], "the page was left"
        tripped: list[Any] = self.page.evaluate("window.tripped")
        return [*tripped, *self.page.evaluate(SURVIVORS), *self.errors, *self.foreign]

    def serve(self, route: Route) -> None:
        """The page itself and our own files; anything else does not exist, and what a picture cannot load says so."""
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != ROOT:
            self.foreign.append(route.request.url)
        elif asked.path == "/page/":
            kind = {"content-type": "text/html; charset=utf-8"}
            route.fulfill(body=self.html, headers={**kind, **self.headers})
            return
        elif asked.path in self.answers:
            route.fulfill(body=self.answers[asked.path], content_type="application/json")
            return
        ours = STATIC.match(asked.path)
        found = finders.find(ours[1]) if ours else None
        if isinstance(found, str):
            kind_of_file = mimetypes.guess_type(found)[0] or "application/octet-stream"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind_of_file)
            return
        route.fulfill(status=404, body="")


@contextmanager
def chromium_or_skip() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("Chromium is not installed here")
    with browser() as opened:
        yield opened


@contextmanager
def lookout(opened: Browser, *, policy: str = "") -> Iterator[Lookout]:
    """Without a policy what could run does: our own one is switched off then."""
    context = opened.new_context(bypass_csp=not policy, reduced_motion="reduce", service_workers="block")
    context.add_init_script(TRIPWIRE)
    one = Lookout(context, context.new_page(), {"content-security-policy": policy} if policy else {})
    context.route("**/*", one.serve)
    one.page.on("pageerror", lambda error: one.errors.append(str(error)))
    one.page.on("dialog", lambda dialog: one.errors.append(f"dialog: {dialog.message}"))
    try:
        yield one
    finally:
        context.close()
