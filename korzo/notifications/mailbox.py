"""The folder of letters that this installation wrote instead of sending: one file a letter."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from korzo.kit.errors import Missing

# A trial of a few months; the oldest letters make room.
LETTERS_KEPT_MAX = 2_000
LETTERS_SHOWN_MAX = 200
TEXT_LENGTH_MAX = 200_000
FILE_MODE = 0o640

_NAME = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}\.eml")


@dataclass(frozen=True)
class FiledLetter:
    name: str
    subject: str
    to: str
    sender: str
    addresses: frozenset[str]
    at: datetime | None
    text: str


def keep(message: bytes, folder: Path) -> str:
    """Write one letter. It appears under its name only when it is whole."""
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z-{token_hex(4)}.eml"
    part = folder / f".{name}.part"
    part.write_bytes(message)
    part.chmod(FILE_MODE)
    part.replace(folder / name)
    for old in _names(folder)[LETTERS_KEPT_MAX:]:
        (folder / old).unlink(missing_ok=True)
    return name


def letters(*, hidden: frozenset[str] = frozenset()) -> list[FiledLetter]:
    """The newest first, without those to or for somebody in `hidden`."""
    found = (_read(name) for name in _names(_folder())[:LETTERS_SHOWN_MAX])
    return [one for one in found if one is not None and not one.addresses & hidden]


def letter(name: str, *, hidden: frozenset[str] = frozenset()) -> FiledLetter:
    found = _read(name) if _NAME.fullmatch(name) else None
    if found is None or found.addresses & hidden:
        raise Missing(name)
    return found


def _folder() -> Path:
    return Path(settings.MAIL_FOLDER)


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted((one.name for one in folder.iterdir() if _NAME.fullmatch(one.name)), reverse=True)


def _read(name: str) -> FiledLetter | None:
    try:
        content = (_folder() / name).read_bytes()
    except OSError:
        # Cleared away between the list and the look.
        return None
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(content)
    to = str(message.get("To", ""))
    receivers = getaddresses([to, str(message.get("Cc", ""))])
    return FiledLetter(
        name=name,
        # Folding a long subject of two scripts may double a space.
        subject=" ".join(str(message.get("Subject", "")).split()),
        to=to,
        sender=str(message.get("From", "")),
        addresses=frozenset(address.lower() for _name, address in receivers),
        at=_date(str(message.get("Date", ""))),
        text=_text(message),
    )


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _text(message: EmailMessage) -> str:
    """The words as they were written. A letter of HTML alone is shown as its source, never drawn."""
    body = message.get_body(preferencelist=("plain", "html"))
    content = body.get_content() if body is not None else ""
    return content[:TEXT_LENGTH_MAX] if isinstance(content, str) else ""
