"""Our own format: a manifest, and one file of JSON lines for each kind."""

import json
from collections.abc import Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from korzo.exchange.reading.archive import CutOff, lines_of
from korzo.exchange.reading.source import Folder, Piece, Told
from korzo.exchange.rows import FORMAT, KINDS, VERSION, Fault, Row
from korzo.exchange.schema import check_of
from korzo.kit.errors import Refused

MANIFEST = "manifest.json"
MANIFEST_BYTES_MAX = 1024 * 1024


def find(folder: Path) -> Path | None:
    """The folder with the manifest: archives often hold one folder with all the rest in it."""
    found = [path for path in (folder, *_folders(folder)) if (path / MANIFEST).is_file()]
    return found[0] if found else None


def _folders(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.is_dir()]


def manifest_of(root: Path) -> dict[str, Any]:
    path = root / MANIFEST
    if path.stat().st_size > MANIFEST_BYTES_MAX:
        raise Refused(_("The manifest is larger than any manifest. We do not open it."))
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(_("The file manifest.json cannot be read.")) from None
    fault = check_of("manifest")(loaded)
    if fault:
        raise Refused(_("The file manifest.json does not fit the format: %(fault)s.") % {"fault": fault})
    if loaded["version"] > VERSION:
        raise Refused(_("This file was written by a newer Korzo. Please bring this one up to date first."))
    return dict(loaded)


def read(folder: Folder, told: Told) -> Iterator[Piece]:
    root = find(folder.files) or folder.files
    for kind in KINDS:
        for path in (root / f"{kind}.jsonl", root / f"{kind}.jsonl.gz"):
            if path.is_file():
                yield from _rows(kind, path)


def _rows(kind: str, path: Path) -> Iterator[Piece]:
    for number, line in lines_of(path):
        if not line.strip():
            yield Fault(path.name, number, _("The line is empty, or longer than any row may be."))
            continue
        try:
            data = json.loads(line)
        except UnicodeDecodeError:
            yield Fault(path.name, number, _("The line is not written in UTF-8."))
            continue
        except (JSONDecodeError, RecursionError):
            yield Fault(path.name, number, _("The line is no JSON."))
            continue
        if isinstance(data, dict):
            yield Row(kind, data, path.name, number)
        else:
            yield Fault(path.name, number, _("The line is no JSON object."))


def check_counts(root: Path, counts: dict[str, int]) -> None:
    """A file that lost its end in the middle of a copy has fewer rows than its manifest says."""
    said = manifest_of(root)["counts"]
    short = [kind for kind in KINDS if isinstance(said.get(kind), int) and counts.get(kind, 0) < said[kind]]
    if short:
        raise CutOff(_("There are fewer rows than the manifest says: %(kinds)s.") % {"kinds": ", ".join(short)})


__all__ = ["FORMAT", "MANIFEST", "check_counts", "find", "manifest_of", "read"]
