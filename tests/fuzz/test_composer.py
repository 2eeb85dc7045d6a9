"""What hostile hands type goes the whole way: posted by the form, stored, shown by the page, read by Chromium.

Nothing runs there, though our policy about scripts is switched off for it; nothing falls over; no words are lost.
"""

import re
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Page

from korzo.notifications.tests.scenes import a_question, grown_up
from tests.cast import make_cast, signed_in
from tests.fuzz.lookout import chromium_or_skip, lookout
from tests.fuzz.table import Table
from tests.fuzz.vectors import ALL, BODIES, RAW_FORMS, is_sendable

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def table(db: None) -> Table:
    cast = grown_up(make_cast())
    return Table(cast, signed_in(cast.tea))


def test_no_known_way_in_leads_in(table: Table) -> None:
    table.send_all([body for body in ALL if is_sendable(body)])
    topic = a_question(table.cast.luka, "Which kettle for bytes?")
    for form in RAW_FORMS:
        table.send_raw(topic, form)
    table.edit_pages(12)
    read(table.pages)


QUICK = settings(
    max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
LONG = settings(max_examples=4_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def test_no_mixture_leads_in(table: Table) -> None:
    _mix(table, QUICK)


@pytest.mark.stress
def test_no_mixture_of_thousands_leads_in(table: Table) -> None:
    _mix(table, LONG)


def _mix(table: Table, how: settings) -> None:
    bodies: list[str] = []

    @how
    @given(BODIES)
    def gather(body: str) -> None:
        if is_sendable(body):
            bodies.append(body)

    gather()
    table.send_all(bodies)
    table.edit_pages(len(bodies) // 10)
    read(table.pages)


def read(pages: Iterable[str]) -> None:
    """In Chromium, without our policy, with everything poked at. The database is done with by now."""
    with chromium_or_skip() as opened, lookout(opened) as out:
        for html in pages:
            out.shows(html)
            assert out.found() == [], _blamed(out.page)


def _blamed(page: Page) -> str:
    return "\n".join(re.sub(r"\s+", " ", one)[:300] for one in page.locator(".prose").all_inner_texts())
