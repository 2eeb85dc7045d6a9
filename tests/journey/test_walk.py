"""The walk of the first weeks: an owner brings her shop, customers come, write, ask, are answered and thanked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journey.browser import Look, Person, person
from tests.journey.installation import CREATE_OWNER, OWNER_MAIL, Installation, installation
from tests.journey.shop_files import CUSTOMERS, NAMES, SHOES, write_shop_files
from tests.journey.steps import fill_sign_up, give_code, picture, send, sign_in, write

pytestmark = pytest.mark.journey

NEIGHBOUR = "tea@example.com"
LOOKS = (
    Look("wide-light", 1280),
    Look("narrow-dark-persian", 390, scheme="dark", language="fa"),
)


@pytest.fixture(scope="module")
def house(empty_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Its owner, and one member who knows things; no shop and no talk."""
    data = tmp_path_factory.mktemp("walk") / "data"
    with installation(data, CREATE_OWNER, ["tests.journey.fill", "member"], like=empty_data) as one:
        yield one


@pytest.fixture(scope="module")
def brought(house: Installation, opened: Browser, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The owner has brought the shop's files by the staff page, and opened a space."""
    files = write_shop_files(tmp_path_factory.mktemp("shop"))
    with person(opened, house.url) as owner:
        sign_in(owner, OWNER_MAIL)
        _open_space(owner)
        _bring_files(owner, files)
    return house


def _open_space(owner: Person) -> None:
    page = owner.page
    page.goto("/staff/talk/")
    owner.looks_around("staff-spaces")
    page.goto("/staff/talk/new/")
    page.locator("form.staff-form [name=name]").fill("Questions")
    page.locator("form.staff-form [name=description]").fill("Somebody here owns it.")
    page.locator("form.staff-form button[type=submit]").click()
    page.locator("table.listing", has_text="Questions").wait_for()


def _bring_files(owner: Person, files: list[Path]) -> None:
    page = owner.page
    page.goto("/staff/imports/")
    owner.looks_around("staff-imports")
    page.locator("[name=platform]").select_option("shopify")
    page.locator("[name=shop_name]").fill("Kamzo")
    page.locator("[name=uploads]").set_input_files(files)
    page.locator("form.staff-form button[type=submit]").click()
    take_over = page.locator("form[action$='/begin/'] button")
    take_over.wait_for()
    owner.looks_around("staff-import-found")
    take_over.click()
    # The page asks for itself; the worker does the work.
    page.locator(".staff-now .notice.good").wait_for()
    assert page.locator(".staff-figure__value").all_inner_texts() == ["8", "0", "0", "0"]
    owner.looks_around("staff-import-done")


@pytest.mark.parametrize("place", range(len(LOOKS)), ids=[look.name for look in LOOKS])
def test_a_customer_comes_and_belongs(brought: Installation, opened: Browser, place: int, tmp_path: Path) -> None:
    look = LOOKS[place]
    with (
        person(opened, brought.url, look) as customer,
        person(opened, brought.url, look) as neighbour,
        person(opened, brought.url, look) as owner,
    ):
        _registers(customer, brought, place)
        _sees_what_she_owns(customer)
        _reviews(customer, picture(tmp_path / "hills.jpg"))
        topic = _asks(customer)
        sign_in(neighbour, NEIGHBOUR)
        answer = _answers(neighbour, topic)
        # Before she reads it, which takes the notice off the bell.
        _hears(customer, "message-circle", f"#post-{answer}", "12-notices-of-customer")
        _accepts(customer, topic)
        _are_thanked(customer, neighbour, answer)
        sign_in(owner, OWNER_MAIL)
        _sees_it_all(owner, topic)
        _leaves(customer)


def _registers(customer: Person, house: Installation, place: int) -> None:
    page = customer.page
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == customer.look.language
    assert page.locator("html").get_attribute("dir") == ("rtl" if customer.look.language == "fa" else "ltr")
    customer.looks_around("01-home-guest")
    page.locator(".site-bar .btn.primary").click()
    customer.looks_around("02-sign-up")
    fill_sign_up(page, name=NAMES[place], mail=CUSTOMERS[place])
    customer.looks_around("03-code")
    give_code(page, house, CUSTOMERS[place])
    customer.looks_around("04-home-member")


def _sees_what_she_owns(customer: Person) -> None:
    page = customer.page
    page.locator("[popovertarget=me-menu]").click()
    page.locator("#me-menu .item").first.click()
    customer.looks_around("05-own-page")
    # The worker finds the orders of a mail address that was just confirmed.
    customer.waits_for_worker("/me/purchases/", f"a[href='/reviews/new/{SHOES}/']")
    assert page.locator("table.table tbody tr").count() == 1
    customer.looks_around("06-what-i-own")


def _reviews(customer: Person, photo: Path) -> None:
    page = customer.page
    page.locator(f"a[href='/reviews/new/{SHOES}/']").click()
    page.locator(".star-input .star").nth(4).click()
    page.locator("[name=title]").fill("Three winters and still dry")
    write(page, "They hold on wet stone. The laces did not last.")
    page.locator("korzo-composer input[type=file]").set_input_files(photo)
    page.locator(".pic [name^=alt-]").fill("Hills under a low sun")
    customer.looks_around("07-review-form")
    send(page)
    page.wait_for_url(re.compile(r"/reviews/\d+/$"))
    page.locator(".review .verified").wait_for()
    assert page.locator(".review img.photo__img").get_attribute("alt") == "Hills under a low sun"
    customer.looks_around("08-review")


def _asks(customer: Person) -> str:
    page = customer.page
    page.goto(f"/products/{SHOES}/")
    customer.looks_around("09-product")
    page.locator("#questions .section-head .btn").click()
    page.locator("[name=title]").fill(f"Which laces fit the Ridge 3? asks {customer.look.name}")
    write(page, "Mine broke, and the shop has none of that length.")
    customer.looks_around("10-question-form")
    send(page)
    page.wait_for_url(re.compile(r"/talk/t/\d+/"))
    customer.looks_around("11-question")
    return page.url.removesuffix("/")


def _answers(neighbour: Person, topic: str) -> str:
    page = neighbour.page
    page.goto(topic)
    write(page, f"Flat ones of 120 cm. I have them since spring, {neighbour.look.name}.")
    send(page)
    # It joins the page without a new one being loaded.
    page.locator(".post.is-new").wait_for()
    neighbour.looks_around("12-answer")
    return (page.locator(".post.is-new").get_attribute("id") or "").removeprefix("post-")


def _accepts(customer: Person, topic: str) -> None:
    page = customer.page
    page.goto(topic)
    customer.looks_around("13-question-answered")
    page.locator("form[action$='/acceptance/'] button").click()
    page.locator(".post.answer").wait_for()
    customer.looks_around("14-solved")


def _are_thanked(customer: Person, neighbour: Person, answer: str) -> None:
    # Begun her first topic, written a review with a photo.
    customer.waits_for_worker("/points/", ".point-entry:nth-child(2)")
    customer.looks_around("15-points-of-customer")
    neighbour.waits_for_worker("/points/", f".point-entry a[href='/talk/posts/{answer}/']")
    neighbour.looks_around("16-points-of-neighbour")
    _hears(neighbour, "circle-check", f"#post-{answer}.answer", "17-notices-of-neighbour")


def _hears(one: Person, sign: str, post: str, name: str) -> None:
    """A notice with this sign, which leads to the post."""
    notice = f".notice-row.unread:has(use[href$='#i-{sign}'])"
    one.waits_for_worker("/notices/", notice)
    assert one.page.locator("#bell.has-dot").count() == 1
    one.looks_around(name)
    one.page.locator(f"{notice} button.words").first.click()
    one.page.locator(post).wait_for()


def _sees_it_all(owner: Person, topic: str) -> None:
    page = owner.page
    page.goto("/staff/")
    owner.looks_around("19-staff-desk")
    # Nothing waits, a review is there to be read, a customer is new.
    assert page.locator("section[aria-labelledby=waiting] li").count() == 0
    assert page.locator("section[aria-labelledby=to-read] li").count() >= 1
    assert page.locator("section[aria-labelledby=newcomers] li").count() >= 1
    page.goto("/staff/orders/")
    owner.looks_around("20-staff-orders")
    page.goto(topic)
    assert page.locator(".post.answer").count() == 1


def _leaves(customer: Person) -> None:
    page = customer.page
    page.goto("/")
    customer.looks_around("21-home-again")
    page.locator("[popovertarget=me-menu]").click()
    page.locator("#me-menu form button").click()
    page.locator(".site-bar .btn.primary").wait_for()
    page.goto(f"/products/{SHOES}/")
    customer.looks_around("22-product-guest")
