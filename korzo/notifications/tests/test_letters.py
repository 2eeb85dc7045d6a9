from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from korzo.activity.models import Outgoing
from korzo.attention.models import ContactLog, ContactPolicy
from korzo.discussions import actions as discussions
from korzo.discussions.actions import Written
from korzo.discussions.models import Space, Tag, Topic
from korzo.kit.errors import FieldRefused, Refused
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.notifications.actions import choose_manner, plan_letters, unsubscribe
from korzo.notifications.gathering import gather
from korzo.notifications.models import Letter, Manner
from korzo.notifications.tests.scenes import a_question, a_reply
from korzo.notifications.timing import next_letter_at
from korzo.reactions.models import Follow
from korzo.shop.models import Connection, Order, OrderLine, Product
from tests.cast import Cast, let_worker_finish

ROME = "Europe/Rome"


def due(member: Member, at: datetime | None = None) -> datetime:
    moment = at or timezone.now()
    Manner.objects.filter(member=member).update(next_letter_at=moment)
    return moment


@pytest.fixture
def reader(cast: Cast) -> Member:
    """Tea wants a letter every week."""
    choose_manner("letter", actor=cast.tea)
    return cast.tea


def titled(author: Member, title: str, space: Space | None = None, product: Product | None = None) -> Topic:
    topic = a_question(author, title)
    Topic.objects.filter(pk=topic.pk).update(
        product=product, space=space or topic.space, created_at=timezone.now() - timedelta(hours=1)
    )
    return topic


def an_owned_product(member: Member) -> Product:
    shop = Connection.objects.create(name="Kamzo", platform="shopify")
    product = Product.objects.create(connection=shop, external_id="1", handle="ridge-3", title="Ridge 3")
    order = Order.objects.create(
        connection=shop, external_id="9", number="9", email=member.email, member=member, currency="EUR", subtotal=9,
        shipping=0, tax=0, total=9, placed_at=timezone.now(), financial_status=Order.FinancialStatus.PAID,
        fulfillment_status=Order.FulfillmentStatus.FULFILLED,
    )  # fmt: skip
    OrderLine.objects.create(order=order, position=1, title="Ridge 3", quantity=1, product=product)
    return product


def the_letter() -> EmailMultiAlternatives:
    let_worker_finish()
    (letter,) = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


@pytest.mark.parametrize(
    ("zone", "after", "wanted"),
    [
        # The night in which an hour is missing, and the one in which it comes twice.
        (ROME, "2026-03-28 12:00", "2026-03-29 06:00"),
        (ROME, "2026-10-24 12:00", "2026-10-25 07:00"),
        (ROME, "2026-10-25 07:00", "2026-10-26 07:00"),
        ("Asia/Kolkata", "2026-11-23 00:00", "2026-11-23 02:30"),
        ("", "2026-11-23 07:30", "2026-11-24 07:00"),
    ],
)
def test_it_is_due_by_the_readers_clock(cast: Cast, zone: str, after: str, wanted: str) -> None:
    members.choose_time_zone(cast.tea, time_zone=zone)
    manner = Manner(member=cast.tea, rhythm=Manner.Rhythm.DAILY, hour=8)
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_letter_at(manner, cast.tea, moment) == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


def test_a_weekly_one_waits_for_its_day(cast: Cast) -> None:
    members.choose_time_zone(cast.tea, time_zone=ROME)
    choose_manner("letter", actor=cast.tea, hour=18, weekday=4, at=datetime(2026, 11, 23, tzinfo=UTC))
    assert Manner.objects.get().next_letter_at == datetime(2026, 11, 27, 17, tzinfo=UTC)


def test_questions_about_what_is_owned_come_first(cast: Cast, reader: Member) -> None:
    product = an_owned_product(reader)
    titled(cast.luka, "Which laces last longest?")
    asked = titled(cast.luka, "Does the Ridge run small?", product=product)
    due(reader)
    assert plan_letters() == 1
    row = Letter.objects.get()
    assert (row.question_ids, asked.pk in row.topic_ids) == ([asked.pk], False)
    letter = the_letter()
    text = str(letter.body)
    assert text.index("Does the Ridge run small?") < text.index("Which laces last longest?")
    assert letter.subject == "Does the Ridge run small?, and 1 more"
    message = letter.message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"] == f"<letter-{row.pk}@localhost>"
    assert Letter.objects.get().sent_at is not None


def test_a_question_is_put_to_a_person_once(cast: Cast, reader: Member) -> None:
    titled(cast.luka, "Does the Ridge run small?", product=an_owned_product(reader))
    due(reader)
    plan_letters()
    later = titled(cast.luka, "Which laces last longest?")
    Topic.objects.filter(pk=later.pk).update(created_at=timezone.now() + timedelta(days=1))
    due(reader, timezone.now() + timedelta(days=7))
    assert plan_letters(timezone.now() + timedelta(days=7)) == 1
    assert Letter.objects.latest("pk").question_ids == []


def test_followed_spaces_are_told_and_others_not(cast: Cast, reader: Member) -> None:
    other = discussions.open_space("Second hand", actor=cast.mira)
    heard, unheard = (
        titled(cast.luka, "Which laces last longest?", other),
        titled(cast.luka, "Which socks do not slip?"),
    )
    Follow.objects.create(member=reader, subject_label="discussions.space", subject_id=other.pk, level="tracking")
    due(reader)
    plan_letters()
    assert Letter.objects.get().topic_ids == [heard.pk]
    assert unheard.pk


def test_what_nobody_should_read_is_not_in_it(cast: Cast, reader: Member) -> None:
    """Their own, of somebody muted, shut out, in a closed space."""
    members.mute_member(cast.ivo, actor=reader)
    shut = titled(cast.luka, "Which socks do not slip?")
    Follow.objects.create(member=reader, subject_label="discussions.topic", subject_id=shut.pk, level="muted")
    titled(reader, "Which laces last longest?")
    titled(cast.ivo, "Which hat keeps dry?")
    closed = discussions.open_space("Back room", actor=cast.mira, rights=discussions.Rights(read_key="role:staff"))
    titled(cast.luka, "Which supplier is late?", closed)
    due(reader)
    assert plan_letters() == 0
    assert not Letter.objects.exists()


@pytest.mark.parametrize("what", ["tag", "product"])
def test_what_was_shut_out_by_tag_or_product_is_not_in_it(cast: Cast, reader: Member, what: str) -> None:
    shop = Connection.objects.create(name="Kamzo", platform="shopify")
    product = Product.objects.create(connection=shop, external_id="1", handle="lace", title="Lace")
    topic = titled(cast.luka, "Which laces last longest?", product=product)
    discussions.tag_topic(topic, actor=cast.mira, names=["Laces"])
    subject = ("discussions.tag", Tag.objects.get().pk) if what == "tag" else ("shop.product", product.pk)
    due(reader)
    assert gather(reader, since=topic.created_at - timedelta(days=1), until=timezone.now()).topic_ids == [topic.pk]
    Follow.objects.create(member=reader, subject_label=subject[0], subject_id=subject[1], level="muted")
    assert gather(reader, since=topic.created_at - timedelta(days=1), until=timezone.now()).is_empty


def test_an_empty_one_is_none_and_its_time_is_told_next(cast: Cast, reader: Member) -> None:
    due(reader)
    assert plan_letters() == 0
    let_worker_finish()
    assert mail.outbox == []
    assert (Letter.objects.count(), ContactLog.objects.count()) == (0, 0)
    manner = Manner.objects.get()
    assert manner.next_letter_at is not None
    assert manner.next_letter_at > timezone.now()


def test_what_went_meanwhile_is_left_out(cast: Cast, reader: Member) -> None:
    topic = titled(cast.luka, "Which laces last longest?")
    due(reader)
    plan_letters()
    assert topic.first_post is not None
    discussions.remove_post(topic.first_post, actor=cast.ivo, reason="Asked before.")
    let_worker_finish()
    assert mail.outbox == []
    assert ContactLog.objects.get(source__startswith="letter:").rule == "empty"


def test_the_letter_alone_holds_single_mails_back_and_tells_of_them(cast: Cast, reader: Member) -> None:
    topic = titled(reader, "Which laces last longest?")
    a_reply(topic, cast.luka)
    let_worker_finish()
    assert not Outgoing.objects.filter(sender="notifications.mail", member_id=reader.pk).exists()
    due(reader, timezone.now() + timedelta(hours=1))
    plan_letters(timezone.now() + timedelta(hours=1))
    assert len(Letter.objects.get().notice_ids) >= 1
    Outgoing.objects.update(not_before=timezone.now())
    assert "Luka replied in" in str(the_letter().body).replace("\u2068", "").replace("\u2069", "")


def test_one_letter_for_each_period(cast: Cast, reader: Member) -> None:
    titled(cast.luka, "Which laces last longest?")
    moment = due(reader)
    assert plan_letters(moment) == 1
    due(reader, moment)
    assert plan_letters(moment) == 0
    assert Outgoing.objects.filter(sender="notifications.letter").count() == 1
    let_worker_finish()
    let_worker_finish()
    assert len(mail.outbox) == 1


def test_after_a_long_break_one_is_written_and_not_ten(cast: Cast, reader: Member) -> None:
    choose_manner("letter", actor=reader, rhythm="daily")
    titled(cast.luka, "Which laces last longest?")
    due(reader, timezone.now() - timedelta(days=10))
    assert plan_letters() == 1
    assert plan_letters() == 0


def test_who_was_away_for_half_a_year_gets_none(cast: Cast, reader: Member) -> None:
    titled(cast.luka, "Which laces last longest?")
    now = timezone.now()
    Member.objects.filter(pk=reader.pk).update(
        joined_at=now - timedelta(days=400), last_seen_at=now - timedelta(days=181), last_login=None
    )
    from_log = Member.objects.get(pk=reader.pk)
    assert from_log.last_seen_at is not None
    later = now + timedelta(days=200)
    due(reader, later)
    assert plan_letters(later) == 0
    assert not Letter.objects.exists()


def test_at_night_it_waits(cast: Cast, reader: Member) -> None:
    ContactPolicy.objects.update(quiet_from=21, quiet_until=8)
    members.choose_time_zone(reader, time_zone=ROME)
    titled(cast.luka, "Which laces last longest?")
    Topic.objects.update(created_at=datetime(2026, 11, 23, 12, tzinfo=UTC))
    night = datetime(2026, 11, 23, 22, tzinfo=UTC)
    Member.objects.filter(pk=reader.pk).update(last_seen_at=night)
    due(reader, night)
    assert plan_letters(night) == 1
    assert Outgoing.objects.get(sender="notifications.letter").not_before == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_unsubscribing_ends_it_and_what_waits(cast: Cast, reader: Member) -> None:
    titled(cast.luka, "Which laces last longest?")
    due(reader)
    plan_letters()
    assert unsubscribe(reader.pk, kind="letter")
    let_worker_finish()
    assert mail.outbox == []
    assert Manner.objects.get().next_letter_at is None
    assert ContactLog.objects.get(source__startswith="letter:").rule == "unwanted"


def test_a_manner_is_one_of_three(cast: Cast) -> None:
    with pytest.raises(FieldRefused):
        choose_manner("loud", actor=cast.tea)
    with pytest.raises(FieldRefused):
        choose_manner("letter", actor=cast.tea, hour=24)
    with pytest.raises(Refused):
        choose_manner("letter", actor=None)
    assert not Manner.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_each_letter_once(cast: Cast, settings: Settings) -> None:
    readers = [members.join(email=f"r{n}@example.com", name=f"R{n}", handle=f"reader{n}") for n in range(12)]
    for one in readers:
        choose_manner("letter", actor=one)
    space = discussions.open_space("Open air", actor=cast.mira)
    discussions.start_topic(
        space, actor=cast.luka, title="Fresh snow above the hut", written=Written("A hand high."), backfilled=True
    )
    now = timezone.now() + timedelta(minutes=1)
    Manner.objects.update(next_letter_at=now)
    ready = Barrier(2)

    def work(_number: int) -> int:
        try:
            ready.wait(timeout=20)
            return plan_letters(now)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as workers:
        counts = list(workers.map(work, range(2)))
    assert sum(counts) == 12
    assert Letter.objects.count() == 12
    assert Outgoing.objects.filter(sender="notifications.letter").count() == 12
