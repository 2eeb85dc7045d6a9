"""The demo's texts, as they were written by hand in TOML, read into plain records."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
PICTURES = FOLDER / "pictures"
SHOP = FOLDER / "shop"


@dataclass(frozen=True)
class Person:
    handle: str
    name: str
    language: str
    town: str
    bio: str
    joined_days_ago: int
    role: str
    interests: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Shot:
    """A picture in a text: its file in the pictures folder, and what is on it."""

    name: str
    alt: str


@dataclass(frozen=True)
class Reply:
    author: str
    after_minutes: int
    body: str
    accepted: bool = False
    hearts: int = 0
    pictures: list[Shot] = field(default_factory=list)


@dataclass(frozen=True)
class Talk:
    """A topic with what was answered."""

    space: str
    kind: str
    title: str
    author: str
    language: str
    days_ago: int
    body: str
    hour: int = 12
    product: str = ""
    pictures: list[Shot] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)


@dataclass(frozen=True)
class Opinion:
    """A review."""

    product: str
    author: str
    stars: int
    title: str
    language: str
    days_ago: int
    body: str
    helpful: int = 0
    fit: int | None = None
    shop_reply: str = ""
    pictures: list[Shot] = field(default_factory=list)


def people() -> list[Person]:
    known = Person.__dataclass_fields__.keys()
    return [Person(**{k: v for k, v in row.items() if k in known}) for row in _load("talk/cast.toml")["member"]]


def community() -> dict[str, Any]:
    return _load("community.toml")


def talk() -> list[Talk]:
    """All topics, the oldest first, with the questions on product pages among them."""
    rows = [
        *(row for path in sorted((FOLDER / "talk").glob("*.toml")) for row in _load(path).get("topic", [])),
        *(
            {**row, "space": "first-steps", "kind": "question", "about": row["product"]}
            for row in _load("reviews/questions.toml")["question"]
        ),
    ]
    return sorted((_talk(row) for row in rows), key=lambda one: -one.days_ago)


def _talk(row: dict[str, Any]) -> Talk:
    return Talk(
        space=row["space"],
        kind=row["kind"],
        title=row["title"],
        author=row["author"],
        language=row["language"],
        days_ago=row["days_ago"],
        body=row["body"].strip(),
        hour=row.get("hour", 12),
        product=row.get("about", ""),
        pictures=_shots(row),
        replies=[
            Reply(
                author=one["author"],
                after_minutes=one["after_minutes"],
                body=one["body"].strip(),
                accepted=one.get("accepted", False),
                hearts=one.get("hearts", 0),
                pictures=_shots(one),
            )
            for one in sorted(row.get("reply", []), key=lambda reply: reply["after_minutes"])
        ],
    )


def opinions() -> Iterator[Opinion]:
    known = Opinion.__dataclass_fields__.keys()
    for name in ("shoes-1", "shoes-2", "kit"):
        for row in _load(f"reviews/{name}.toml")["review"]:
            values = {key: value for key, value in row.items() if key in known}
            yield Opinion(**{**values, "body": row["body"].strip(), "pictures": _shots(row)})


def _shots(row: dict[str, Any]) -> list[Shot]:
    return [Shot(one["name"], one["alt"]) for one in row.get("pictures", [])]


def _load(path: str | Path) -> dict[str, Any]:
    return tomllib.loads((FOLDER / path).read_text(encoding="utf-8"))
