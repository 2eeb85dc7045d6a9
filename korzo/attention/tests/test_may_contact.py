from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from korzo.attention import actions
from korzo.attention.actions import Decision, contacted, let_go, may_contact, released, suppress
from korzo.attention.models import Channel, ContactLog, ContactPolicy, ContactWish, Purpose, Suppression, Verdict
from korzo.attention.rules import consent_key
from korzo.members import actions as members
from korzo.members.models import Consent, Member
from tests.cast import Cast

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
ALL = list(Purpose)
OF_SHOP = [Purpose.NEWS, Purpose.OFFERS, Purpose.REVIEWS]


@pytest.fixture
def luka(cast: Cast) -> Member:
    """He lives in Bratislava, was here lately, and said yes to everything."""
    members.choose_time_zone(cast.luka, time_zone="Europe/Bratislava")
    Member.objects.filter(pk=cast.luka.pk).update(last_seen_at=MONDAY)
    for purpose in Purpose:
        for channel in Channel:
            agree(cast.luka, purpose, channel)
    cast.luka.refresh_from_db()
    return cast.luka


def agree(member: Member, purpose: str, channel: str = Channel.MAIL, *, given: bool = True) -> None:
    members.consent(member, purpose=consent_key(purpose, channel), given=given, text="Yes.")


def ask(
    member: Member,
    purpose: Purpose = Purpose.COMMUNITY,
    at: datetime = MONDAY,
    channel: Channel = Channel.MAIL,
    *,
    source: str = "",
    claim: bool = False,
    urgent: bool = False,
    expires: datetime | None = None,
) -> Decision:
    return may_contact(
        member, purpose=purpose, channel=channel, at=at, source=source, claim=claim, urgent=urgent, expires=expires
    )


def sent(member: Member, purpose: Purpose, at: datetime, channel: Channel = Channel.MAIL) -> None:
    decision = ask(member, purpose, at, channel, claim=True)
    assert decision.allowed
    contacted(decision, at=at)


@pytest.mark.parametrize("purpose", ALL)
def test_by_day_everything_that_was_agreed_to_may_go(luka: Member, purpose: Purpose) -> None:
    decision = ask(luka, purpose)
    assert (decision.verdict, decision.rule) == (Verdict.ALLOWED, "free")
    row = ContactLog.objects.get()
    assert (row.member_id, row.purpose, row.channel, row.verdict, row.sent_at) == (
        luka.pk, purpose, "mail", "allowed", None,
    )  # fmt: skip


@pytest.mark.parametrize("purpose", ALL)
def test_by_night_only_what_somebody_waits_for(luka: Member, purpose: Purpose) -> None:
    decision = ask(luka, purpose, datetime(2026, 11, 23, 20, tzinfo=UTC))
    if purpose in {Purpose.TRANSACTIONAL, Purpose.SERVICE}:
        assert decision.allowed
    else:
        assert (decision.rule, decision.until) == ("quiet", datetime(2026, 11, 24, 7, tzinfo=UTC))
        assert decision.facts == {"zone": "Europe/Bratislava", "start": 21, "end": 8}


def test_push_is_quiet_too_and_what_is_urgent_is_not(luka: Member) -> None:
    night = datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert ask(luka, at=night, channel=Channel.PUSH).deferred
    assert ask(luka, at=night, urgent=True).allowed


def test_an_unknown_zone_is_the_shops_and_its_window_narrower(luka: Member) -> None:
    members.choose_time_zone(luka, time_zone="")
    early, late = datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert ask(luka, at=early).until == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert ask(luka, at=late).until == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_the_members_own_hours_win(luka: Member) -> None:
    actions.choose_limits(actor=luka, quiet_from=9, quiet_until=13)
    assert ask(luka).until == datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize("purpose", ALL)
def test_without_consent_nothing_of_the_shop(cast: Cast, purpose: Purpose) -> None:
    members.choose_time_zone(cast.tea, time_zone="UTC")
    decision = ask(cast.tea, purpose)
    wanted = "no_consent" if purpose in {*OF_SHOP, Purpose.ADS} else "free"
    assert decision.rule == wanted


def test_consent_is_for_one_channel_and_withdrawing_counts_at_once(luka: Member) -> None:
    Consent.objects.all().delete()
    agree(luka, Purpose.NEWS)
    assert ask(luka, Purpose.NEWS).allowed
    assert ask(luka, Purpose.NEWS, channel=Channel.PUSH).rule == "no_consent"
    assert ask(luka, Purpose.OFFERS).rule == "no_consent"
    agree(luka, Purpose.NEWS, given=False)
    assert ask(luka, Purpose.NEWS).refused


PASSES = {
    Suppression.Reason.HARD_BOUNCE: set[Purpose](),
    Suppression.Reason.COMPLAINT: {Purpose.TRANSACTIONAL},
    Suppression.Reason.UNSUBSCRIBED: {Purpose.TRANSACTIONAL},
    Suppression.Reason.SUNSET: set(ALL) - set(OF_SHOP),
}


@pytest.mark.parametrize("reason", list(Suppression.Reason))
@pytest.mark.parametrize("purpose", ALL)
def test_a_suppressed_address_gets_what_it_must(luka: Member, reason: Suppression.Reason, purpose: Purpose) -> None:
    suppress(" Luka@EXAMPLE.com", reason=reason)
    decision = ask(luka, purpose, urgent=True)
    assert decision.allowed is (purpose in PASSES[reason])
    assert decision.allowed or decision.rule == reason
    assert ask(luka, purpose, channel=Channel.PUSH).allowed


def test_the_erased_get_nothing_and_the_closed_their_receipts(luka: Member) -> None:
    Member.objects.filter(pk=luka.pk).update(is_active=False)
    assert ask(luka).rule == "closed"
    assert ask(luka, Purpose.TRANSACTIONAL).allowed
    members.erase(luka)
    assert ask(luka, Purpose.TRANSACTIONAL).rule == "erased"


def test_who_was_away_for_half_a_year_hears_nothing_of_the_shop(luka: Member) -> None:
    later = MONDAY + timedelta(days=200)
    assert ask(luka, Purpose.NEWS, later).rule == "sunset"
    assert ask(luka, Purpose.COMMUNITY, later).allowed


def test_only_my_orders_means_it(luka: Member) -> None:
    actions.choose_limits(actor=luka, rhythm=ContactWish.Rhythm.NEVER)
    assert [ask(luka, purpose).rule for purpose in OF_SHOP] == ["rhythm"] * 3
    assert ask(luka, Purpose.TRANSACTIONAL).allowed


def test_the_budget_is_one_for_all_that_the_shop_wants(luka: Member) -> None:
    sent(luka, Purpose.NEWS, datetime(2026, 11, 2, 10, tzinfo=UTC))
    for purpose, channel in ((Purpose.OFFERS, Channel.PUSH), (Purpose.REVIEWS, Channel.MAIL)):
        decision = ask(luka, purpose, datetime(2026, 11, 5, 10, tzinfo=UTC), channel)
        assert (decision.rule, decision.until) == ("budget", datetime(2026, 11, 9, 10, tzinfo=UTC))
    assert ask(luka, Purpose.COMMUNITY, datetime(2026, 11, 5, 10, tzinfo=UTC)).allowed
    assert ask(luka, Purpose.NEWS, datetime(2026, 11, 9, 10, tzinfo=UTC)).allowed


def test_a_place_that_frees_by_night_frees_in_the_morning(luka: Member) -> None:
    ContactLog.objects.create(
        member=luka, purpose="news", channel="mail", verdict="allowed", rule="free",
        claimed_at=datetime(2026, 11, 2, 20, 30, tzinfo=UTC), sent_at=datetime(2026, 11, 2, 20, 30, tzinfo=UTC),
    )  # fmt: skip
    asked = datetime(2026, 11, 5, 10, tzinfo=UTC)
    assert ask(luka, Purpose.NEWS, asked).until == datetime(2026, 11, 10, 7, tzinfo=UTC)
    late = ask(luka, Purpose.NEWS, asked, expires=datetime(2026, 11, 10, 6, tzinfo=UTC))
    assert (late.verdict, late.rule, late.facts["because"]) == (Verdict.REFUSED, "expired", "budget")


def test_the_members_rhythm_makes_it_longer(luka: Member) -> None:
    actions.choose_limits(actor=luka, rhythm=ContactWish.Rhythm.MONTHLY)
    sent(luka, Purpose.NEWS, MONDAY)
    assert ask(luka, Purpose.NEWS, MONDAY + timedelta(days=8)).until == MONDAY + timedelta(days=30)


def test_the_community_has_a_cap_of_its_own_over_all_channels(luka: Member) -> None:
    ContactPolicy.objects.create(community_max=3)
    for minutes, channel in enumerate((Channel.MAIL, Channel.PUSH, Channel.MAIL)):
        sent(luka, Purpose.COMMUNITY, MONDAY + timedelta(minutes=minutes), channel)
    decision = ask(luka, at=MONDAY + timedelta(hours=1))
    assert (decision.rule, decision.until) == ("budget", MONDAY + timedelta(days=1))
    assert ask(luka, Purpose.REMINDER, MONDAY + timedelta(hours=1)).allowed
    assert ask(luka, at=MONDAY + timedelta(hours=1), urgent=True).allowed


def test_calm_holds_back_all_but_answers(luka: Member) -> None:
    ContactPolicy.objects.create(calm_until=MONDAY + timedelta(hours=3))
    assert ask(luka).until == MONDAY + timedelta(hours=3)
    assert ask(luka).rule == "calm"
    assert ask(luka, Purpose.SERVICE).allowed


def test_a_message_has_one_row_whatever_was_asked(luka: Member) -> None:
    first = ask(luka, source="notice:1.2")
    night = ask(luka, source="notice:1.2", at=MONDAY + timedelta(hours=12), claim=True)
    assert (first.contact_id, night.deferred) == (night.contact_id, True)
    decision = ask(luka, source="notice:1.2", at=MONDAY + timedelta(days=1), claim=True)
    contacted(decision, at=MONDAY + timedelta(days=1), message_id="<1@x>")
    row = ContactLog.objects.get()
    assert (row.verdict, row.message_id, row.until) == ("allowed", "<1@x>", None)
    again = ask(luka, source="notice:1.2", at=MONDAY + timedelta(days=2), claim=True)
    assert (again.refused, again.rule) == (True, "sent")
    row.refresh_from_db()
    assert row.sent_at == MONDAY + timedelta(days=1)


def test_what_was_released_or_let_go_takes_no_place(luka: Member) -> None:
    ContactPolicy.objects.create(community_max=1)
    released(ask(luka, source="a", claim=True))
    decision = ask(luka, source="b", claim=True)
    assert decision.allowed
    assert ask(luka, source="c", claim=True).deferred
    let_go(luka.pk, source="b", channel=Channel.MAIL, rule="read")
    assert ask(luka, source="c", claim=True).allowed
    assert ContactLog.objects.get(source="b").rule == "read"


def test_a_claim_whose_worker_died_frees_its_place(luka: Member) -> None:
    ContactPolicy.objects.create(community_max=1)
    assert ask(luka, source="a", claim=True).allowed
    assert ask(luka, source="b", at=MONDAY + timedelta(minutes=9), claim=True).deferred
    assert ask(luka, source="b", at=MONDAY + timedelta(minutes=11), claim=True).allowed


def test_planning_takes_no_place(luka: Member) -> None:
    ContactPolicy.objects.create(community_max=1)
    assert ask(luka, source="a").allowed
    assert ask(luka, source="b").allowed


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_only_one_finds_the_last_place(luka: Member) -> None:
    ContactPolicy.objects.create(community_max=1)
    ready = Barrier(6)

    def claim(number: int) -> bool:
        try:
            ready.wait(timeout=20)
            return ask(luka, source=f"n{number}", claim=True).allowed
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as workers:
        answers = list(workers.map(claim, range(6)))
    assert sorted(answers) == [False] * 5 + [True]
    assert ContactLog.objects.filter(claimed_at__isnull=False).count() == 1
