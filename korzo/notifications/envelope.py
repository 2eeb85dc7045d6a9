"""What stands on the outside of our letters."""

from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from korzo.kit import signing

UNSUBSCRIBE = "notifications.unsubscribe"
# Signs that keep names in their own direction are for bodies; some programs draw them as boxes in a subject.
_NO_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


def absolute(path: str) -> str:
    return f"{settings.KORZO_URL}{path}"


def host() -> str:
    return urlsplit(settings.KORZO_URL).hostname or "localhost"


def from_address(name: str) -> str:
    """The community's name before the installation's own address."""
    return formataddr((one_line(name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def one_line(text: str) -> str:
    """Words of members go into headers: a line break there would begin a header of their own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text.translate(_NO_ISOLATES)).split())


def unsubscribe_token(member_id: int, kind: str) -> str:
    return signing.sign(UNSUBSCRIBE, [member_id, kind])


def unsubscribe_link(member_id: int, kind: str) -> str:
    return absolute(reverse("notifications:unsubscribe", args=[unsubscribe_token(member_id, kind)]))


def headers(*, message_id: str, list_name: str, way_out: str, topic_id: int | None = None) -> dict[str, str]:
    """Programs sort, thread and unsubscribe by these, and do not answer that somebody is away."""
    threaded = {}
    if topic_id:
        # A mail of this name never went out, but all about one topic point at it and so stand together.
        root = f"<topic-{topic_id}@{host()}>"
        threaded = {"In-Reply-To": root, "References": root}
    return {
        "Message-ID": f"<{message_id}@{host()}>",
        **threaded,
        "List-Id": f"<{list_name}.{host()}>",
        "List-Unsubscribe": f"<{way_out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        # By which we know our own mail when it comes back.
        "X-Korzo-Id": message_id,
    }
