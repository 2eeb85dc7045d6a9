"""What leaves the house and what comes back: the choice of news, a letter, the way out of it, replies by mail."""

import re
import smtplib
import warnings
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from korzo.notifications.incoming.tests.mail_servers import PASSWORD, MailServers, mail_servers, why_not
from tests.journey.browser import Look, Person, person
from tests.journey.installation import CREATE_OWNER, Installation, installation
from tests.journey.square import HUTS, QUARREL, opens
from tests.journey.steps import send, sign_in, write

pytestmark = pytest.mark.journey

PHONE = Look("phone-dark", 390, scheme="dark")
PERSIAN = Look("fa", 390, language="fa")
TEA = "tea@example.com"
LINK = re.compile(r"https?://[^\s/]+(/notices/unsubscribe/[^\s>\"]+)")
HURRY = "tests.journey.hurry"


@pytest.fixture(scope="module")
def servers() -> Iterator[MailServers | None]:
    """Real ones, where they are installed."""
    if why_not():
        yield None
        return
    with mail_servers() as made:
        yield made


@pytest.fixture(scope="module")
def post_house(
    empty_data: Path, servers: MailServers | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The square with a mailbox; its letters go into its folder, where we read them."""
    box = f"imap://korzo:{PASSWORD}@127.0.0.1:{servers.imap_port}/INBOX" if servers else ""
    more = {"KORZO_MAIL_IN": box, "KORZO_MAIL_IN_ADDRESS": "reply@talk.example"} if box else {}
    data = tmp_path_factory.mktemp("post") / "data"
    with installation(data, CREATE_OWNER, ["tests.journey.fill_square"], like=empty_data, **more) as one:
        yield one


@pytest.fixture
def tea(post_house: Installation, opened: Browser) -> Iterator[Person]:
    with person(opened, post_house.url) as one:
        sign_in(one, TEA)
        yield one


def test_each_kind_of_news_has_its_way(post_house: Installation, opened: Browser) -> None:
    with person(opened, post_house.url, PERSIAN) as luka:
        sign_in(luka, "luka@example.com")
        page = luka.page
        page.goto("/notices/settings/")
        luka.looks_around("notices-settings")
        page.locator("details.matrix summary").click()
        luka.looks_around("notices-matrix")
        row = page.locator(".notice-choices tbody tr").first
        row.locator("[name=site]").uncheck()
        row.locator("select").select_option("letter")
        page.locator("details.matrix form button.btn").click()
        page.wait_for_load_state()
        expect(row.locator("[name=site]")).not_to_be_checked()
        expect(row.locator("select")).to_have_value("letter")
        # The choice at first sight puts it back.
        page.locator("[name=preset]").first.check()
        page.locator("form[action$='/manner/'] button.primary").click()
        page.wait_for_load_state()
        expect(row.locator("[name=site]")).to_be_checked()


def test_a_letter_comes_and_its_way_out_leads_out(post_house: Installation, opened: Browser, tea: Person) -> None:
    page = tea.page
    page.goto("/notices/settings/")
    page.locator("[name=preset][value=letter]").check()
    page.locator("[name=rhythm]").select_option("daily")
    page.locator("form[action$='/manner/'] button.primary").click()
    page.wait_for_load_state()
    tea.looks_around("notices-digest-only")
    post_house.run(HURRY, "letters")
    letter = post_house.mails_to(TEA)[0]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    words = _words(letter)
    assert HUTS in words or QUARREL in words
    found = LINK.search(str(letter["List-Unsubscribe"]))
    assert found, letter["List-Unsubscribe"]
    with person(opened, post_house.url, PHONE) as stranger:
        _leaves(stranger, tea, found[1])
    tea.page.goto("/notices/settings/")
    expect(tea.page.locator("[name=rhythm]")).to_have_value("never")


def _leaves(stranger: Person, tea: Person, link: str) -> None:
    """Opening the link changes nothing, however often; the button does, and nobody need sign in."""
    for _program in range(2):
        stranger.page.goto(link)
    stranger.looks_around("unsubscribe")
    tea.page.goto("/notices/settings/")
    expect(tea.page.locator("[name=rhythm]")).to_have_value("daily")
    stranger.page.locator("main form button.primary").click()
    expect(stranger.page.locator("main .notice.good")).to_be_visible()
    stranger.looks_around("unsubscribed")


def test_one_click_of_a_mail_program_is_enough(post_house: Installation, tea: Person) -> None:
    page = tea.page
    page.goto("/notices/settings/")
    page.locator("[name=preset][value=letter]").check()
    page.locator("[name=rhythm]").select_option("daily")
    page.locator("form[action$='/manner/'] button.primary").click()
    found = LINK.search(str(post_house.mails_to(TEA)[0]["List-Unsubscribe"]))
    assert found
    # Without a cookie, without a token of the form: as RFC 8058 says.
    answer = page.context.browser.new_context(base_url=post_house.url).request.post(  # type: ignore[union-attr]
        found[1], form={"List-Unsubscribe": "One-Click"}, max_redirects=0
    )
    assert answer.status == 200
    page.goto("/notices/settings/")
    expect(page.locator("[name=rhythm]")).to_have_value("never")


def test_a_reply_by_mail_stands_on_the_page(
    post_house: Installation, servers: MailServers | None, opened: Browser, tea: Person
) -> None:
    if servers is None:
        warnings.warn(f"{why_not()}: the journey of a reply by mail is SKIPPED.", stacklevel=1)
        pytest.skip(why_not())
    with person(opened, post_house.url, PHONE) as luka:
        sign_in(luka, "luka@example.com")
        _asks_for_all_mail(luka)
        opens(tea, HUTS)
        write(tea.page, "Count me in for the lake, and I bring a kettle for everybody.")
        send(tea.page)
        tea.page.locator(".post.is-new").wait_for()
        post_house.run(HURRY)
        notice = next(one for one in post_house.mails_to("luka@example.com") if "reply+" in str(one["Reply-To"]))
        _answers(servers, notice, "Lovely. Then I bring the tea leaves.")
        _answers(servers, notice, "I am not Luka at all.", sender="nada@example.com")
        post_house.run(HURRY)
        opens(tea, HUTS)
        expect(tea.page.locator(".post .prose", has_text="Then I bring the tea leaves.")).to_be_visible()
        # What was quoted below is cut off, and a stranger is not heard.
        assert tea.page.locator(".post .prose", has_text="wrote:").count() == 0
        assert tea.page.locator(".post .prose", has_text="not Luka").count() == 0
        tea.looks_around("topic-with-a-reply-by-mail")
        luka.waits_for_worker("/sent/", "main li, main tr")
        luka.looks_around("sent")
    with person(opened, post_house.url) as mira:
        sign_in(mira, "mira@example.com")
        mira.page.goto("/staff/replies/")
        mira.looks_around("staff-replies")
        mira.page.goto("/staff/state/")
        expect(mira.page.locator("main")).to_contain_text("Replies by mail come in.")
        mira.looks_around("staff-state")


def _asks_for_all_mail(luka: Person) -> None:
    luka.page.goto("/notices/settings/")
    luka.page.locator("[name=preset][value=everything]").check()
    luka.page.locator("form[action$='/manner/'] button.primary").click()
    luka.page.wait_for_load_state()


def _answers(servers: MailServers, notice: EmailMessage, words: str, *, sender: str = "luka@example.com") -> None:
    """As a mail program does: below the answer stands what is answered."""
    answer = EmailMessage()
    answer["From"], answer["To"] = sender, str(notice["Reply-To"])
    answer["Subject"], answer["In-Reply-To"] = f"Re: {notice['Subject']}", str(notice["Message-ID"])
    answer["Message-ID"] = f"<{abs(hash(words))}@phone.example>"
    quoted = "\n".join(f"> {line}" for line in _words(notice).splitlines()[:12])
    answer.set_content(f"{words}\n\nOn Mon, 23 Nov 2026 at 10:00, Korzo wrote:\n{quoted}\n")
    with smtplib.SMTP("127.0.0.1", servers.smtp_port, timeout=10) as smtp:
        smtp.send_message(answer)


def _words(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
