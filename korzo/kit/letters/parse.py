"""A letter as it came over the wire, taken apart. Whoever sent it may have made it to hurt: everything has a limit."""

import re
from dataclasses import dataclass, field
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses

from korzo.kit.letters.decode import text_of

# The size at which large mail services refuse a letter themselves.
BYTES_MAX = 25 * 1024 * 1024
# A forward of a forward with pictures has about twenty parts.
PARTS_MAX = 200
DEPTH_MAX = 20
# Each part with parts inside names its boundary once. The parser compares every line with all that are open.
BOUNDARIES_MAX = 40
COMPARISONS_MAX = 8_000_000
HEADER_LENGTH_MAX = 8_000
HEADERS_MAX = 400
# Of the words in one part; a reply that is longer is refused by the talk anyway.
TEXT_BYTES_MAX = 256 * 1024

_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>,;:\"]{1,128}@[^\s@<>,;:\"]{1,253}")


class BadLetter(Exception):
    """It cannot be read. `code` says why: "large", "nested", "broken"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Part:
    """One leaf. `content_id` without its brackets."""

    media_type: str
    data: bytes = field(repr=False)
    name: str = ""
    content_id: str = ""
    is_attached: bool = False


@dataclass(frozen=True)
class Letter:
    """`plain` and `html` are the words of the letter itself, decoded; either may be empty."""

    headers: dict[str, list[str]]
    plain: str
    html: str
    parts: tuple[Part, ...]
    media_type: str
    size: int

    def header(self, name: str) -> str:
        """The first of this name, decoded, on one line."""
        found = self.headers.get(name.lower(), [])
        return found[0] if found else ""

    def all(self, name: str) -> list[str]:
        """In their order: the topmost was added last."""
        return self.headers.get(name.lower(), [])

    def has(self, name: str) -> bool:
        return name.lower() in self.headers

    def addresses(self, *names: str) -> list[str]:
        """In lower case, without names."""
        return [mail for name in names for value in self.all(name) for mail in addresses_in(value)]

    @property
    def message_id(self) -> str:
        return self.header("message-id").strip()

    @property
    def subject(self) -> str:
        return self.header("subject")


def parse(raw: bytes) -> Letter:
    if len(raw) > BYTES_MAX:
        raise BadLetter("large")
    boundaries = len(_BOUNDARY.findall(raw))
    if boundaries > BOUNDARIES_MAX or boundaries * raw.count(b"\n") > COMPARISONS_MAX:
        raise BadLetter("nested")
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(raw)
        leaves = _leaves(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadLetter("broken") from error
    if not message.keys():
        raise BadLetter("broken")
    headers = _headers(message)
    plain, html, parts = _sorted(leaves)
    return Letter(headers, plain, html, tuple(parts), message.get_content_type(), len(raw))


def addresses_in(value: str) -> list[str]:
    try:
        found = getaddresses([value[:HEADER_LENGTH_MAX]])
    except (RecursionError, ValueError, IndexError, TypeError):
        return []
    return [mail.lower() for _name, mail in found if _ADDRESS.fullmatch(mail)]


def _headers(message: Message) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in list(message.raw_items())[:HEADERS_MAX]:
        # As bytes first: some programs write other letters than ASCII without any sign of how.
        line = text_of(str(value)[:HEADER_LENGTH_MAX].encode("utf-8", "surrogateescape"), "")
        found.setdefault(name.lower(), []).append(_decoded(line))
    return found


def _decoded(value: str) -> str:
    """Words in any script; what cannot be decoded stays as it came."""
    line = " ".join(value.split())
    try:
        pieces = decode_header(line) if "=?" in line else [(line, None)]
    except (HeaderParseError, ValueError):
        return line
    words = [text_of(piece, charset or "") if isinstance(piece, bytes) else piece for piece, charset in pieces]
    return " ".join("".join(words).encode("utf-8", "replace").decode("utf-8").split())


def _leaves(message: Message) -> list[Message]:
    """In their order. What stands inside an attached letter belongs to that one."""
    leaves: list[Message] = []
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if depth > DEPTH_MAX or seen > PARTS_MAX:
            raise BadLetter("nested")
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [(one, depth + 1) for one in reversed(payload) if isinstance(one, Message)]
        else:
            leaves.append(part)
    return leaves


def _sorted(leaves: list[Message]) -> tuple[str, str, list[Part]]:
    """The words of the letter, and everything else that it holds."""
    plain: list[str] = []
    html: list[str] = []
    parts: list[Part] = []
    for leaf in leaves:
        media_type, name, attached = leaf.get_content_type(), _name(leaf), _is_attached(leaf)
        data = _data(leaf)
        if media_type == "text/plain" and not attached and not name:
            plain.append(text_of(data[:TEXT_BYTES_MAX], _charset(leaf), flowed=_flow(leaf)))
        elif media_type == "text/html" and not attached and not name:
            html.append(text_of(data[:TEXT_BYTES_MAX], _charset(leaf)))
        else:
            parts.append(Part(media_type, data, name, _content_id(leaf), attached))
    return "\n".join(plain), "\n".join(html), parts


def _data(leaf: Message) -> bytes:
    """Decoded; of an attached letter or report its source."""
    payload = leaf.get_payload()
    if isinstance(payload, list):
        return b"\n".join(one.as_bytes() for one in payload if isinstance(one, Message))
    decoded = leaf.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _charset(leaf: Message) -> str:
    try:
        return leaf.get_content_charset("") or ""
    except (LookupError, ValueError):
        return ""


def _flow(leaf: Message) -> str:
    """ "flowed", "delsp" or nothing (RFC 3676)."""
    if str(leaf.get_param("format", "")).lower() != "flowed":
        return ""
    return "delsp" if str(leaf.get_param("delsp", "")).lower() == "yes" else "flowed"


def _name(leaf: Message) -> str:
    try:
        return _decoded(leaf.get_filename("") or "")[:200]
    except (LookupError, ValueError, TypeError):
        return ""


def _is_attached(leaf: Message) -> bool:
    return str(leaf.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _content_id(leaf: Message) -> str:
    return str(leaf.get("Content-ID", "")).strip().strip("<>")[:200]
