"""NodeBB, in the forms that can be read without its server, with its folder `uploads/` beside them.

A plain dump of PostgreSQL, what `mongoexport` or `mongodump` wrote of the collection `objects`, or what we wrote down
of a Redis server ourselves (see `redis_store`). Left out on purpose: chats, groups, and what came from other servers
over ActivityPub, whose ids are addresses and no numbers.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from korzo.exchange.models import Kind
from korzo.exchange.reading.archive import CutOff
from korzo.exchange.reading.mend import mended
from korzo.exchange.reading.nodebb_objects import COLLECTION, GUESTS, NUMBER, TABLES, lines_in
from korzo.exchange.reading.scratch import Scratch
from korzo.exchange.reading.source import FOREVER, Folder, Piece, Told
from korzo.exchange.rows import Data, Fault, Row, filled
from korzo.members.models import Member

OF_MEMBERS = f"role:{Member.Role.MEMBER}"
_ENDINGS = (".sql", ".sql.gz", ".bson", ".bson.gz", ".json", ".jsonl", ".json.gz", ".archive", ".archive.gz")
_PICTURE = re.compile(
    r"!\[[^\]\n]{0,300}\]\(\s*(?:https?://[^/\s)]+)?(?:/[^\s)]{1,60}?)?/uploads/([^\s)\"\'?#]{1,250})"
)


def find(folder: Path) -> Path | None:
    """The objects themselves: a dump of MongoDB also holds other collections, and files about them."""
    found = [path for path in sorted(folder.rglob("*")) if path.name.lower().endswith(_ENDINGS)]
    data = [path for path in found if not path.name.lower().endswith((".metadata.json", ".metadata.json.gz"))]
    named = [path for path in data if path.name.partition(".")[0] == COLLECTION]
    return next(iter(named or data), None)


def read(folder: Folder, told: Told) -> Iterator[Piece]:
    source = find(folder.files)
    if source is None:
        return
    scratch = Scratch(folder.work / "nodebb.sqlite3")
    cut = ""
    faults: list[Fault] = []
    try:
        scratch.declare(TABLES)
        try:
            scratch.fill(lines_in(source, told, faults))
        except CutOff as error:
            cut = str(error)
        scratch.index("things", "kind", "id")
        scratch.index("upvotes", "post", "person")
        scratch.drop_doubles("things", "kind", "id", "data")
        scratch.drop_doubles("upvotes", "post", "person")
        yield from faults
        yield from _people(scratch, source, folder)
        for kind in (_spaces, _topics, _posts, _reactions):
            yield from kind(scratch, source.name)
        yield from _files(scratch, source, folder)
    finally:
        scratch.close()
    if cut:
        raise CutOff(cut)


def moment(value: Any) -> str:
    """Milliseconds since 1970, as a number or as a text."""
    try:
        milliseconds = float(value)
    except (TypeError, ValueError):
        return ""
    if not 0 < milliseconds < 2**43:
        return ""
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC).isoformat()


def _ask(scratch: Scratch, kind: str) -> Iterator[tuple[int, int, Data]]:
    for one in scratch.ask("SELECT id, _line, data FROM things WHERE kind = ? ORDER BY id", kind):
        yield one["id"], one["_line"], json.loads(one["data"])


def _text(value: Any) -> str:
    return mended(str(value)) if value not in (None, "", 0) else ""


def _yes(value: Any) -> bool:
    return str(value) in {"1", "true", "True"}


def _people(scratch: Scratch, source: Path, folder: Folder) -> Iterator[Piece]:
    for number, line, data in _ask(scratch, "user"):
        slug = str(data.get("userslug") or "")
        yield Row(
            Kind.PEOPLE,
            filled(
                source_id=str(number),
                name=_text(data.get("fullname")) or _text(data.get("username")),
                handle=_text(data.get("username")),
                email=str(data.get("email") or ""),
                bio=_text(data.get("aboutme")),
                town=_text(data.get("location")),
                joined_at=moment(data.get("joindate")),
                last_seen_at=moment(data.get("lastonline")),
                avatar=folder.beside(source, _face(data.get("uploadedpicture") or data.get("picture"))),
                suspended_until=_shut_out(data),
                silenced_until=moment(data.get("mutedUntil")),
                standing_reason=_text(data.get("banned:reason") or data.get("mutedReason")),
                addresses=[f"/user/{slug}"] if slug else [],
            ),
            source.name,
            line,
        )


def _shut_out(data: Data) -> str:
    """A ban without an end has none."""
    return (moment(data.get("banned:expire")) or FOREVER) if _yes(data.get("banned")) else ""


def _face(address: Any) -> str:
    """`/assets/uploads/profile/…` lies in the folder `uploads/`; what lies on other servers stays there."""
    _before, found, rest = str(address or "").partition("/uploads/")
    return f"uploads/{rest.partition('?')[0]}" if found and not _before.startswith(("http:", "https:")) else ""


def _spaces(scratch: Scratch, file: str) -> Iterator[Piece]:
    for number, line, data in _ask(scratch, "category"):
        readers = {one[0] for one in scratch.ask("SELECT readers FROM open_spaces WHERE space = ?", number)}
        parent = str(data.get("parentCid") or "0")
        yield Row(
            Kind.SPACES,
            filled(
                source_id=str(number),
                name=_text(data.get("name")) or "–",
                description=_text(data.get("description")),
                parent=parent if parent != "0" else "",
                is_restricted=not readers or _yes(data.get("disabled")),
                read_key="" if GUESTS in readers else OF_MEMBERS,
                addresses=[f"/category/{number}"],
            ),
            file,
            line,
        )


def _topics(scratch: Scratch, file: str) -> Iterator[Piece]:
    for number, line, data in _ask(scratch, "topic"):
        at = moment(data.get("timestamp"))
        tags = data.get("tags")
        yield Row(
            Kind.TOPICS,
            filled(
                source_id=str(number),
                space=str(data.get("cid") or ""),
                author=_person(data.get("uid")),
                title=_text(data.get("title")) or "–",
                kind="question" if _yes(data.get("isQuestion")) else "",
                created_at=at,
                tags=[tag for tag in str(tags).split(",") if tag] if isinstance(tags, str) else [],
                closed_at=moment(data.get("lastposttime")) or at if _yes(data.get("locked")) else "",
                pinned_at=at if _yes(data.get("pinned")) else "",
                addresses=[f"/topic/{number}"],
            ),
            file,
            line,
        )


def _person(value: Any) -> str:
    """Zero is a guest; what is no number lives on another server."""
    return str(value) if NUMBER.fullmatch(str(value)) and str(value) != "0" else ""


def _posts(scratch: Scratch, file: str) -> Iterator[Piece]:
    """The first of a topic is named by the topic; the others go by their time."""
    question = (
        "SELECT p.id, p._line, p.data, t.data AS topic FROM things p LEFT JOIN things t ON t.kind = 'topic' "
        "AND t.id = CAST(json_extract(p.data, '$.tid') AS INTEGER) WHERE p.kind = 'post' "
        "ORDER BY CAST(json_extract(p.data, '$.tid') AS INTEGER), "
        "p.id = CAST(json_extract(t.data, '$.mainPid') AS INTEGER) DESC, "
        "CAST(json_extract(p.data, '$.timestamp') AS INTEGER), p.id"
    )
    for one in scratch.ask(question):
        data, topic = json.loads(one["data"]), json.loads(one["topic"] or "{}")
        at = moment(data.get("timestamp"))
        if not at:
            yield Fault(file, one["_line"], _("This row is not whole."), str(one["id"]))
            continue
        opens = str(topic.get("mainPid")) == str(one["id"])
        is_gone = _yes(data.get("deleted")) or (opens and _yes(topic.get("deleted")))
        yield Row(
            Kind.POSTS,
            filled(
                source_id=str(one["id"]),
                topic=str(data.get("tid") or "–"),
                author=_person(data.get("uid")),
                created_at=at,
                edited_at=moment(data.get("edited")),
                markdown=_text(data.get("content")),
                reply_to=str(data["toPid"]) if NUMBER.fullmatch(str(data.get("toPid"))) else "",
                removed_at=at if is_gone else "",
                removed_reason=_("Deleted in the former community.") if is_gone else "",
                accepted_at=at if str(topic.get("solvedPid") or "") == str(one["id"]) else "",
                addresses=[f"/post/{one['id']}"],
            ),
            file,
            one["_line"],
        )


def _reactions(scratch: Scratch, file: str) -> Iterator[Piece]:
    """A vote for a post is a heart."""
    for one in scratch.ask(
        "SELECT u.* FROM upvotes u JOIN things p ON p.kind = 'post' AND p.id = u.post ORDER BY u.rowid"
    ):
        data = filled(post=str(one["post"]), person=str(one["person"]), key="heart", at=moment(one["at"]))
        yield Row(Kind.REACTIONS, data, file, one["_line"])


def _files(scratch: Scratch, source: Path, folder: Folder) -> Iterator[Piece]:
    """Pictures that the words show, from the folder `uploads/`."""
    for number, line, data in _ask(scratch, "post"):
        names = dict.fromkeys(_PICTURE.findall(str(data.get("content") or "")))
        for place, name in enumerate(names):
            source_id = f"{number}-{place}"
            path = folder.beside(source, f"uploads/{name}") or folder.beside(source, name)
            if not path:
                yield Fault(source.name, line, _("The picture is not in the backup."), source_id)
            else:
                data_of = filled(source_id=source_id, post=str(number), path=path, name=name[-300:], position=place)
                yield Row(Kind.FILES, data_of, source.name, line)
