"""Where a member wrote from, kept as a keyed hash: enough to see two accounts in one hand, and never an address."""

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from korzo.members.models import Member
from korzo.moderation.models.spam import Origin

KEPT_FOR = timedelta(days=30)
# What one line at home or one office shares.
_BLOCK_OF = {4: 24, 6: 48}
_HOME_BITS = 64
# Of 43 signs; 128 bits are enough to keep two apart.
KEY_LENGTH = 22
BROWSER_LENGTH_MAX = 200


def note_origin(member: Member, *, address: str = "", browser: str = "", at: datetime) -> None:
    """`browser` is a value that we gave it before; empty ones are left out."""
    found = {Origin.Kind.BLOCK: block_of(address), Origin.Kind.BROWSER: browser[:BROWSER_LENGTH_MAX]}
    rows = [Origin(member=member, kind=kind, key=keyed(kind, value), at=at) for kind, value in found.items() if value]
    if rows:
        Origin.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["member", "kind", "key"], update_fields=["at"]
        )


def block_of(address: str) -> str:
    """The network that an address lies in; empty for what is none."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    made = ipaddress.IPv4Network if found.version == 4 else ipaddress.IPv6Network
    return str(made((int(found), _BLOCK_OF[found.version]), strict=False))


def line_of(address: str) -> str:
    """One line at home: an address of the old kind, the network that a home has of the new kind; empty for ours."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if not found.is_global:
        return ""
    if found.version == 4:
        return str(found)
    return str(ipaddress.IPv6Network((int(found), _HOME_BITS), strict=False))


def keyed(purpose: str, value: str) -> str:
    """Nobody without the key of this installation can try out addresses against it."""
    made = salted_hmac(f"korzo.moderation.{purpose}", value, secret=settings.SECRET_KEY, algorithm="sha256")
    return made.hexdigest()[:KEY_LENGTH]


def forget_origins(now: datetime) -> int:
    gone, _kinds = Origin.objects.filter(at__lt=now - KEPT_FOR).delete()
    return gone
