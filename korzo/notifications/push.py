"""A notice on somebody's device, through the push service of their browser."""

import json
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import sender
from korzo.activity.models import Outgoing
from korzo.attention.actions import Decision, contacted, let_go, may_contact, released
from korzo.attention.models import Channel
from korzo.community.queries import the_community
from korzo.discussions.queries import on_site
from korzo.kit.errors import SendingFailed
from korzo.kit.http import KIB, Fetched, Profile, fetch
from korzo.members.models import Member
from korzo.notifications.actions.devices import drop_device, own_key, told
from korzo.notifications.actions.planning import PUSH_IS_NEWS_FOR, PUSH_SENDER, try_later
from korzo.notifications.envelope import absolute, one_line
from korzo.notifications.kinds import purpose_of
from korzo.notifications.mail import why_not
from korzo.notifications.models import Device, Notice
from korzo.notifications.queries import show
from korzo.notifications.webpush import authorization, encrypt, private_key, to_base64url
from korzo.notifications.wishes import wish_of

logger = logging.getLogger("korzo.notifications")

# Push services answer with a few words; a device waits while the worker does.
PUSH = Profile("push", 16 * KIB, redirects_max=0)
WORDS_MAX = 120
# How long a service keeps it for a device that is off.
TTL = timedelta(days=1)
RETRY_AFTER_MAX = timedelta(hours=12)
RETRY_AFTER_UNNAMED = timedelta(minutes=5)
GONE = {404, 410}
REFUSED_US = {401, 403}
TOPIC_LENGTH_MAX = 32
TOO_LARGE, TOO_MANY, SERVER_FAULT_FROM = 413, 429, 500


@sender(PUSH_SENDER, title=_("Notices on devices"))
def push_notice(outgoing: Outgoing) -> None:
    """Not sent when it was read meanwhile, its reader is on the site, or nobody is signed in on the device any more."""
    device = Device.objects.select_related("member").filter(pk=outgoing.payload["device_id"]).first()
    notice = Notice.objects.select_related("member").filter(pk=outgoing.payload["notice_id"]).first()
    reason = _why_not(notice, device)
    if notice is None or device is None or reason:
        if outgoing.member_id is not None:
            let_go(outgoing.member_id, source=source_of_row(outgoing), channel=Channel.PUSH, rule=reason)
        return
    now = timezone.now()
    decision = may_contact(
        device.member,
        purpose=purpose_of(notice.kind),
        channel=Channel.PUSH,
        at=now,
        source=source_of_row(outgoing),
        expires=outgoing.created_at + PUSH_IS_NEWS_FOR,
        claim=True,
    )
    if decision.deferred and decision.until is not None:
        try_later(outgoing, decision.until)
    # Several devices of one person are one contact, and the first of them has the place.
    elif decision.allowed or decision.rule == "sent":
        _deliver(outgoing, notice, device, decision)


def _why_not(notice: Notice | None, device: Device | None) -> str:
    if notice is None:
        return "taken_back"
    if device is None or device.member_id != notice.member_id:
        return "no_device"
    if not Session.objects.filter(session_key=device.session_key, expire_date__gt=timezone.now()).exists():
        drop_device(device.pk)
        return "no_device"
    if on_site([notice.member_id]):
        return "here"
    return why_not(notice, wish_of(notice.member_id, notice.kind).by_push)


def _deliver(outgoing: Outgoing, notice: Notice, device: Device, decision: Decision) -> None:
    try:
        answer = _post(device, notice, _payload(notice, device.member, words_max=WORDS_MAX))
        if answer.status == TOO_LARGE:
            answer = _post(device, notice, _payload(notice, device.member, words_max=0))
        later = _judge(answer, outgoing)
    except SendingFailed:
        released(decision)
        raise
    if answer.ok:
        contacted(decision, at=timezone.now())
        told(device, at=timezone.now())
        return
    released(decision)
    if later is not None:
        try_later(outgoing, later)
    elif answer.status in GONE:
        drop_device(device.pk)
        let_go(device.member_id, source=source_of_row(outgoing), channel=Channel.PUSH, rule="unreachable")


def source_of_row(outgoing: Outgoing) -> str:
    return f"notice:{outgoing.payload['notice_id']}.{outgoing.payload['activity_id']}"


def _judge(answer: Fetched, outgoing: Outgoing) -> datetime | None:
    """When to try again, where the service named a time; SendingFailed for what the queue tries again, or never."""
    if answer.ok or answer.status in GONE:
        return None
    if answer.status == TOO_MANY:
        return _retry_at(answer.headers.get("retry-after", ""))
    if answer.status in REFUSED_US:
        # Not the device's fault: our key, or our clock. It stays, and the team hears of it.
        logger.error("A push service does not accept our key: %s", answer.status)
        raise SendingFailed(f"The push service does not accept our key ({answer.status}).")
    is_stale = outgoing.created_at + TTL < timezone.now()
    permanent = answer.status < SERVER_FAULT_FROM or is_stale
    raise SendingFailed(f"The push service answered {answer.status}.", permanent=permanent)


def _retry_at(words: str) -> datetime:
    """Seconds or a date; at least a moment, at most half a day."""
    now = timezone.now()
    wait = RETRY_AFTER_UNNAMED
    if words.isascii() and words.isdigit():
        wait = timedelta(seconds=min(int(words[:9]), RETRY_AFTER_MAX.total_seconds()))
    elif words:
        # A naive date, or none at all, names no time.
        with suppress(ValueError, TypeError):
            wait = parsedate_to_datetime(words) - now
    return now + min(max(wait, timedelta(seconds=1)), RETRY_AFTER_MAX)


def _post(device: Device, notice: Notice, payload: bytes) -> Fetched:
    key = private_key(own_key().private_pem)
    return fetch(
        device.endpoint,
        profile=PUSH,
        method="POST",
        content=encrypt(payload, p256dh=device.p256dh, auth=device.auth),
        headers={
            "Authorization": authorization(device.endpoint, key=key, subject=_subject(), now=timezone.now()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            # Required; without it a service would throw it away where the device is off.
            "TTL": str(int(TTL.total_seconds())),
            "Urgency": "normal",
            "Topic": topic_of(notice),
        },
    )


def _subject() -> str:
    """How the people of a push service reach ours."""
    return settings.KORZO_URL if settings.HTTPS else f"mailto:{settings.DEFAULT_FROM_EMAIL}"


def topic_of(notice: Notice) -> str:
    """A newer message of this name takes the place of one that waits. Tells the service nothing."""
    secret = salted_hmac("korzo.notifications.push", f"{notice.member_id}:{notice.key}", algorithm="sha256")
    return to_base64url(secret.digest())[:TOPIC_LENGTH_MAX]


def _payload(notice: Notice, member: Member, *, words_max: int) -> bytes:
    with translation.override(member.language):
        (shown,) = show([notice])
        words = one_line(shown.sentence)
        body = words if len(words) <= words_max else words[: max(words_max - 1, 0)] + "…" * bool(words_max)
        content = {
            "id": notice.pk,
            "title": one_line(the_community().name),
            "body": body,
            "lang": member.language,
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "url": absolute(notice.link or reverse("notifications:list")),
            "tag": f"notice-{notice.pk}",
        }
    return json.dumps(content, ensure_ascii=False).encode()
