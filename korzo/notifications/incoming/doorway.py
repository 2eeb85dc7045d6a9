"""Where mail comes in, as the settings say. Pure: the settings themselves read it."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from korzo.kit.env import WrongSetting

PORTS = {"imaps": 993, "imap": 143}
# The mail server hands letters to `korzo receive-mail`; there is no mailbox to look into.
PIPE = "pipe"
_ADDRESS = re.compile(r"[a-z0-9._-]{1,20}@[a-z0-9.-]{1,200}")


@dataclass(frozen=True)
class Mailbox:
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    is_encrypted: bool

    @property
    def name(self) -> str:
        """What we know it by, without its password."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


@dataclass(frozen=True)
class Doorway:
    """`address` is what replies are written to, with a token behind a plus: `reply@talk.shop.org`.

    `authserv_id` is the name under which our mail server writes down what it found out about a sender.
    `mailbox` is None where the mail server brings letters itself.
    """

    address: str
    authserv_id: str
    mailbox: Mailbox | None


def doorway(place: str, address: str, authserv_id: str) -> Doorway | None:
    """None while replies by mail are off."""
    if not place:
        return None
    if not _ADDRESS.fullmatch(address.lower()):
        raise WrongSetting(
            "KORZO_MAIL_IN_ADDRESS must be a short mail address such as reply@talk.shop.org: a code goes before its @."
        )
    return Doorway(address.lower(), authserv_id.strip().lower(), _mailbox(place))


def _mailbox(place: str) -> Mailbox | None:
    if place == PIPE:
        return None
    try:
        parts = urlsplit(place)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise _wrong() from None
    if parts.scheme not in PORTS or not parts.hostname or not parts.username or parts.password is None:
        raise _wrong()
    return Mailbox(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_encrypted=parts.scheme == "imaps",
    )


def _wrong() -> WrongSetting:
    """Without the value: a password stands in it."""
    return WrongSetting("KORZO_MAIL_IN must look like imaps://user:password@host/INBOX, or be the word pipe.")
