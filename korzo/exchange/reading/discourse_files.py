"""Pictures of posts and people in a backup of Discourse: what tables name, and what stands in texts alone.

In its own texts a file is called `upload://` and its fingerprint in letters, a shape that no address has: which row of
`uploads` it is tells the fingerprint.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from korzo.exchange.models import Kind
from korzo.exchange.reading.mend import mended
from korzo.exchange.reading.scratch import Scratch
from korzo.exchange.reading.source import Folder, Piece, Told
from korzo.exchange.rows import Fault, Row, filled

# Of posts that people wrote.
REGULAR_POST = "1"
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic)$", re.IGNORECASE)
_SHORT = re.compile(r"upload://([0-9a-zA-Z]{10,40})")
# Digits to the base of 62, in the order of Discourse.
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHA1_BITS = 160
REFERENCES = (
    "SELECT DISTINCT upload_id, post FROM (SELECT upload_id, target_id AS post FROM upload_references "
    "WHERE target_type = 'Post' UNION SELECT upload_id, post_id FROM post_uploads "
    "UNION SELECT upload_id, post FROM named_in_texts)"
)


def fingerprint_of(short: str) -> str:
    """The SHA-1 in hexadecimal digits that the letters of a short address say; empty where they say none."""
    number = 0
    for letter in short:
        number = number * 62 + _DIGITS.index(letter)
    return f"{number:040x}" if number < 2**_SHA1_BITS else ""


def find_short(scratch: Scratch) -> None:
    """Which uploads the texts of posts name by their short addresses, beside what the tables say."""
    scratch.declare({"named_in_texts": ("upload_id", "post")})
    scratch.index("uploads", "sha1")
    scratch.fill(_named(scratch))


def _named(scratch: Scratch) -> Iterator[tuple[str, int, dict[str, str]]]:
    question = "SELECT id, raw, cooked, _line FROM posts WHERE instr(raw, 'upload://') OR instr(cooked, 'upload://')"
    for one in scratch.ask(question):
        for short in dict.fromkeys(_SHORT.findall(f"{one['raw'] or ''} {one['cooked'] or ''}")):
            upload = scratch.one("SELECT id FROM uploads WHERE sha1 = ? LIMIT 1", fingerprint_of(short))
            if upload:
                yield "named_in_texts", one["_line"], {"upload_id": upload, "post": one["id"]}


def face_of(scratch: Scratch, dump: Path, folder: Folder, upload: str | None) -> str:
    """The path of what somebody shows as their face; empty where they show a drawn letter."""
    url = scratch.one("SELECT url FROM uploads WHERE id = ? LIMIT 1", upload) if upload else ""
    return _upload(dump, folder, url) if url and _PICTURE.search(url) else ""


def files_of(scratch: Scratch, dump: Path, folder: Folder, told: Told) -> Iterator[Piece]:
    question = (
        f"SELECT u.id, u.url, u.original_filename, u._line, r.post FROM uploads u JOIN ({REFERENCES}) r "  # noqa: S608
        "ON r.upload_id = u.id "
        "JOIN posts p ON p.id = r.post JOIN taken t ON t.id = p.topic_id "
        "WHERE p.post_type = ? ORDER BY CAST(r.post AS INTEGER), CAST(u.id AS INTEGER)"
    )
    places: dict[str, int] = {}
    for one in scratch.ask(question, REGULAR_POST):
        path = _upload(dump, folder, one["url"] or "")
        if not _PICTURE.search(one["url"] or ""):
            told.count("other_files")
        elif not path:
            yield Fault(dump.name, one["_line"], _("The picture is not in the backup."), f"{one['id']}-{one['post']}")
        else:
            places = {one["post"]: places.get(one["post"], -1) + 1}
            yield Row(
                Kind.FILES,
                filled(
                    source_id=f"{one['id']}-{one['post']}",
                    post=one["post"],
                    path=path,
                    name=mended(one["original_filename"] or ""),
                    position=places[one["post"]],
                ),
                dump.name,
                one["_line"],
            )


def _upload(dump: Path, folder: Folder, url: str) -> str:
    """`/uploads/default/original/1X/….png` stands at the same place in the backup, or one folder up."""
    _before, found, rest = url.partition("/uploads/")
    if not found:
        return ""
    return folder.beside(dump, f"uploads/{rest}") or folder.beside(dump, f"uploads/{rest.partition('/')[2]}")
