"""Letters of ours that come back."""

from datetime import timedelta

from django.utils import timezone

from korzo.attention.actions import may_contact
from korzo.attention.models import Channel, Purpose
from korzo.kit.letters.tests.test_kinds import report
from korzo.members.models import Member
from korzo.notifications.incoming.actions import count_bounce, forget_bounces
from korzo.notifications.incoming.models import IncomingMail, MailTrouble
from korzo.notifications.incoming.tests.post_bag import take_in, the_door
from korzo.notifications.incoming.tokens import Kind, address_for
from tests.cast import Cast


def bounced(member: Member, number: int, status: str) -> IncomingMail:
    to = address_for(the_door(), Kind.BOUNCE, member.pk)
    return take_in(f"To: {to}\r\nMessage-ID: <{number}@mx.example>\r\n".encode() + report("failed", status))


def is_stopped(member: Member) -> bool:
    asked = may_contact(member, purpose=Purpose.COMMUNITY, channel=Channel.MAIL, at=timezone.now())
    return asked.rule == "hard_bounce"


def test_two_hard_ones_end_it_and_a_month_later_it_begins_again(cast: Cast) -> None:
    first = bounced(cast.tea, 1, "5.1.1")
    assert (first.outcome, first.code, first.member_id) == ("bounce", "5.1.1", cast.tea.pk)
    assert not is_stopped(cast.tea)
    bounced(cast.tea, 2, "5.1.1")
    assert is_stopped(cast.tea)
    assert not is_stopped(cast.luka)
    assert forget_bounces(timezone.now() + timedelta(days=29)) == 0
    assert forget_bounces(timezone.now() + timedelta(days=31)) == 1
    assert not is_stopped(cast.tea)
    assert not MailTrouble.objects.exists()


def test_a_full_mailbox_counts_half(cast: Cast) -> None:
    for number in range(3):
        bounced(cast.tea, number, "4.2.2")
    assert not is_stopped(cast.tea)
    bounced(cast.tea, 9, "4.2.2")
    assert is_stopped(cast.tea)


def test_the_same_report_counts_once(cast: Cast) -> None:
    for _number in range(5):
        bounced(cast.tea, 1, "5.1.1")
    assert MailTrouble.objects.get(member=cast.tea).score == 2


def test_old_ones_are_forgiven(cast: Cast) -> None:
    now = timezone.now()
    count_bounce(cast.tea, "5.1.1", at=now - timedelta(days=40))
    assert count_bounce(cast.tea, "5.1.1", at=now).score == 2


def test_a_report_without_our_code_counts_for_nobody(cast: Cast) -> None:
    found = take_in(b"To: tea@example.com\r\n" + report("failed", "5.1.1"))
    assert (found.outcome, found.member_id) == ("bounce", None)
    assert not MailTrouble.objects.exists()


def test_that_it_arrived_counts_nothing(cast: Cast) -> None:
    to = address_for(the_door(), Kind.BOUNCE, cast.tea.pk)
    take_in(f"To: {to}\r\n".encode() + report("delivered", "2.0.0"))
    assert not MailTrouble.objects.exists()
