"""Small communities, written in the wire format of each software."""

import json
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

DAY = "2020-05-0{}T10:00:00Z"
TEXTS = ("Hello, who rides there on Sundays?", "I do, and so does @Tea.", "A third word about the ridge.")


def on(day: int) -> str:
    return DAY.format(day)


def neutral_rows() -> dict[str, list[dict[str, Any]]]:
    return {
        "people": [
            {"source_id": "1", "name": "Old Tea", "handle": "Tea", "email": "tea@old.example", "joined_at": on(1)},
            {"source_id": "2", "name": "Ján", "handle": "jan", "joined_at": on(1), "role": "owner"},
        ],
        "spaces": [
            {"source_id": "s1", "name": "Rides", "description": "Where we go.", "addresses": ["/forum/c/rides/7"]},
            {"source_id": "s2", "name": "The team", "is_restricted": True},
        ],
        "topics": [
            {
                "source_id": "t1", "space": "s1", "author": "1", "title": "Sunday on the ridge", "created_at": on(2),
                "tags": ["Ridge", "sunday"], "closed_at": on(9), "kind": "question",
                "addresses": ["/viewtopic.php?f=3&t=9", "/t/some-slug/5"],
            },
            {"source_id": "t2", "space": "s2", "author": "2", "title": "Between us", "created_at": on(3)},
        ],
        "posts": [
            {"source_id": "p1", "topic": "t1", "author": "1", "created_at": on(2), "html": f"<p>{TEXTS[0]}</p>"},
            {
                "source_id": "p2", "topic": "t1", "author": "2", "created_at": on(3), "html": f"<p>{TEXTS[1]}</p>",
                "accepted_at": on(4),
            },
            {
                "source_id": "p3", "topic": "t1", "author": "99", "created_at": on(4), "markdown": TEXTS[2],
                "addresses": ["/viewtopic.php?p=33#p33"],
            },
            {
                "source_id": "p4", "topic": "t1", "author": "98", "created_at": on(5), "html": "<p>Rude words</p>",
                "removed_at": on(6), "removed_reason": "Rude",
            },
            {"source_id": "p5", "topic": "t2", "author": "2", "created_at": on(3), "html": "<p>Secret words</p>"},
        ],
        "reactions": [{"post": "p1", "person": "2", "key": "heart", "at": on(3)}],
        "polls": [
            {
                "source_id": "q1", "post": "p1", "question": "When?", "options": ["Morning", "Evening"],
                "created_at": on(2),
            }
        ],
        "ballots": [
            {"poll": "q1", "person": "1", "choices": [2], "at": on(3)},
            {"poll": "q1", "person": "2", "choices": [1], "at": on(3)},
        ],
        "files": [{"source_id": "f1", "post": "p1", "path": "files/ridge.png", "alt": "A ridge"}],
        "redirects": [{"path": "/old/ridge.html", "kind": "posts", "to": "p2"}],
    }  # fmt: skip


def png(colour: str = "olive") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def manifest(rows: dict[str, list[dict[str, Any]]], **changes: Any) -> dict[str, Any]:
    return {
        "format": "korzo-community", "version": 1, "source": "talk.old.example", "exported_at": on(9),
        "counts": {kind: len(some) for kind, some in rows.items()}, **changes,
    }  # fmt: skip


def contents(rows: dict[str, list[dict[str, Any]]], **changes: Any) -> dict[str, bytes]:
    found = {"manifest.json": json.dumps(manifest(rows, **changes)).encode()}
    for kind, some in rows.items():
        found[f"{kind}.jsonl"] = "".join(f"{json.dumps(row)}\n" for row in some).encode()
    return found | {"files/ridge.png": png()}


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def write_tar(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, BytesIO(data))
    return path


def neutral_file(path: Path, rows: dict[str, list[dict[str, Any]]] | None = None, **changes: Any) -> Path:
    return write_zip(path, contents(rows if rows is not None else neutral_rows(), **changes))
