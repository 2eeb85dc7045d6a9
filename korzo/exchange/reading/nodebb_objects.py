"""The objects of NodeBB, however its database wrote them down: PostgreSQL, MongoDB in two forms, or Redis.

Each becomes lines of three small tables: things (users, categories, topics, posts), votes, and who may read a category.
"""

import json
import re
from collections.abc import Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from korzo.exchange.reading import bson
from korzo.exchange.reading.archive import lines_of
from korzo.exchange.reading.copy_blocks import rows_of
from korzo.exchange.reading.source import Told
from korzo.exchange.rows import Fault

DUMP = {
    "legacy_hash": ("_key", "data"),
    "legacy_zset": ("_key", "value", "score"),
    "legacy_set": ("_key", "member"),
}
TABLES = {"things": ("kind", "id", "data"), "upvotes": ("post", "person", "at"), "open_spaces": ("space", "readers")}
COLLECTION = "objects"
GUESTS, REGISTERED = "guests", "registered-users"
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_KEY = re.compile(r"(user|category|topic|post):(\d+|https?://.+)")
_UPVOTES = re.compile(r"pid:(\d{1,18}):upvote", re.ASCII)
# Groups that may read the topics of a category.
_READ = re.compile(r"group:cid:(\d{1,18}):privileges:groups:topics:read:members", re.ASCII)

type Line = tuple[str, int, dict[str, Any]]


def is_wanted(key: str) -> bool:
    return any(form.fullmatch(key) for form in (_KEY, _UPVOTES, _READ))


def lines_in(path: Path, told: Told, faults: list[Fault]) -> Iterator[Line]:
    if ".sql" in path.suffixes:
        return _of_dump(path, told, faults)
    if bson.is_archive(path) or ".bson" in path.suffixes:
        return _of_bson(path, told)
    return _of_json(path, told, faults)


def _of_dump(path: Path, told: Told, faults: list[Fault]) -> Iterator[Line]:
    for table, number, values in rows_of(path, DUMP):
        key = values.get("_key") or ""
        if table == "legacy_hash":
            found = _KEY.fullmatch(key)
            if not found:
                continue
            try:
                data = json.loads(values.get("data") or "")
            except (JSONDecodeError, RecursionError):
                faults.append(Fault(path.name, number, _("The line is no JSON."), key[:120]))
                continue
            yield from _thing(found, data, number, told)
        elif table == "legacy_zset":
            yield from _joined(key, values.get("value") or "", values.get("score"), number)
        else:
            yield from _joined(key, values.get("member") or "", None, number)


def _of_bson(path: Path, told: Told) -> Iterator[Line]:
    for number, data in enumerate(bson.documents_of(path, COLLECTION), 1):
        yield from _object(data, number, told)


def _of_json(path: Path, told: Told, faults: list[Fault]) -> Iterator[Line]:
    """One object a line, also where all of them stand in one array; numbers may carry their type."""
    for number, line in lines_of(path):
        text = line.strip().strip(b"[],")
        if not text:
            continue
        try:
            data = json.loads(text)
        except UnicodeDecodeError:
            faults.append(Fault(path.name, number, _("The line is not written in UTF-8.")))
        except (JSONDecodeError, RecursionError):
            faults.append(Fault(path.name, number, _("The line is no JSON.")))
        else:
            if isinstance(data, dict):
                yield from _object({name: _plain(value) for name, value in data.items()}, number, told)


def _plain(value: Any) -> Any:
    """`{"$numberLong": "5"}` is five."""
    if isinstance(value, dict) and len(value) == 1:
        (name, inner), *_none = value.items()
        return inner if name in {"$numberLong", "$numberInt", "$numberDouble", "$oid"} else value
    return value


def _object(data: dict[str, Any], number: int, told: Told) -> Iterator[Line]:
    key = data.get("_key", "")
    if not isinstance(key, str):
        return
    found = _KEY.fullmatch(key)
    if found:
        yield from _thing(found, data, number, told)
    elif isinstance(data.get("members"), list):
        for member in data["members"]:
            yield from _joined(key, str(_plain(member)), None, number)
    elif "value" in data:
        yield from _joined(key, str(data["value"]), data.get("score"), number)


def _thing(found: re.Match[str], data: Any, number: int, told: Told) -> Iterator[Line]:
    if not isinstance(data, dict):
        return
    if not NUMBER.fullmatch(found[2]):
        told.count("remote")
        return
    whole = {name: _whole(value) for name, value in data.items()}
    yield "things", number, {"kind": found[1], "id": int(found[2]), "data": json.dumps(whole)}


def _whole(value: Any) -> Any:
    """Servers of JavaScript know no whole numbers: 5.0 is five."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _joined(key: str, value: str, score: Any, number: int) -> Iterator[Line]:
    upvoted, readers = _UPVOTES.fullmatch(key), _READ.fullmatch(key)
    if upvoted and NUMBER.fullmatch(value):
        yield "upvotes", number, {"post": int(upvoted[1]), "person": int(value), "at": score}
    elif readers and value in {GUESTS, REGISTERED}:
        # What carries no such mark is closed.
        yield "open_spaces", number, {"space": int(readers[1]), "readers": value}
