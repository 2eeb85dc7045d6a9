from collections.abc import Callable
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation

from korzo.activity.models import Outgoing
from korzo.community.models import Community
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.notifications import actions, kinds
from korzo.notifications.kinds import NoticeKind, Scene
from korzo.notifications.models import Notice
from korzo.notifications.tests.scenes import a_question, a_reply, letters_waiting, notices_of
from tests.cast import Cast, let_worker_finish


def let_time_pass() -> None:
    Outgoing.objects.filter(state="waiting").update(not_before=timezone.now() - timedelta(seconds=1))
    let_worker_finish()


def html_of(letter: EmailMultiAlternatives) -> str:
    (alternative,) = letter.alternatives
    return str(alternative[0])


def a_letter(cast: Cast) -> EmailMultiAlternatives:
    a_reply(a_question(cast.luka), cast.tea)
    let_worker_finish()
    let_time_pass()
    (letter,) = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


def test_it_waits_and_then_goes_once(cast: Cast) -> None:
    a_reply(a_question(cast.luka), cast.tea)
    let_worker_finish()
    row = Outgoing.objects.get(sender="notifications.mail", member_id=cast.luka.pk)
    assert row.payload.keys() == {"notice_id", "activity_id"}
    assert timedelta(minutes=9) < row.not_before - timezone.now() <= timedelta(minutes=10)
    assert mail.outbox == []
    let_time_pass()
    let_time_pass()
    assert [one.to for one in mail.outbox] == [["luka@example.com"]]
    row.refresh_from_db()
    assert row.state == "sent"


def test_in_a_demonstration_it_does_not_wait(cast: Cast) -> None:
    Community.objects.create(name="Kamzo Club", is_demo=True)
    a_reply(a_question(cast.luka), cast.tea)
    let_worker_finish()
    assert len(mail.outbox) == 1


def test_it_says_who_where_and_how_to_stop(cast: Cast) -> None:
    Community.objects.create(name="Kamzo Club")
    letter = a_letter(cast)
    assert letter.subject == "Tea replied in “Which size for wide feet?”"
    assert letter.from_email.startswith("Kamzo Club <")
    notice = notices_of(cast.luka)[0]
    assert notice.link in str(letter.body)
    html = html_of(letter)
    assert '<html lang="en" dir="ltr">' in html
    assert " style=" not in html
    assert "luka@example.com" not in str(letter.body) + html


def test_its_headers_let_a_program_unsubscribe(cast: Cast) -> None:
    message = a_letter(cast).message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(message["List-Unsubscribe"])
    assert link.startswith("<http")
    assert "/notices/unsubscribe/" in link
    assert link.endswith("/>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["Message-ID"]).startswith("<post-")


def test_it_is_written_in_the_readers_language(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def sentence(scene: Scene) -> str:
        return f"{translation.get_language()}: {scene.people}"

    monkeypatch.setitem(kinds._kinds, REPLY, NoticeKind(REPLY, "Replies", "reply", by_mail=True, sentence=sentence))
    members.change_language(cast.luka, language="fa")
    letter = a_letter(cast)
    assert letter.subject == "fa: 1"
    html = html_of(letter)
    assert '<html lang="fa" dir="rtl">' in html
    assert html.count('dir="rtl"') == 2
    assert translation.get_language() == "en"


REPLY = "discussions.reply_posted"


def test_many_people_are_counted_in_the_readers_digits(cast: Cast) -> None:
    with translation.override("fa"):
        assert "۴" in kinds.named(["Tea", "Ivo"], 5)


@pytest.mark.parametrize("name", ["Tea\r\nBcc: nada@example.com", "Tea\nX: y", "Tea\u2028Bcc: z"])
def test_a_name_cannot_write_headers(cast: Cast, name: str) -> None:
    Member.objects.filter(pk=cast.tea.pk).update(name=name)
    Community.objects.create(name="Kamzo\r\nBcc: nada@example.com")
    message = a_letter(cast).message()
    assert message["Bcc"] is None
    assert message["X"] is None
    for value in (message["Subject"], message["From"]):
        assert "\n" not in str(make_header(decode_header(str(value))))


def test_what_was_read_meanwhile_is_not_sent(cast: Cast) -> None:
    a_reply(a_question(cast.luka), cast.tea)
    let_worker_finish()
    actions.mark_all_read(actor=cast.luka)
    let_time_pass()
    assert mail.outbox == []
    assert letters_waiting(cast.luka) == 0


@pytest.mark.parametrize("change", ["taken back", "unwanted", "erased"])
def test_what_is_no_longer_wanted_is_not_sent(cast: Cast, change: str) -> None:
    a_reply(a_question(cast.luka), cast.tea)
    let_worker_finish()
    changes: dict[str, Callable[[], object]] = {
        "taken back": lambda: Notice.objects.all().delete(),
        "unwanted": lambda: actions.unsubscribe(cast.luka.pk, kind=REPLY),
        "erased": lambda: members.erase(cast.luka),
    }
    changes[change]()
    let_time_pass()
    assert mail.outbox == []


def test_who_wants_mail_alone_gets_it(cast: Cast) -> None:
    actions.choose({REPLY: actions.Wish(on_site=False, by_mail=True)}, actor=cast.luka)
    assert a_letter(cast).to == ["luka@example.com"]


def test_hearts_and_points_send_no_mail_unasked(cast: Cast) -> None:
    a_question(cast.luka)
    let_worker_finish()
    let_time_pass()
    assert mail.outbox == []
