"""What a page asks of the database, counted exactly; and no template asks anything."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.template import Context
from django.template.base import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString

from tests.cast import Cast, signed_in
from tests.town import Town, make_town

type Execute = Callable[..., object]

pytestmark = pytest.mark.django_db

# With nothing kept: for a guest, and for a member, who adds a session, an account and a bell, and their own parts.
QUERIES = {
    "home": (26, 31),
    "spaces": (4, 8),
    "space": (11, 16),
    "products": (6, 9),
    "product": (32, 44),
    "review": (9, 13),
    "member": (11, 17),
    "values": (2, 5),
}
# The guest comes first and finds nothing kept; what the member's page asks beyond that is their own.
PRODUCT_COLD = (26, 30)
PAGES = [*QUERIES, "topic"]
# The frame asks for the name and the colours of the community while it is drawn; once, and it is kept with the page.
OF_THE_FRAME = '"community_community"'


@pytest.fixture
def town(cast: Cast) -> Town:
    return make_town(cast)


def address(town: Town, page: str) -> str:
    return {
        "home": "/",
        "spaces": "/talk/",
        "space": town.space.get_absolute_url(),
        "topic": town.topic.get_absolute_url(),
        "products": "/products/",
        "product": town.product.get_absolute_url(),
        "review": town.review.get_absolute_url(),
        "member": town.cast.tea.get_absolute_url(),
        "values": "/about/values/",
    }[page]


@pytest.mark.parametrize("page", QUERIES)
def test_a_page_asks_exactly_so_often(town: Town, page: str) -> None:
    assert [count(signed_in(one), address(town, page)) for one in (None, town.cast.luka)] == list(QUERIES[page])


@pytest.mark.usefixtures("kept")
def test_what_several_rooms_ask_alike_is_asked_once(town: Town) -> None:
    """The page of a product, with an empty memory: four rooms show the same people and the same hearts on it."""
    assert [count(signed_in(one), address(town, "product")) for one in (None, town.cast.luka)] == list(PRODUCT_COLD)


def count(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> list[Template]:
    """The templates that are being drawn at this moment, the outermost first."""
    now: list[Template] = []
    original: Callable[[Template, Context], SafeString] = Template._render  # type: ignore[attr-defined]

    def drawn(template: Template, context: Context) -> SafeString:
        now.append(template)
        try:
            return original(template, context)
        finally:
            now.pop()

    monkeypatch.setattr(Template, "_render", drawn)
    return now


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["outsider", "member", "moderator"])
def test_no_template_asks_anything(town: Town, page: str, role: str, drawing: list[Template]) -> None:
    asked: list[str] = []

    def watch(execute: Execute, sql: str, params: object, many: bool, context: dict[str, object]) -> object:
        if drawing and OF_THE_FRAME not in sql:
            asked.append(f"{drawing[-1].name}: {sql}")
        return execute(sql, params, many, context)

    client = signed_in(town.cast.by_role()[role])
    with connection.execute_wrapper(watch):
        assert client.get(address(town, page)).status_code == 200
    assert asked == []
