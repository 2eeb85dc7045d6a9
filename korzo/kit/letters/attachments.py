"""What came along with a letter, told by its content. What programs add by themselves is left out."""

import hashlib
import re
from dataclasses import dataclass, field

from korzo.kit.letters.parse import Letter, Part

# What a reply carries at most; further ones are left out.
ATTACHED_MAX = 20

_DROPPED_TYPES = re.compile(
    r"application/(?:(?:x-)?pkcs7-(?:signature|mime)|pgp-(?:signature|encrypted|keys)|ms-tnef|vnd\.ms-tnef)"
    r"|text/(?:(?:x-)?vcard|directory|calendar|rfc822-headers)|message/.*",
    re.IGNORECASE,
)
_DROPPED_NAMES = re.compile(
    r"smime\.p7[smc]|signature\.asc|winmail\.dat|.*\.(?:vcf|asc|p7s|ics)|openpgp_.*", re.IGNORECASE
)
_DROPPED_CONTENT = (b"-----BEGIN PGP ", b"BEGIN:VCARD", b"\x78\x9f\x3e\x22", b"BEGIN:VCALENDAR")


@dataclass(frozen=True)
class Attached:
    """`digest` tells whether the same file came before."""

    data: bytes = field(repr=False)
    name: str
    content_id: str
    digest: str
    is_picture: bool


def attached(letter: Letter, shown_ids: tuple[str, ...] = ()) -> list[Attached]:
    """Those among the new words first, in their order. Inline pictures of what was cut are not new."""
    found = [_from(part) for part in letter.parts if part.data and not _is_dropped(part)]
    order = {content_id: place for place, content_id in enumerate(shown_ids)}
    mentions = letter.html
    new = [
        one for one in found if not one.content_id or one.content_id in order or f"cid:{one.content_id}" not in mentions
    ]
    new.sort(key=lambda one: order.get(one.content_id, len(order)))
    return list({one.digest: one for one in new}.values())[:ATTACHED_MAX]


def _is_dropped(part: Part) -> bool:
    if _DROPPED_TYPES.fullmatch(part.media_type) or _DROPPED_NAMES.fullmatch(part.name):
        return True
    return part.data.lstrip()[:16].startswith(_DROPPED_CONTENT)


def _from(part: Part) -> Attached:
    digest = hashlib.sha256(part.data).hexdigest()
    return Attached(part.data, part.name, part.content_id, digest, _is_picture(part.data))


def _is_picture(data: bytes) -> bool:
    """By its first bytes: what it is called, and what the letter says that it is, may be wrong."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")):
        return True
    return (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:8] == b"ftyp"
