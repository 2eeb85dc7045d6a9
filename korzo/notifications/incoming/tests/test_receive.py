"""A letter becomes a reply, once, with the rights of whoever sent it."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from korzo.activity.models import Activity, Outgoing
from korzo.discussions import actions as discussions
from korzo.discussions.models import PostPicture, Space, Topic
from korzo.members.models import Member
from korzo.notifications.incoming import keeping
from korzo.notifications.incoming.actions import receive
from korzo.notifications.incoming.doorway import doorway
from korzo.notifications.incoming.models import IncomingMail
from korzo.notifications.incoming.tests.post_bag import (
    NEW,
    a_letter,
    by_mail_in,
    reply_address,
    take_in,
    the_door,
    with_picture,
)
from korzo.notifications.incoming.tokens import today
from korzo.notifications.tests.scenes import a_question
from tests.cast import Cast, let_worker_finish

OURS = "mx.talk.example"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return a_question(cast.luka)


def answers() -> list[str]:
    """What members were told by mail about their letters."""
    Outgoing.objects.exclude(sender="notifications.mail_refused").delete()
    let_worker_finish()
    return [str(one.body) for one in mail.outbox]


def refused(found: IncomingMail, code: str) -> bool:
    return (found.outcome, found.code, found.post_id) == ("refused", code, None)


def test_it_posts_the_new_words_as_their_sender(cast: Cast, topic: Topic) -> None:
    quoted = "On 23.11.2026 17:03, Ridge <reply@talk.example> wrote:\n> ##- Reply above this line -##\n> QUOTED"
    found = take_in(a_letter("Tea <Tea@Example.com>", reply_address(cast.tea, topic), f"{NEW}\n\n{quoted}"))
    (post,) = by_mail_in(topic)
    assert (found.outcome, found.member_id, found.post_id) == ("posted", cast.tea.pk, post.pk)
    assert (post.author_id, post.plain) == (cast.tea.pk, NEW)
    assert found.sender == "t•••@example.com"
    assert Activity.objects.get(verb="discussions.reply_posted").actor_id == cast.tea.pk
    assert answers() == []


def test_it_keeps_lists_and_links_and_no_script(cast: Cast, topic: Topic) -> None:
    html = (
        "<div>Two of them:</div><ul><li>Ridge</li><li><a href='https://shop.example/trail'>Trail</a></li></ul>"
        "<script>alert(1)</script><img src=x onerror=alert(1)><div class='gmail_quote'>QUOTED</div>"
    )
    take_in(a_letter("tea@example.com", reply_address(cast.tea, topic), html=html))
    (post,) = by_mail_in(topic)
    assert "<li>Ridge</li>" in post.html
    assert 'href="https://shop.example/trail"' in post.html
    assert not any(word in post.html for word in ("script", "onerror", "<img", "QUOTED"))


def test_it_is_one_reply_however_often_it_comes(cast: Cast, topic: Topic) -> None:
    letter = a_letter("tea@example.com", reply_address(cast.tea, topic), message_id="<same@phone.example>")
    first = take_in(letter)
    letter["Received"] = "from another way"
    second = take_in(letter)
    assert first.pk == second.pk
    assert len(by_mail_in(topic)) == 1


def test_without_a_name_of_its_own_it_is_known_by_its_content(cast: Cast, topic: Topic) -> None:
    letter = a_letter("tea@example.com", reply_address(cast.tea, topic))
    del letter["Message-ID"]
    assert take_in(letter).pk == take_in(letter).pk
    assert len(by_mail_in(topic)) == 1


def test_letters_that_come_out_of_order_are_posted_as_they_come(cast: Cast, topic: Topic) -> None:
    to = reply_address(cast.tea, topic)
    evening, morning = "Mon, 23 Nov 2026 18:00:00 +0100", "Mon, 23 Nov 2026 09:00:00 +0100"
    late = a_letter("tea@example.com", to, "Later words of the evening", Date=evening)
    early = a_letter("tea@example.com", to, "Earlier thoughts on insoles", Date=morning)
    take_in(late)
    take_in(early)
    assert [post.plain for post in by_mail_in(topic)] == ["Later words of the evening", "Earlier thoughts on insoles"]


def test_capitals_in_the_address_change_nothing(cast: Cast, topic: Topic) -> None:
    assert take_in(a_letter("tea@example.com", reply_address(cast.tea, topic).upper())).outcome == "posted"


def test_it_brings_pictures_along_and_each_once(cast: Cast, topic: Topic) -> None:
    to = reply_address(cast.tea, topic)
    letter = with_picture(with_picture(a_letter("tea@example.com", to), "logo.png"), "boots.png", colour="#803010")
    letter.add_attachment(b"BEGIN:VCARD", maintype="text", subtype="vcard", filename="tea.vcf")
    letter.add_attachment(b"\x89PNG\r\n\x1a\nbroken", maintype="image", subtype="png", filename="dot.png")
    take_in(letter)
    take_in(with_picture(a_letter("tea@example.com", to, "And after a year of rain"), "logo.png"))
    first, second = by_mail_in(topic)
    assert PostPicture.objects.filter(post=first).count() == 2
    assert PostPicture.objects.filter(post=second).count() == 0


def test_a_picture_alone_is_enough(cast: Cast, topic: Topic) -> None:
    letter = with_picture(a_letter("tea@example.com", reply_address(cast.tea, topic), "-- \nTea"))
    assert take_in(letter).outcome == "posted"
    (post,) = by_mail_in(topic)
    assert (post.plain, post.post_pictures.count()) == ("", 1)


def test_a_forged_sender_posts_nothing(cast: Cast, topic: Topic, settings: Settings) -> None:
    settings.KORZO_DOORWAY = doorway("pipe", "reply@talk.example", OURS)
    to = reply_address(cast.tea, topic)
    fail = take_in(a_letter("tea@example.com", to, Authentication_Results=f"{OURS}; dmarc=fail"))
    none = take_in(a_letter("tea@example.com", to, Authentication_Results="mx.evil.example; dmarc=pass"))
    good = take_in(a_letter("tea@example.com", to, Authentication_Results=f"{OURS}; dmarc=pass"))
    assert [(one.outcome, one.code) for one in (fail, none, good)] == [
        ("waiting", "forged"),
        ("waiting", "unproven"),
        ("posted", ""),
    ]
    assert len(by_mail_in(topic)) == 1
    assert answers() == []


def test_a_friend_who_answers_a_notice_that_was_passed_on_is_refused(cast: Cast, topic: Topic) -> None:
    assert refused(take_in(a_letter("nada@example.org", reply_address(cast.tea, topic))), "stranger")
    assert by_mail_in(topic) == []
    # The member learns of it; the friend, who may be nobody at all, does not.
    (told,) = answers()
    assert mail.outbox[0].to == ["tea@example.com"]
    assert "Only you can answer it" in told


def test_an_address_that_was_never_proved_is_no_members_address(cast: Cast, topic: Topic) -> None:
    cast.tea.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]  # allauth's, which django-stubs does not see
    assert refused(take_in(a_letter("tea@example.com", reply_address(cast.tea, topic))), "stranger")


def test_members_are_told_once_a_day(cast: Cast, topic: Topic) -> None:
    for _number in range(3):
        take_in(a_letter("nada@example.org", reply_address(cast.tea, topic)))
    assert len(answers()) == 1
    (told,) = mail.outbox
    assert told.from_email == "<>"
    assert told.extra_headers["Auto-Submitted"] == "auto-replied"
    assert f"/t/{topic.pk}/" in str(told.body)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda one: one.replace_header("From", "tea@example.com, luka@example.com"), "sender"),
        (lambda one: one.__delitem__("From"), "sender"),
        (lambda one: one.replace_header("From", "reply+x@talk.example"), "loop"),
        (lambda one: one.add_header("X-Korzo-Id", "notice-1.1"), "loop"),
        (lambda one: one.replace_header("To", "reply+aaaaaaaaaaaaaaaaaaaaaaaa@talk.example"), "token"),
        (lambda one: one.replace_header("To", one["To"].replace("talk.example", "evil.example")), "token"),
        (lambda one: one.add_header("Cc", ", ".join(f"x{i}@example.org" for i in range(10))), "many"),
    ],
)
def test_it_refuses_loops_crowds_and_codes_that_are_not_ours(
    cast: Cast, topic: Topic, change: object, code: str
) -> None:
    letter = a_letter("tea@example.com", reply_address(cast.tea, topic))
    assert callable(change)
    change(letter)
    assert refused(take_in(letter), code)
    assert by_mail_in(topic) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<x.example>"},
    ],
)
def test_it_never_answers_a_program(cast: Cast, topic: Topic, headers: dict[str, str]) -> None:
    found = take_in(a_letter("nada@example.org", reply_address(cast.tea, topic), **headers))
    assert found.outcome == "automatic"
    assert (by_mail_in(topic), answers()) == ([], [])


def test_an_old_code_is_refused(cast: Cast, topic: Topic) -> None:
    on = today() - timedelta(days=91)
    assert refused(take_in(a_letter("tea@example.com", reply_address(cast.tea, topic, on=on))), "old")
    assert "three months" in answers()[0]
    on = today() - timedelta(days=89)
    assert take_in(a_letter("tea@example.com", reply_address(cast.tea, topic, on=on))).outcome == "posted"


def test_a_letter_that_is_too_large_is_refused_by_its_beginning(cast: Cast, topic: Topic) -> None:
    raw = a_letter("tea@example.com", reply_address(cast.tea, topic)).as_bytes()
    found = receive(raw + b"x" * 100_000, doorway=the_door(), size=30 * 1024 * 1024)
    assert refused(found, "large")
    assert "too large" in answers()[0]


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 500, b"no letter", b"From: a@b.c\r\n" + b"boundary " * 50])
def test_what_cannot_be_read_is_an_outcome_too(cast: Cast, raw: bytes) -> None:
    found = take_in(raw)
    assert (found.outcome, found.member_id) == ("refused", None)
    assert take_in(raw).pk == found.pk


def test_nothing_but_a_quotation_is_no_reply(cast: Cast, topic: Topic) -> None:
    assert refused(take_in(a_letter("tea@example.com", reply_address(cast.tea, topic), "> QUOTED\n> QUOTED")), "empty")
    assert "only what was quoted" in answers()[0]


def test_a_wish_to_leave_gets_a_link_and_changes_nothing_by_itself(cast: Cast, topic: Topic) -> None:
    found = take_in(a_letter("tea@example.com", reply_address(cast.tea, topic), "Unsubscribe"))
    assert (found.outcome, by_mail_in(topic)) == ("left", [])
    assert "/unsubscribe/" in answers()[0]


def test_a_silenced_member_is_refused_in_the_words_of_the_site(cast: Cast, topic: Topic) -> None:
    Member.objects.filter(pk=cast.tea.pk).update(silenced_until=timezone.now() + timedelta(days=1))
    assert refused(take_in(a_letter("tea@example.com", reply_address(cast.tea, topic))), "refused")
    assert "Your standing" in answers()[0]
    assert by_mail_in(topic) == []


def test_a_suspended_member_and_one_who_is_not_active_are_refused(cast: Cast, topic: Topic) -> None:
    Member.objects.filter(pk=cast.tea.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    assert take_in(a_letter("tea@example.com", reply_address(cast.tea, topic))).outcome == "refused"
    Member.objects.filter(pk=cast.tea.pk).update(suspended_until=None, is_active=False)
    assert take_in(a_letter("tea@example.com", reply_address(cast.tea, topic), "Again")).outcome == "refused"
    assert by_mail_in(topic) == []


def test_a_closed_topic_stays_closed(cast: Cast, topic: Topic) -> None:
    discussions.close_topic(topic, actor=cast.ivo, reason="Said and done.")
    assert refused(take_in(a_letter("tea@example.com", reply_address(cast.tea, topic))), "refused")
    assert "closed" in answers()[0]


def test_a_topic_that_is_not_open_to_them_any_more_looks_as_if_it_were_gone(cast: Cast, topic: Topic) -> None:
    to = reply_address(cast.tea, topic)
    Space.objects.filter(pk=topic.space_id).update(read_key="owns:9")
    assert refused(take_in(a_letter("tea@example.com", to)), "topic")
    assert topic.title not in answers()[0]
    assert take_in(a_letter("tea@example.com", to.replace("+", "+"), "x")).code == "topic"


def test_mail_never_begins_a_topic(cast: Cast, topic: Topic) -> None:
    before = Topic.objects.count()
    take_in(a_letter("tea@example.com", "reply@talk.example"))
    take_in(a_letter("tea@example.com", "community@talk.example"))
    assert Topic.objects.count() == before


def test_the_letter_is_kept_where_nobody_can_fetch_it(cast: Cast, topic: Topic) -> None:
    found = take_in(a_letter("tea@example.com", reply_address(cast.tea, topic)))
    assert NEW.encode() in keeping.kept(found.file)
    with pytest.raises(FileNotFoundError):
        keeping.kept("../secret-key")


def test_its_words_are_said_in_the_members_language(cast: Cast, topic: Topic) -> None:
    Member.objects.filter(pk=cast.tea.pk).update(language="sk")
    take_in(a_letter("nada@example.org", reply_address(cast.tea, topic)))
    answers()
    assert mail.outbox[0].to == ["tea@example.com"]


def test_pictures_are_read_by_their_content_alone(cast: Cast, topic: Topic) -> None:
    file = io.BytesIO()
    Image.new("RGB", (64, 64)).save(file, "JPEG")
    letter = a_letter("tea@example.com", reply_address(cast.tea, topic))
    letter.add_attachment(file.getvalue(), maintype="application", subtype="octet-stream", filename="a.exe")
    letter.add_attachment(b"<svg onload=alert(1)>", maintype="image", subtype="svg+xml", filename="a.svg")
    take_in(letter)
    assert PostPicture.objects.filter(post=by_mail_in(topic)[0]).count() == 1
