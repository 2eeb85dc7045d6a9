"""Which files of the storage may be seen, and as what. Whatever is not named here does not exist."""

import re

from korzo.kit.films import CONTENT_TYPES

# Names are made by the rooms: letters, digits and hyphens, one dot before the ending, no hidden files, no way up.
_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}"
_FOLDERS = rf"(?:{_NAME}/){{0,3}}"
_ALLOWED = re.compile(
    r"pictures/[A-Za-z0-9_-]{22}/[1-9][0-9]{0,4}\.(?:avif|webp)"
    r"|films/[A-Za-z0-9_-]{22}/film\.(?:mp4|webm|mp3|m4a|ogg|wav)"
    r"|films/[A-Za-z0-9_-]{22}/[A-Za-z0-9_-]{22}\.vtt"
    rf"|products/{_FOLDERS}{_NAME}\.(?:avif|webp|jpg|png)"
    rf"|avatars/{_FOLDERS}{_NAME}\.(?:avif|webp)"
    r"|groups/[0-9a-f]{24}(?:_[A-Za-z0-9]{7})?\.webp"
    r"|cards/[0-9a-f]{32}(?:_[A-Za-z0-9]{7})?\.webp"
    rf"|brand/{_FOLDERS}{_NAME}\.(?:avif|webp|jpg|png|svg|css)"
)
_TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "css": "text/css; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    **CONTENT_TYPES,
}

# Even a file that somebody smuggled in can neither run nor call anybody when it is opened as a page.
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'"
# A changed file gets another name, so a browser need never ask again.
CACHE = "public, max-age=31536000, immutable"


def content_type_of(path: str) -> str | None:
    """None where the path is none of those that we serve."""
    if not _ALLOWED.fullmatch(path):
        return None
    return _TYPES[path.rpartition(".")[2]]
