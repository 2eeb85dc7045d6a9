"""What our own mail server found out about a sender (RFC 8601)."""

import re
from enum import StrEnum

from korzo.kit.letters.parse import Letter

# Comments may say anything at all, also "dmarc=pass".
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^(dmarc|dkim|spf)\s*=\s*(\w+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b(header\.d|header\.from|header\.i|smtp\.mailfrom|smtp\.helo)\s*=\s*\"?([^\s\";]+)")
_NESTED_MAX = 10


class Trust(StrEnum):
    PASS = "pass"  # noqa: S105 (a word of the protocol)
    FAIL = "fail"
    # It says nothing about the domain, and neither DKIM nor SPF vouches for it.
    NONE = "none"


def dmarc_of(letter: Letter, authserv_id: str) -> Trust:
    """Read from the topmost result under our own name only: whatever stands below, a sender may have written."""
    found = letter.all("authentication-results")
    ours = _parts(found[0]) if found else []
    # Another name on top means that ours did not look: what it said lower down may be forged.
    if not ours or ours[0].split()[:1] != [authserv_id.lower()]:
        return Trust.NONE
    senders = letter.addresses("from")
    domain = senders[0].rpartition("@")[2] if len(senders) == 1 else ""
    aligned = False
    for part in ours[1:]:
        result = _RESULT.match(part)
        if result is None:
            continue
        method, value = result[1], result[2]
        if method == "dmarc":
            if value == "pass":
                return Trust.PASS
            if value in {"fail", "reject", "quarantine"}:
                return Trust.FAIL
        elif value == "pass":
            aligned = aligned or _is_aligned(part, domain)
    return Trust.PASS if aligned else Trust.NONE


def _parts(value: str) -> list[str]:
    text = value
    for _round in range(_NESTED_MAX):
        bare = _COMMENT.sub(" ", text)
        if bare == text:
            break
        text = bare
    return [part.strip().lower() for part in text.split(";")]


def _is_aligned(part: str, domain: str) -> bool:
    """The domain that signed or sent is the one that the reader sees, or one above it of more than a country's name."""
    for name, value in _PROPERTY.findall(part):
        if name in {"header.from", "smtp.helo"}:
            continue
        other = value.rpartition("@")[2].rstrip(".")
        if domain and other and (other == domain or (domain.endswith(f".{other}") and other.count(".") >= 1)):
            return True
    return False
