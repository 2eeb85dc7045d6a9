"""A mailbox on another machine. Each call has an end: a server that falls silent must not hold a worker."""

import imaplib
import re
import ssl
from binascii import b2a_base64
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from korzo.notifications.incoming.doorway import Mailbox

SECONDS = 30.0
# Of a letter that is larger only the beginning is fetched.
FETCH_BYTES_MAX = 25 * 1024 * 1024
HEAD_BYTES_MAX = 64 * 1024

_UIDVALIDITY = re.compile(rb"\d+")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxAway(Exception):
    """It cannot be reached, or does not let us in. The words are the server's own."""


class OpenMailbox:
    def __init__(self, connection: imaplib.IMAP4, validity: int) -> None:
        self.connection = connection
        # Numbers of letters count only as long as this stays the same.
        self.validity = validity

    def numbers_behind(self, uid: int, limit: int) -> list[int]:
        """In their order. A server answers a range behind the last letter with the last letter."""
        answer = self._ask("SEARCH", f"UID {uid + 1}:*")
        found = sorted(int(one) for part in answer if isinstance(part, bytes) for one in part.split())
        return [one for one in found if one > uid][:limit]

    def size(self, uid: int) -> int:
        """0 where it is gone by now."""
        for part in self._ask("FETCH", str(uid), "(RFC822.SIZE)"):
            text = part[0] if isinstance(part, tuple) else part
            if isinstance(text, bytes) and (found := _SIZE.search(text)):
                return int(found[1])
        return 0

    def fetch(self, uid: int, size: int) -> bytes:
        """Without marking it as read: that comes when it is safe with us."""
        what = "(BODY.PEEK[])" if size <= FETCH_BYTES_MAX else f"(BODY.PEEK[]<0.{HEAD_BYTES_MAX}>)"
        for part in self._ask("FETCH", str(uid), what):
            if isinstance(part, tuple):
                return bytes(part[1])
        return b""

    def mark(self, uid: int) -> None:
        with suppress(MailboxAway):
            self._ask("STORE", str(uid), "+FLAGS", "(\\Seen)")

    def _ask(self, *words: str) -> list[bytes | tuple[bytes, bytes] | None]:
        with _told_as_away():
            state, answer = self.connection.uid(*words)
            if state != "OK":
                raise MailboxAway(_words(answer))
            return list(answer)


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[OpenMailbox]:
    connection = _connected(mailbox)
    try:
        with _told_as_away():
            connection.login(mailbox.user, mailbox.password)
            state, answer = connection.select(_quoted(mailbox.folder))
            if state != "OK":
                raise MailboxAway(_words(answer))
            _name, validity = connection.response("UIDVALIDITY")
        found = _UIDVALIDITY.search(validity[0] or b"") if validity else None
        yield OpenMailbox(connection, int(found[0]) if found else 0)
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            connection.logout()


def _connected(mailbox: Mailbox) -> imaplib.IMAP4:
    with _told_as_away():
        if not mailbox.is_encrypted:
            return imaplib.IMAP4(mailbox.host, mailbox.port, timeout=SECONDS)
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=SECONDS)


@contextmanager
def _told_as_away() -> Iterator[None]:
    try:
        yield
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        raise MailboxAway(str(error)) from error


def _words(answer: list[bytes | None] | list[bytes | tuple[bytes, bytes] | None]) -> str:
    return " ".join(one.decode("utf-8", "replace") for one in answer if isinstance(one, bytes))


def _quoted(folder: str) -> str:
    """As the protocol writes names: in quotation marks, other scripts in its own base64."""
    return '"' + _utf7(folder).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _utf7(name: str) -> str:
    pieces = re.split(r"([^\x20-\x7e]+)", name)
    return "".join(_base64(one) if place % 2 else one.replace("&", "&-") for place, one in enumerate(pieces))


def _base64(text: str) -> str:
    return "&" + b2a_base64(text.encode("utf-16-be"), newline=False).decode("ascii").rstrip("=").replace("/", ",") + "-"
