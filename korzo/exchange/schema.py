"""Checks rows against `community.schema.json`, which readers and the writer share.

Of JSON Schema it knows what that file uses and raises for anything else, so that no rule stands there unread. A test
holds it against a complete validator.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

type Check = Callable[[Any], str]
"""The fault in a value, in plain English for whoever made the file; empty where there is none."""

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "boolean": (bool,), "array": (list,), "object": (dict,),
}  # fmt: skip
_SAID = frozenset({"type", "description"})
# RFC 3339. Python's own reader also takes dates without a zone, and those say nothing.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
SCHEMA = Path(__file__).parent / "community.schema.json"


@cache
def _definitions() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    return loaded


@cache
def check_of(name: str) -> Check:
    return _compiled(_definitions()[name])


def _compiled(rule: dict[str, Any]) -> Check:
    if "$ref" in rule:
        return check_of(rule["$ref"].rpartition("/")[2])
    wanted = _TYPES[rule["type"]]
    checks = [_RULES[key](rule) for key in rule if key not in _SAID and key not in _BY_THE_WAY]

    def check(value: Any) -> str:
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            return f"is not of type {rule['type']}"
        return next((fault for one in checks if (fault := one(value))), "")

    return check


def _properties(rule: dict[str, Any]) -> Check:
    known = {name: _compiled(one) for name, one in rule["properties"].items()}
    is_closed = rule.get("additionalProperties") is False

    def check(value: dict[str, Any]) -> str:
        for name, one in value.items():
            inner = known.get(name)
            if inner is None:
                if is_closed:
                    return f"{name[:60]} is no field of this row"
            elif fault := inner(one):
                return f"{name} {fault}"
        return ""

    return check


def _required(rule: dict[str, Any]) -> Check:
    names = rule["required"]
    return lambda value: next((f"{name} is missing" for name in names if name not in value), "")


def _items(rule: dict[str, Any]) -> Check:
    inner = _compiled(rule["items"])
    return lambda value: next((f"holds something that {fault}" for one in value if (fault := inner(one))), "")


def _pattern(rule: dict[str, Any]) -> Check:
    wanted = re.compile(rule["pattern"])
    return lambda value: "" if wanted.search(value) else "holds signs that it may not"


def _format(rule: dict[str, Any]) -> Check:
    if rule["format"] != "date-time":
        raise ValueError(rule["format"])
    return lambda value: "" if is_moment(value) else "is no date and time with a zone, as in 2026-11-23T20:00:00Z"


def is_moment(text: str) -> bool:
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _bound(name: str, is_fault: Callable[[Any, Any], bool], words: str) -> Callable[[dict[str, Any]], Check]:
    def rule_of(rule: dict[str, Any]) -> Check:
        limit = rule[name]
        return lambda value: words.format(limit) if is_fault(value, limit) else ""

    return rule_of


_RULES: Mapping[str, Callable[[dict[str, Any]], Check]] = {
    "properties": _properties,
    "required": _required,
    "items": _items,
    "pattern": _pattern,
    "format": _format,
    "enum": lambda rule: lambda value: "" if value in rule["enum"] else f"is none of {', '.join(rule['enum'])}",
    "minLength": _bound("minLength", lambda value, limit: len(value) < limit, "is empty"),
    "maxLength": _bound("maxLength", lambda value, limit: len(value) > limit, "is longer than {} characters"),
    "minItems": _bound("minItems", lambda value, limit: len(value) < limit, "is empty"),
    "maxItems": _bound("maxItems", lambda value, limit: len(value) > limit, "holds more than {} things"),
    "minimum": _bound("minimum", lambda value, limit: value < limit, "is less than {}"),
    "maximum": _bound("maximum", lambda value, limit: value > limit, "is more than {}"),
}
# Read where the properties are.
_BY_THE_WAY = frozenset({"additionalProperties"})
