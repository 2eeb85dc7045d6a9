"""What hostile hands bring into the editor itself: by paste, by a draft, by a quotation, by what our pages offer there.

Once without our policy, so that whatever could run does; and once with it: then nothing may even try.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Page

from korzo.discussions.actions import Written, post_reply
from korzo.discussions.models import Topic
from korzo.members.models import Member
from korzo.notifications.tests.scenes import a_question, grown_up
from korzo.shop.models import Connection, Product
from korzo.writing.models import LinkCard
from korzo.writing.reading_pages import Told, read_oembed, read_page
from tests.cast import make_cast, signed_in
from tests.fuzz.lookout import POKE, SURVIVORS, Lookout, chromium_or_skip, lookout
from tests.fuzz.table import Table
from tests.fuzz.vectors import (
    ALL,
    ATTACHED_WAYS,
    BODIES,
    LOADING_WAYS,
    MUTATING_WAYS,
    ODD_TEXTS,
    PLAIN_WAYS,
    WIRED,
    is_sendable,
    ours,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]

BREAKS = f"\"'></title></script></textarea></template>{WIRED}"
HOSTILE_PAGE = f"""<html><head><title>{BREAKS}</title>
<meta property="og:title" content="&quot;&gt;&lt;img src=x onerror=trip()&gt;">
<meta property="og:site_name" content="&lt;svg onload=trip()&gt;"><meta name="description" content="{WIRED}">
<meta property="og:image" content="javascript:trip()"></head></html>"""
HOSTILE_OEMBED = {
    "title": BREAKS,
    "author_name": WIRED,
    "provider_name": "<svg onload=trip()>",
    "html": "<script>trip()</script>",
    "thumbnail_url": "javascript:trip()",
}
PLAYED = "https://youtu.be/dQw4w9WgXcQ"
# What a person sees is drawn with the next frames, and what a picture cannot load says so a little later.
SETTLED = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))));"
EMPTY = 'const at = document.querySelector("trix-editor"); at.editor.loadHTML(""); at.focus();'
# All of them in one go, each with the frame in which it is drawn. Gives what was wrong, with the one that brought it.
BRING_ALL = f"""async ([bodies, drafts]) => {{
  const composer = document.querySelector("korzo-composer");
  const wrong = [];
  const look = async (what) => {{
    await new Promise(requestAnimationFrame);
    ({POKE})();
    const found = [...({SURVIVORS})(), ...window.tripped.splice(0)];
    if (found.length) wrong.push([what.slice(0, 300), found]);
  }};
  for (const body of bodies) for (const text of ["words", ""]) {{
    {EMPTY}
    const data = new DataTransfer();
    data.setData("text/html", body);
    if (text) data.setData("text/plain", text);
    at.dispatchEvent(new ClipboardEvent("paste", {{ clipboardData: data, bubbles: true, cancelable: true }}));
    await look(body);
  }}
  for (const draft of drafts) {{
    {EMPTY}
    composer.show(JSON.parse(draft));
    await look(draft);
    composer.draft.showBoth(JSON.parse(draft));
    document.querySelector("dialog[open]").close();
  }}
  {SETTLED}
  return wrong;
}}"""
PASTE = f"""async (html) => {{
  {EMPTY}
  const data = new DataTransfer();
  data.setData("text/html", html);
  at.dispatchEvent(new ClipboardEvent("paste", {{ clipboardData: data, bubbles: true, cancelable: true }}));
  {SETTLED}
}}"""
INSERT = f"""async ([kind, value]) => {{
  {EMPTY}
  await document.querySelector("korzo-composer").addBlock(kind, value);
  {SETTLED}
}}"""
QUOTE_ALL = f"""async () => {{
  {EMPTY}
  for (const post of document.querySelectorAll("[data-quote-ref]")) {{
    const {{ quoteRef: ref, quoteBy: name }} = post.dataset;
    await document.querySelector("korzo-composer").quote({{ ref, name, text: post.querySelector(".prose").innerText }});
  }}
  {SETTLED}
  return at.querySelectorAll("figure").length;
}}"""
CHANGE_BLOCKS = f"""async () => {{
  const at = document.querySelector("trix-editor");
  for (let place = 0; place < at.querySelectorAll("figure").length; place += 1) {{
    const {{ attachment }} = at.editor.composition.getAttachments()[place] ?? {{}};
    if (!attachment) continue;
    at.editor.composition.editAttachment(attachment);
    {SETTLED}
    at.querySelector("[data-trix-mutable] button.btn")?.click();
    {SETTLED}
    document.querySelector("dialog.block-editor [value=done]")?.click();
    {SETTLED}
    document.querySelector("dialog.block-editor")?.close("done");
    {SETTLED}
  }}
}}"""
READY = 'document.querySelector("korzo-composer")?.isOpen === true'


@dataclass
class Desk:
    """All that the browser is given: pages with a composer, drafts as the server gives them back, and its offers."""

    page: str = ""
    policy: str = ""
    edits: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def table(db: None) -> Table:
    cast = grown_up(make_cast())
    Member.objects.filter(pk=cast.luka.pk).update(name=WIRED)
    cast.luka.refresh_from_db()
    return Table(cast, signed_in(cast.tea))


def a_desk(table: Table, bodies: Sequence[str]) -> Desk:
    """A topic of hostile posts by a hostile name, with hostile cards in it; and drafts of these bodies."""
    shop = Connection.objects.create(name="Shop")
    product = Product.objects.create(connection=shop, external_id="1", handle="kettle", title=f"Kettle {BREAKS}")
    topic = a_question(table.cast.luka, f"Kettle? {BREAKS}"[:100])
    links = ["https://evil.example/page", PLAYED]
    body = "".join(f'<div><a href="{link}">{link}</a></div>' for link in links) + ours("product", {"id": product.pk})
    for one in ATTACHED_WAYS[:16]:
        table.send(topic, one)
    # Of the team, for whose links nobody waits.
    post_reply(topic, actor=table.cast.sara, written=Written(body, rich=True))
    _know(links[0], read_page(HOSTILE_PAGE.encode(), content_type="text/html", url=links[0]))
    _know(links[1], read_oembed(HOSTILE_OEMBED, url=links[1]))
    desk = Desk()
    desk.drafts = [_draft(table, topic, number, one) for number, one in enumerate(bodies)]
    table.client.post(f"/writing/drafts/topic:{topic.pk}/removal/")
    answer = table.client.get(topic.get_absolute_url())
    desk.page, desk.policy = answer.content.decode(), answer["Content-Security-Policy"]
    table.pages.clear()
    table.edit_pages(4)
    desk.edits = table.pages
    desk.answers = {
        "/writing/products/": json.dumps({"products": [{**_blocks(product.title)["product"], "id": product.pk}]}),
        "/talk/mentions/": table.client.get("/talk/mentions/?q=lu").content.decode(),
        f"/writing/drafts/topic:{topic.pk}/": json.dumps({"draft": None}),
    }
    return desk


def _know(url: str, told: Told) -> None:
    """As the job writes it down that looked at the address."""
    fields = {"title": told.title, "text": told.text, "site": told.site, "author": told.author}
    assert LinkCard.objects.filter(url=url).update(state=LinkCard.State.READY, **fields) == 1


def _draft(table: Table, topic: Topic, turn: int, body: str) -> str:
    """What the server gives back of what one window kept there."""
    path = f"/writing/drafts/topic:{topic.pk}/"
    words = {"body": body, "is_rich": True, "window": "a", "turn": turn + 1, "fields": {"title": body[:500]}}
    kept = table.client.post(path, json.dumps(words), content_type="application/json")
    assert kept.status_code in {200, 422}, body[:300]
    return json.dumps(table.client.get(path).json()["draft"] or {})


def test_no_known_way_leads_into_the_editor(table: Table) -> None:
    _all_known(table, [*ATTACHED_WAYS, *LOADING_WAYS, *PLAIN_WAYS[::8], *MUTATING_WAYS[::6], *ODD_TEXTS[::10]])


@pytest.mark.stress
def test_not_one_of_all_known_ways_leads_into_the_editor(table: Table) -> None:
    _all_known(table, ALL)


def _all_known(table: Table, known: Sequence[str]) -> None:
    bodies = [body for body in known if is_sendable(body) and len(body) < 50_000]
    desk = a_desk(table, bodies)
    with chromium_or_skip() as opened:
        with lookout(opened) as out:
            _through_the_desk(out, desk)
            _open(out, desk.page, desk)
            _bring(out, bodies, desk.drafts)
            _change(out, ATTACHED_WAYS[:18:3])
            for edit in desk.edits:
                _open(out, edit, desk)
                assert out.found() == []
        with lookout(opened, policy=desk.policy) as out:
            _open(out, desk.page, desk)
            _bring(out, LOADING_WAYS)
            assert _asked_for(out.page) == []


QUICK = settings(
    max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
LONG = settings(max_examples=3_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def test_no_mixture_leads_into_the_editor(table: Table) -> None:
    _mix(table, QUICK)


@pytest.mark.stress
def test_no_mixture_of_thousands_leads_into_the_editor(table: Table) -> None:
    _mix(table, LONG)


def _mix(table: Table, how: settings) -> None:
    bodies: list[str] = []

    @how
    @given(BODIES)
    def gather(body: str) -> None:
        if is_sendable(body) and len(body) < 50_000:
            bodies.append(body)

    gather()
    desk = a_desk(table, bodies)
    with chromium_or_skip() as opened, lookout(opened) as out:
        _open(out, desk.page, desk)
        _bring(out, bodies, desk.drafts)


def _open(out: Lookout, html: str, desk: Desk) -> None:
    """The page, with its composer open."""
    out.answers = dict(desk.answers)
    out.shows(html)
    out.page.locator("korzo-composer .area").focus()
    for _turn in range(200):
        if out.page.evaluate(READY):
            return
        out.page.wait_for_timeout(25)
    raise AssertionError(f"The editor never opened: {out.errors}")


def _through_the_desk(out: Lookout, desk: Desk) -> None:
    """Quotations of hostile posts, products and people that are offered, the dialogs, and what plays after a click."""
    _open(out, desk.page, desk)
    assert out.found() == [], "before anybody did anything"
    assert out.page.evaluate(QUOTE_ALL) > 16
    assert out.found() == [], "after quoting"
    for value in (WIRED, BREAKS, "<svg onload=trip()>\n<script>trip()</script>"):
        for kind, block in _blocks(value).items():
            out.page.evaluate(INSERT, [kind, block])
            out.page.evaluate(CHANGE_BLOCKS)
            assert out.found() == [], (kind, value)
    for begun in ("#ket", "@lu"):
        out.page.evaluate("async () => { " + EMPTY + " }")
        out.page.locator("trix-editor").press_sequentially(begun)
        out.page.locator("korzo-mention [role=option]").first.wait_for()
        assert out.found() == [], begun
        out.page.keyboard.press("Enter")
        assert out.found() == [], begun
    out.page.locator("korzo-embed button").first.click()
    source = out.page.locator("korzo-embed iframe").first.get_attribute("src") or ""
    assert re.fullmatch(r"https://www\.youtube-nocookie\.com/embed/[\w-]{11}", source)
    # It was asked for: this alone is somebody else whom the page may ask.
    out.foreign = [url for url in out.foreign if url != source]


def _blocks(value: str) -> dict[str, Any]:
    return {
        "table": {"rows": [[value, value], [value]], "head": True},
        "spoiler": {"title": value, "text": value},
        "code": {"text": value},
        "product": {"id": 1, "title": value, "price": value, "url": "javascript:trip()"},
        "quote": {"ref": "post:1:1", "name": value, "text": value},
    }


def _bring(out: Lookout, bodies: Sequence[str], drafts: Sequence[str] = ()) -> None:
    """Into the editor that is open, each alone: pasted as browsers and as other programs do, and from its draft."""
    assert out.page.evaluate(BRING_ALL, [list(bodies), list(drafts)]) == []
    assert out.found() == []


def _change(out: Lookout, bodies: Iterable[str]) -> None:
    """Whoever pastes a block may press "Change" on it."""
    for body in bodies:
        out.page.evaluate(PASTE, body)
        out.page.evaluate(CHANGE_BLOCKS)
        assert out.found() == [], body[:300]


def _asked_for(page: Page) -> list[Any]:
    """What our policy had to stop, but for inline code: the editor reads that in a document in which nothing runs."""
    found: list[Any] = page.evaluate("window.reported")
    return [one for one in found if one[1] != "inline"]
