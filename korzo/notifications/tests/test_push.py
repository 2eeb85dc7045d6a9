import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from korzo.activity.models import Outgoing
from korzo.attention.models import Channel, ContactLog, ContactPolicy
from korzo.discussions.actions import note_visit
from korzo.discussions.models import Topic
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.notifications import webpush
from korzo.notifications.actions import mark_all_read, renew_device, sign_up_device
from korzo.notifications.actions.devices import DEVICES_MAX, check_endpoint, own_key
from korzo.notifications.models import Device, Notice, PushKey
from korzo.notifications.push import PUSH
from korzo.notifications.tests.push_service import Browser, Switchboard, plain, raw, serving
from korzo.notifications.tests.scenes import a_question, a_reply
from tests.cast import Cast, let_worker_finish, signed_in

TITLE = "Which size for wide feet?"


def test_it_writes_what_the_standard_writes() -> None:
    """The example of RFC 8291, section 5 and appendix A."""
    own = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
    body = webpush.encrypt(
        b"When I grow up, I want to be a watermelon",
        p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg",
        salt=raw("DGv6ra1nlYgDCS1FRnbzlw"),
        key=ec.derive_private_key(int.from_bytes(raw(own), "big"), ec.SECP256R1()),
    )
    assert plain(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_no_payload_is_larger_than_a_service_takes() -> None:
    browser = Browser()
    whole = b"x" * webpush.PAYLOAD_BYTES_MAX
    sealed = webpush.encrypt(whole, p256dh=browser.p256dh, auth=browser.auth)
    assert (len(sealed), browser.read(sealed)) == (4096, whole)
    with pytest.raises(ValueError, match="more than"):
        webpush.encrypt(whole + b"x", p256dh=browser.p256dh, auth=browser.auth)


@pytest.fixture
def service(settings: Settings) -> Iterator[Switchboard]:
    settings.KORZO_PUSH_HOSTS, settings.KORZO_PRIVATE_ADDRESSES = ["127.0.0.1"], True
    with serving(Switchboard()) as running:
        yield running


@pytest.fixture
def phone(cast: Cast, service: Switchboard) -> Browser:
    """Luka signed up with his phone, and asked a question."""
    browser = Browser()
    sign_up(signed_in(cast.luka), browser, f"{service.address}/one")
    return browser


def sign_up(client: Client, browser: Browser, endpoint: str) -> Any:
    given = {"endpoint": endpoint, "p256dh": browser.p256dh, "auth": browser.auth, "label": "Firefox, Android"}
    return client.post("/notices/devices/", given)


def tell(cast: Cast) -> Topic:
    topic = a_question(cast.luka)
    a_reply(topic, cast.tea)
    let_worker_finish()
    let_time_pass()
    return topic


def let_time_pass() -> None:
    Outgoing.objects.filter(state="waiting", sender="notifications.push").update(
        not_before=timezone.now() - timedelta(seconds=1)
    )
    let_worker_finish()


def pushed() -> Outgoing:
    return Outgoing.objects.filter(sender="notifications.push").latest("pk")


def test_a_browser_reads_who_and_where(cast: Cast, service: Switchboard, phone: Browser) -> None:
    tell(cast)
    (received,) = service.received
    news = json.loads(phone.read(received.body))
    notice = Notice.objects.get(member=cast.luka)
    assert (news["id"], news["tag"], news["lang"], news["dir"]) == (notice.pk, f"notice-{notice.pk}", "en", "ltr")
    assert news["body"] == f"Tea replied in “{TITLE}”"
    assert news["url"].endswith(notice.link)
    assert received.claims["exp"] <= datetime.now(UTC).timestamp() + 24 * 3600
    assert (received.headers["ttl"], received.headers["urgency"]) == ("86400", "normal")
    log = ContactLog.objects.get(member=cast.luka, channel=Channel.PUSH)
    assert (log.purpose, log.sent_at is not None) == ("community", True)
    assert Device.objects.get().told_at is not None


def test_whoever_is_on_the_site_is_not_told_on_the_phone(cast: Cast, service: Switchboard, phone: Browser) -> None:
    note_visit(actor=cast.luka)
    tell(cast)
    assert service.received == []
    log = ContactLog.objects.get(member=cast.luka, channel=Channel.PUSH)
    assert (log.rule, log.sent_at) == ("here", None)
    assert phone


def test_the_key_is_made_once_and_kept(cast: Cast) -> None:
    first = own_key().private_pem
    assert own_key().private_pem == first
    assert PushKey.objects.count() == 1
    page = signed_in(cast.luka).get("/notices/settings/").content.decode()
    assert plain(webpush.public_point(webpush.private_key(first))) in page
    assert first not in page


def test_several_devices_are_one_contact(cast: Cast, service: Switchboard, phone: Browser) -> None:
    ContactPolicy.objects.update(community_max=2)
    sign_up(signed_in(cast.luka), Browser(), f"{service.address}/two")
    tell(cast)
    assert len(service.received) == 2
    assert ContactLog.objects.filter(channel=Channel.PUSH, sent_at__isnull=False).count() == 1
    assert phone


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(cast: Cast, service: Switchboard, phone: Browser, status: int) -> None:
    service.answers = [(status, {})]
    tell(cast)
    assert not Device.objects.exists()
    assert pushed().state == "sent"
    log = ContactLog.objects.get(channel=Channel.PUSH)
    assert (log.rule, log.sent_at, log.claimed_at) == ("unreachable", None, None)
    assert phone


def test_what_is_too_large_is_sent_without_words(cast: Cast, service: Switchboard, phone: Browser) -> None:
    service.answers = [(413, {}), (201, {})]
    tell(cast)
    whole, short = [json.loads(phone.read(one.body)) for one in service.received]
    assert (bool(whole["body"]), short["body"], short["id"]) == (True, "", whole["id"])
    assert pushed().state == "sent"


@pytest.mark.parametrize("form", ["seconds", "date", "nonsense", "far"])
def test_it_waits_as_long_as_the_service_says(cast: Cast, service: Switchboard, phone: Browser, form: str) -> None:
    now = timezone.now()
    words = {
        "seconds": "600", "date": format_datetime(now + timedelta(seconds=600), usegmt=True), "nonsense": "soon",
        "far": "99999999999",
    }[form]  # fmt: skip
    service.answers = [(429, {"Retry-After": words}), (201, {})]
    tell(cast)
    wait = {"nonsense": timedelta(minutes=5), "far": timedelta(hours=12)}.get(form, timedelta(seconds=600))
    assert abs(pushed().not_before - now - wait) < timedelta(minutes=2)
    assert ContactLog.objects.get(channel=Channel.PUSH).claimed_at is None
    let_time_pass()
    assert len(service.received) == 2
    assert phone


@pytest.mark.parametrize("status", [401, 403])
def test_trouble_with_our_key_is_told_and_the_device_kept(
    cast: Cast, service: Switchboard, phone: Browser, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    service.answers = [(status, {})]
    with caplog.at_level(logging.ERROR, logger="korzo.notifications"):
        tell(cast)
    assert "does not accept our key" in caplog.text
    assert (pushed().state, Device.objects.count()) == ("waiting", 1)
    assert phone


def test_a_service_in_trouble_is_tried_again_while_it_is_news(cast: Cast, service: Switchboard, phone: Browser) -> None:
    service.answers = [(500, {}), (201, {})]
    tell(cast)
    assert (pushed().state, ContactLog.objects.get(channel=Channel.PUSH).claimed_at) == ("waiting", None)
    let_time_pass()
    assert pushed().state == "sent"
    assert phone


def test_old_news_is_not_tried_again(cast: Cast, service: Switchboard, phone: Browser) -> None:
    service.answers = [(500, {})]
    tell(cast)
    Outgoing.objects.update(created_at=timezone.now() - timedelta(days=2))
    let_time_pass()
    assert pushed().state == "failed"
    assert phone


def test_a_slow_service_holds_nobody_up_for_long(
    cast: Cast, service: Switchboard, phone: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "korzo.notifications.push.PUSH", PUSH.__class__("push", 1024, redirects_max=0, total_seconds=0.3)
    )
    service.delay_seconds = 2
    tell(cast)
    assert "too long" in pushed().error
    assert (pushed().state, Device.objects.count()) == ("waiting", 1)
    assert phone


@pytest.mark.parametrize("change", ["read", "signed out", "unwanted", "at night"])
def test_it_is_not_sent_when_it_should_not_be(cast: Cast, service: Switchboard, phone: Browser, change: str) -> None:
    a_reply(a_question(cast.luka), cast.tea)
    let_worker_finish()
    if change == "read":
        mark_all_read(actor=cast.luka)
    elif change == "signed out":
        client = signed_in(cast.luka)
        sign_up(client, phone, f"{service.address}/one")
        client.post("/accounts/logout/")
    elif change == "unwanted":
        signed_in(cast.luka).post("/notices/settings/", {"site": ["discussions.reply_posted"]})
    else:
        hour = timezone.now().hour
        ContactPolicy.objects.update(quiet_from=(hour + 20) % 24, quiet_until=(hour + 8) % 24)
        Member.objects.filter(pk=cast.luka.pk).update(time_zone="UTC")
    let_time_pass()
    assert service.received == []
    wanted = {"read": "read", "signed out": "no_device", "unwanted": "unwanted", "at night": "quiet"}
    assert ContactLog.objects.get(channel=Channel.PUSH).rule == wanted[change]
    assert Device.objects.exists() is (change != "signed out")


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1/x", "https://127.0.0.1/x", "https://evil.example/fcm.googleapis.com", "ftp://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x", "https://fcm.googleapis.com:8443/x", "https://[::1", "",
        "http://fcm.googleapis.com/x", "https://fcm.googleapis.com/" + "x" * 1000,
    ],
)  # fmt: skip
def test_only_services_of_browsers_are_called(cast: Cast, endpoint: str) -> None:
    response = sign_up(signed_in(cast.luka), Browser(), endpoint)
    assert response.status_code == 422
    assert "service for notices" in response.json()["sentence"]
    assert not Device.objects.exists()


def test_those_that_browsers_use_are_known() -> None:
    for host in (
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        "x.notify.windows.com",
    ):
        check_endpoint(f"https://{host}/send/1")


@pytest.mark.parametrize("wrong", [{"p256dh": "nonsense"}, {"auth": "AA"}, {"p256dh": plain(b"\x04" + b"\x01" * 64)}])
def test_keys_that_are_none_are_refused(cast: Cast, wrong: dict[str, str]) -> None:
    keys = {"p256dh": Browser().p256dh, "auth": Browser().auth} | wrong
    with pytest.raises(Refused):
        sign_up_device(actor=cast.luka, endpoint="https://fcm.googleapis.com/1", **keys)
    assert not Device.objects.exists()


def test_a_device_belongs_to_who_signed_it_up_last(cast: Cast, service: Switchboard, phone: Browser) -> None:
    assert sign_up(signed_in(cast.tea), phone, f"{service.address}/one").status_code == 204
    assert Device.objects.get().member_id == cast.tea.pk


def test_the_oldest_devices_make_room(cast: Cast, service: Switchboard) -> None:
    client = signed_in(cast.luka)
    for number in range(DEVICES_MAX + 2):
        sign_up(client, Browser(), f"{service.address}/{number}")
    assert Device.objects.count() == DEVICES_MAX
    assert not Device.objects.filter(endpoint__endswith="/0").exists()


def test_a_browser_renews_itself_from_here_alone(cast: Cast, service: Switchboard, phone: Browser) -> None:
    fresh = Browser()
    given = {
        "old_endpoint": f"{service.address}/one", "endpoint": f"{service.address}/new", "p256dh": fresh.p256dh,
        "auth": fresh.auth,
    }  # fmt: skip
    client = signed_in(cast.luka)
    assert client.post("/notices/devices/renewal/", given, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    own = {"Sec-Fetch-Site": "same-origin"}
    assert signed_in(None).post("/notices/devices/renewal/", given, headers=own).status_code == 403
    assert client.post("/notices/devices/renewal/", given, headers=own).status_code == 204
    device = Device.objects.get()
    assert (device.endpoint, device.label) == (given["endpoint"], "Firefox, Android")
    assert phone
    renew_device(actor=cast.luka, **given)
    assert Device.objects.count() == 1


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner", "outsider"])
def test_nobody_says_goodbye_for_another(cast: Cast, service: Switchboard, phone: Browser, role: str) -> None:
    device = Device.objects.get()
    status = signed_in(cast.by_role()[role]).post(f"/notices/devices/{device.pk}/goodbye/").status_code
    assert status == (302 if role == "outsider" else 404)
    assert Device.objects.exists()
    assert signed_in(cast.luka).post(f"/notices/devices/{device.pk}/goodbye/").status_code == 302
    assert not Device.objects.exists()
    assert phone


def test_the_worker_stands_where_browsers_look_for_it(cast: Cast) -> None:
    response = Client().get("/notices/worker.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in response.headers["Cache-Control"]
    assert "showNotification" in response.content.decode()
    assert cast
