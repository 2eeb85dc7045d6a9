"""Browsers that want to be told."""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.members.permissions import Person, check_signed_in
from korzo.notifications.models import ENDPOINT_LENGTH_MAX, Device, PushKey
from korzo.notifications.webpush import BadKey, check_keys, new_private_pem

# A telephone, a desk, and those that were given away since.
DEVICES_MAX = 10
LABEL_LENGTH_MAX = 80
HTTPS_PORT = 443


def own_key() -> PushKey:
    """Made the first time somebody needs it, by whoever comes first, and kept for good."""
    known = PushKey.objects.filter(pk=1).first()
    if known is not None:
        return known
    PushKey.objects.bulk_create([PushKey(pk=1, private_pem=new_private_pem())], ignore_conflicts=True)
    return PushKey.objects.get(pk=1)


def check_endpoint(endpoint: str) -> None:
    """Only services that belong to browsers: else anybody could have us call anywhere."""
    try:
        parts = urlsplit(endpoint)
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        scheme, host, port = "", "", None
    hosts: list[str] = settings.KORZO_PUSH_HOSTS
    fits = any(host == one or (one.startswith("*.") and host.endswith(one[1:])) for one in hosts)
    # A service under test stands at home, on any port; those out there do not.
    plain = settings.KORZO_PRIVATE_ADDRESSES or (scheme == "https" and port in {None, HTTPS_PORT})
    if not (fits and plain) or len(endpoint) > ENDPOINT_LENGTH_MAX:
        raise Refused(_("Your browser names a service for notices that we do not know."))


def sign_up_device(
    *, actor: Person, endpoint: str, p256dh: str, auth: str, label: str = "", session_key: str = ""
) -> Device:
    """A device belongs to whoever signed it up last. The oldest make room."""
    member = check_signed_in(actor)
    check_endpoint(endpoint)
    try:
        check_keys(p256dh, auth)
    except BadKey as bad:
        raise Refused(_("Your browser did not give us what we need. Please try again.")) from bad
    with transaction.atomic():
        device, _made = Device.objects.update_or_create(
            digest=_digest(endpoint),
            defaults={
                "member": member,
                "endpoint": endpoint,
                "p256dh": p256dh,
                "auth": auth,
                "label": label[:LABEL_LENGTH_MAX],
                "session_key": session_key,
            },
        )
        kept = Device.objects.filter(member=member).order_by("-made_at", "-pk").values_list("pk", flat=True)
        Device.objects.filter(pk__in=list(kept[DEVICES_MAX:])).delete()
    return device


def renew_device(
    *, actor: Person, old_endpoint: str, endpoint: str, p256dh: str, auth: str, session_key: str = ""
) -> Device:
    """The browser changed its address by itself."""
    member = check_signed_in(actor)
    with transaction.atomic():
        former = Device.objects.filter(member=member, digest=_digest(old_endpoint)).first()
        device = sign_up_device(
            actor=member,
            endpoint=endpoint,
            p256dh=p256dh,
            auth=auth,
            label=former.label if former else "",
            session_key=session_key,
        )
        if former is not None and former.pk != device.pk:
            former.delete()
    return device


def forget_device(pk: int, *, actor: Person) -> bool:
    member = check_signed_in(actor)
    removed, _by_model = Device.objects.filter(pk=pk, member=member).delete()
    return bool(removed)


def drop_device(pk: int) -> None:
    """Its service, or its owner's session, says that it is gone."""
    Device.objects.filter(pk=pk).delete()


def told(device: Device, *, at: datetime) -> None:
    Device.objects.filter(pk=device.pk).update(told_at=at)


def _digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
