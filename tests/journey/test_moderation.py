"""From a flag to a second look: the queue by keys, the reasons, an appeal, another pair of eyes; then limits."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from tests.journey.browser import Look, Person, person
from tests.journey.installation import Installation
from tests.journey.square import OTTO_WROTE, QUARREL, opens
from tests.journey.steps import sign_in, tab_to

pytestmark = pytest.mark.journey

PHONE = Look("phone-dark", 390, scheme="dark")
PERSIAN = Look("fa", 1280, language="fa")
QUEUE = "/staff/moderation/"
LOOKS = {"tea": PHONE, "ivo": Look("wide", 1280), "otto": PHONE, "sara": PERSIAN}


@pytest.fixture
def people(square: Installation, opened: Browser) -> Iterator[dict[str, Person]]:
    """Tea on a phone, Ivo who moderates, Otto who is rude, Sara of the team, who reads Persian."""
    with ExitStack() as stack:
        made = {name: stack.enter_context(person(opened, square.url, look)) for name, look in LOOKS.items()}
        for name, one in made.items():
            sign_in(one, f"{name}@example.com")
        yield made


def test_a_rude_reply_goes_and_comes_back(square: Installation, people: dict[str, Person]) -> None:
    tea, ivo, otto, sara = people.values()
    post = _flags(tea)
    _decides_by_keys(ivo)
    square.run("tests.journey.hurry")
    statement = _is_told(otto, post)
    _appeals(otto, statement)
    _may_not_judge_twice(ivo)
    _gives_a_second_look(sara)
    square.run("tests.journey.hurry")
    otto.page.goto(statement)
    expect(otto.page.locator("main .notice.good, main .tag.good").first).to_be_visible()
    otto.looks_around("statement-taken-back")
    opens(tea, QUARREL)
    expect(tea.page.locator(f"#post-{post} .prose")).to_contain_text("weaklings")


def _flags(tea: Person) -> str:
    """The number of the post that she points at."""
    opens(tea, QUARREL)
    post = tea.page.locator(".post", has_text="weaklings")
    pk = (post.get_attribute("id") or "").removeprefix("post-")
    tea.page.goto(f"/report/discussions.post/{pk}/")
    tea.looks_around("flag")
    tea.page.locator("main form button.primary").click()
    expect(tea.page.locator("main .error").first).to_be_visible()
    tea.looks_around("flag-refused")
    tea.page.locator("[name=reason][value=rude]").check()
    tea.page.locator("[name=words]").fill("He insults whoever answers.")
    tea.page.locator("main form button.primary").click()
    expect(tea.page.locator(f"#post-{pk}")).to_be_visible()
    return pk


def _decides_by_keys(ivo: Person) -> None:
    page = ivo.page
    page.goto("/staff/")
    ivo.looks_around("staff-desk-waiting")
    page.goto(QUEUE)
    expect(page.locator(".mod-words")).to_contain_text("weaklings")
    ivo.looks_around("queue")
    page.keyboard.press("?")
    expect(page.locator("#mod-help")).to_be_visible()
    page.keyboard.press("?")
    # It stays, and after a second thought it does not.
    page.keyboard.press("d")
    page.locator("[data-undo]").wait_for()
    ivo.looks_around("queue-undo")
    page.keyboard.press("u")
    expect(page.locator(".mod-words")).to_contain_text("weaklings")
    tab_to(page, "[name=words]")
    page.keyboard.type("Please speak about poles, not about people. adis")
    # Keys rest while somebody types.
    expect(page.locator("[name=words]")).to_have_value(re.compile("adis$"))
    tab_to(page, "button[value=agree]")
    page.keyboard.press("a")
    page.locator("[data-undo]").wait_for()


def _is_told(otto: Person, post: str) -> str:
    page = otto.page
    otto.waits_for_worker("/notices/", ".notice-row.unread")
    otto.looks_around("notices-of-author")
    page.locator(".notice-row.unread button.words").first.click()
    page.wait_for_url(re.compile(r"/report/decisions/\d+/"))
    expect(page.locator("main")).to_contain_text("Please speak about poles")
    expect(page.locator("main blockquote")).to_contain_text(OTTO_WROTE[:20])
    otto.looks_around("statement")
    statement = page.url
    opens(otto, QUARREL)
    expect(page.locator(f"#post-{post}.removed")).to_be_visible()
    otto.looks_around("topic-with-a-hidden-post")
    return statement


def _appeals(otto: Person, statement: str) -> None:
    page = otto.page
    page.goto(statement)
    page.locator("main form button.primary").click()
    expect(page.locator("main .error").first).to_be_visible()
    page.locator("main textarea[name=words]").fill("It was a joke among friends; she laughed.")
    page.locator("main form button.primary").click()
    expect(page.locator("main")).to_contain_text("she laughed")
    otto.looks_around("statement-appealed")
    page.goto("/members/settings/")
    page.locator("main nav a[href='/report/standing/']").click()
    expect(page.locator("main a[href*='/report/decisions/']").first).to_be_visible()
    otto.looks_around("standing")


def _may_not_judge_twice(ivo: Person) -> None:
    page = ivo.page
    page.goto(f"{QUEUE}?kind=appeal")
    page.locator("[name=words]").fill("I was right the first time.")
    page.locator("button[value=disagree]").click()
    expect(page.locator(".mod-answers [role=alert], .mod-answers .notice.bad").first).to_be_visible()
    ivo.looks_around("queue-second-pair-of-eyes")


def _gives_a_second_look(sara: Person) -> None:
    page = sara.page
    page.goto(f"{QUEUE}?kind=appeal")
    sara.looks_around("queue-appeal")
    tab_to(page, "[name=words]")
    page.keyboard.type("You are right: she says so, too.")
    tab_to(page, "button[value=agree]")
    page.keyboard.press("a")
    page.locator("[data-undo]").wait_for()
    # The groups of the menu open and close by keys, from right to left too.
    assert page.locator("html").get_attribute("dir") == "rtl"
    tab_to(page, ".sidebar-sub-menu-item > button")
    page.keyboard.press("Enter")
    expect(
        page.locator(".sidebar-sub-menu-item--open, .sidebar-sub-menu-item .sidebar-panel--open").first
    ).to_be_visible()
    sara.looks_around("staff-menu-open")
    page.keyboard.press("Escape")


def test_a_silence_and_a_suspension_as_the_member_sees_them(square: Installation, people: dict[str, Person]) -> None:
    _tea, ivo, otto, sara = people.values()
    record = _record_of_otto(ivo)
    ivo.page.goto(record)
    ivo.looks_around("record")
    _gives(ivo, "silence", "Three warnings in one week are enough.")
    square.run("tests.journey.hurry")
    otto.page.goto("/report/standing/")
    otto.looks_around("standing-silenced")
    opens(otto, QUARREL)
    assert otto.page.locator("#reply-form textarea, #reply-form trix-editor").count() == 0
    otto.looks_around("topic-silenced")
    sara.page.goto(record)
    sara.page.locator("form[action*='/lifting/'] button").first.click()
    _gives(sara, "suspension", "And it went on by private mail.")
    sara.looks_around("record-suspended")
    _is_outside(otto)
    sara.page.locator("form[action*='/lifting/'] button").first.click()
    sara.page.wait_for_load_state()
    opens(otto, QUARREL)
    expect(otto.page.locator("#reply-form")).to_be_visible()


def _record_of_otto(ivo: Person) -> str:
    """Where the team reads about him: from the list of members."""
    ivo.page.goto("/staff/members/?q=otto")
    ivo.looks_around("staff-members")
    ivo.page.locator("a[href*='/staff/moderation/members/']").first.click()
    ivo.page.wait_for_url(re.compile(r"/staff/moderation/members/\d+/"))
    return ivo.page.url


def _gives(one: Person, kind: str, words: str) -> None:
    page = one.page
    page.locator("[name=kind]").select_option(kind)
    page.locator("[name=hours]").select_option("24")
    page.locator("form.staff-form [name=words]").first.fill(words)
    page.locator("form.staff-form button[type=submit]").first.click()
    page.locator("form[action*='/lifting/']").first.wait_for()


def _is_outside(otto: Person) -> None:
    page = otto.page
    page.goto("/talk/square/")
    # The talk that stood open said, while it was left, that it was read; a suspended member is told no.
    otto.complaints[:] = [one for one in otto.complaints if "403" not in one]
    otto.looks_around("suspended")
    page.goto("/report/standing/")
    expect(page.locator("main section.card").first).to_be_visible()
    otto.looks_around("standing-suspended")
    page.locator("main a[href='/members/privacy/']").click()
    page.wait_for_url("**/members/privacy/")
    otto.looks_around("privacy-suspended")
