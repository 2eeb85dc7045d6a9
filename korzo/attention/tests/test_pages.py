from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.attention import actions, queries
from korzo.attention.actions import Caps, change_caps, contacted, may_contact
from korzo.attention.models import Channel, ContactLog, ContactPolicy, ContactTally, ContactWish, Purpose
from korzo.kit.errors import FieldRefused, Refused
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.members.queries import about
from tests.cast import Cast, let_worker_finish, signed_in

NIGHT = datetime(2026, 11, 23, 20, tzinfo=UTC)
CAPS = Caps(news_max=2, news_within_days=30, community_max=5, quiet_from=22, quiet_until=7)


def told(member: Member, *, at: datetime | None = None, source: str = "x:1") -> ContactLog:
    moment = at or timezone.now()
    decision = may_contact(
        member, purpose=Purpose.TRANSACTIONAL, channel=Channel.MAIL, at=moment, source=source, claim=True
    )
    contacted(decision, at=moment)
    return ContactLog.objects.get(pk=decision.contact_id)


def test_a_member_reads_what_was_sent_and_why(cast: Cast) -> None:
    told(cast.luka)
    members.choose_time_zone(cast.luka, time_zone="Europe/Bratislava")
    may_contact(cast.luka, purpose=Purpose.COMMUNITY, channel=Channel.PUSH, at=NIGHT, source="x:2")
    may_contact(cast.luka, purpose=Purpose.NEWS, channel=Channel.MAIL, at=NIGHT, source="x:3")
    page = signed_in(cast.luka).get("/sent/").content.decode()
    assert "It concerns your account or an order, so it goes at any hour." in page
    assert "Quiet hours are from 21:00 to 08:00, so it waits until November 24, 2026, 8:00" in page
    assert "You have not agreed to get this." in page
    assert [page.count(word) for word in (">Sent<", ">Waits<", ">Not sent<")] == [1, 1, 1]


def test_it_is_kind_when_empty(cast: Cast) -> None:
    assert "Nothing yet" in signed_in(cast.luka).get("/sent/").content.decode()


@pytest.mark.parametrize("role", ["moderator", "staff", "owner", "member"])
def test_nobody_reads_what_another_was_sent(cast: Cast, role: str) -> None:
    row = told(cast.luka)
    page = signed_in(cast.by_role()[role]).get("/sent/").content.decode()
    assert f'id="contact-{row.pk}"' not in page


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/sent/"), ("post", "/sent/limits/"), ("post", "/sent/time-zone/")]
)
def test_an_outsider_is_sent_to_sign_in(cast: Cast, method: str, path: str) -> None:
    response = getattr(signed_in(cast.nada), method)(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_a_long_list_comes_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "CONTACTS_A_PAGE", 2)
    for number in range(3):
        told(cast.luka, source=f"x:{number}")
    first = queries.contacts(cast.luka)
    assert f"?before={first[-1].pk}" in signed_in(cast.luka).get("/sent/").content.decode()
    assert len(queries.contacts(cast.luka, before=first[-1].pk)) == 1
    assert signed_in(cast.luka).get("/sent/", {"before": "9" * 40}).status_code == 200


def test_a_member_sets_their_own_limits(cast: Cast) -> None:
    client = signed_in(cast.luka)
    limits = {"time_zone": "Asia/Kolkata", "quiet_from": "20", "quiet_until": "9", "rhythm": "monthly"}
    assert client.post("/sent/limits/", limits).headers["Location"] == "/sent/"
    cast.luka.refresh_from_db()
    wish = ContactWish.objects.get(member=cast.luka)
    assert (cast.luka.time_zone, wish.quiet_from, wish.quiet_until, wish.rhythm) == ("Asia/Kolkata", 20, 9, "monthly")
    client.post("/sent/limits/", {"time_zone": "", "quiet_from": "", "quiet_until": "", "rhythm": ""})
    wish.refresh_from_db()
    assert (wish.quiet_from, wish.rhythm) == (None, "")


@pytest.mark.parametrize(
    "wrong",
    [{"quiet_from": "20"}, {"quiet_from": "20", "quiet_until": "25"}, {"time_zone": "Etc/GMT+5"}, {"rhythm": "x"}],
)
def test_half_a_night_is_refused_and_nothing_kept(cast: Cast, wrong: dict[str, str]) -> None:
    response = signed_in(cast.luka).post("/sent/limits/", {"time_zone": "UTC"} | wrong)
    assert response.status_code == 422
    assert not ContactWish.objects.exists()
    cast.luka.refresh_from_db()
    assert cast.luka.time_zone == ""


def test_the_browser_guesses_where_nothing_was_chosen(cast: Cast) -> None:
    client = signed_in(cast.luka)
    assert "korzo-time-zone" in client.get("/sent/").content.decode()
    for guess, kept in (("Mars/Olympus", ""), ("Europe/Rome", "Europe/Rome"), ("Asia/Tehran", "Europe/Rome")):
        assert client.post("/sent/time-zone/", {"time_zone": guess}).status_code == 204
        cast.luka.refresh_from_db()
        assert cast.luka.time_zone == kept
    assert "korzo-time-zone" not in client.get("/sent/").content.decode()


@pytest.mark.parametrize("role", ["outsider", "member", "moderator", "staff", "owner"])
def test_the_team_changes_caps(cast: Cast, role: str) -> None:
    person = cast.by_role()[role]
    if role in {"staff", "owner"}:
        assert change_caps(CAPS, actor=person).community_max == 5
        assert Activity.objects.filter(verb="attention.caps_changed").count() == 1
        return
    with pytest.raises(Refused):
        change_caps(CAPS, actor=person)
    assert not ContactPolicy.objects.exists()
    assert not Activity.objects.filter(verb="attention.caps_changed").exists()


@pytest.mark.parametrize("field", ["news_max", "news_within_days", "community_max", "quiet_from"])
def test_caps_out_of_bounds_are_refused(cast: Cast, field: str) -> None:
    with pytest.raises(FieldRefused):
        change_caps(Caps(**(vars(CAPS) | {field: 10_000})), actor=cast.mira)
    assert not ContactPolicy.objects.exists()


def test_staff_see_numbers_and_nobody(cast: Cast) -> None:
    told(cast.luka)
    client = signed_in(cast.sara)
    page = client.get("/staff/contacts/").content.decode()
    assert "Your account and your orders" in page
    assert "luka" not in page.lower().replace("sara", "")
    form = {name: str(value) for name, value in vars(CAPS).items() if value not in {None, False}}
    assert client.post("/staff/contacts/", form).status_code == 302
    assert ContactPolicy.objects.get().quiet_from == 22
    assert client.post("/staff/contacts/", form | {"news_max": "-1"}).status_code == 422


def test_after_a_year_numbers_are_left(cast: Cast) -> None:
    now = timezone.now()
    old, young = told(cast.luka), told(cast.luka, source="x:2")
    told(cast.tea)
    ContactLog.objects.exclude(pk=young.pk).update(decided_at=now - timedelta(days=400))
    assert actions.forget_old(now) == 2
    assert list(ContactLog.objects.all()) == [young]
    tally = ContactTally.objects.get()
    assert (tally.count, tally.purpose, tally.verdict) == (2, "transactional", "allowed")
    ContactLog.objects.update(decided_at=old.decided_at - timedelta(days=400))
    actions.forget_old(now)
    assert sum(ContactTally.objects.values_list("count", flat=True)) == 3


def test_the_erased_take_it_along_and_the_export_tells_it(cast: Cast) -> None:
    told(cast.luka)
    actions.choose_limits(actor=cast.luka, quiet_from=20, quiet_until=8)
    exported = about(cast.luka)
    assert [one["sent"] for one in exported["contacts"]] == [True]
    assert exported["contact_limits"] == {"rhythm": "", "quiet_from": 20, "quiet_until": 8}
    members.erase(cast.luka)
    let_worker_finish()
    assert not ContactLog.objects.filter(member=cast.luka).exists()
    assert not ContactWish.objects.exists()
