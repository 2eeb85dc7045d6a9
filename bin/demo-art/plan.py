"""What the demo shop's pictures are: one Picture for each file, read from the plan folder."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PLAN = Path(__file__).parent / "plan"

# Sizes a phone or a camera would give after our own resizing, so that the walls of pictures look varied.
MEMBER_SIZES = {"wide": (1000, 750), "tall": (800, 1000), "square": (900, 900)}
PRODUCT_SIZE = (1000, 800)
SPACE_SIZE = (1200, 500)
HERO_SIZE = (1600, 900)
FACE_SIZE = (256, 256)
# Faces without a name, for the many members who only react or join.
GENERIC_FACES = 40


@dataclass(frozen=True)
class Picture:
    """One file to draw: `draw` names a function in the scripts, `options` are its options."""

    path: str
    size: tuple[int, int]
    quality: int
    draw: str
    alt: str
    tags: list[str]
    options: dict[str, Any] = field(default_factory=dict)


def entries(name: str) -> list[dict[str, Any]]:
    """Read one file of the plan."""
    found: list[dict[str, Any]] = json.loads((PLAN / f"{name}.json").read_text("utf-8"))
    return found


def products() -> Iterator[Picture]:
    """One studio picture for each colour, then the second picture where there is one."""
    for entry in entries("products"):
        number = 0
        for number, (colour, way) in enumerate(entry["colours"].items(), start=1):
            suffix = f" in {colour}" if colour else ""
            yield Picture(
                path=f"products/{entry['handle']}-{number}.webp",
                size=PRODUCT_SIZE,
                quality=80,
                draw=entry["draw"],
                alt=f"{entry['title']}{suffix}: {entry['what']} on a plain background",
                tags=["product", entry["handle"], *([colour.lower()] if colour else [])],
                options={**entry["with"], "way": way},
            )
        if second := entry.get("second"):
            yield Picture(
                path=f"products/{entry['handle']}-{number + 1}.webp",
                size=PRODUCT_SIZE,
                quality=80,
                draw=second["draw"],
                alt=second["alt"],
                tags=["product", entry["handle"], "scene"],
                options=second["with"],
            )


def members() -> Iterator[Picture]:
    """Pictures as members would share them."""
    for part in ("members-outdoors", "members-town", "members-shoes", "members-still"):
        for entry in entries(part):
            yield Picture(
                path=f"members/{entry['name']}.webp",
                size=MEMBER_SIZES[entry["size"]],
                quality=78,
                draw=entry["draw"],
                alt=entry["alt"],
                tags=entry["tags"],
                options=entry["with"],
            )


def spaces() -> Iterator[Picture]:
    """The header picture of each space."""
    for entry in entries("spaces"):
        yield Picture(
            path=f"spaces/{entry['name']}.webp",
            size=SPACE_SIZE,
            quality=80,
            draw=entry["draw"],
            alt=entry["alt"],
            tags=entry["tags"],
            options=entry["with"],
        )


def faces() -> Iterator[Picture]:
    """The drawn people: those with a name first, then the nameless ones by number."""
    for entry in entries("faces"):
        yield face(entry["handle"], entry["alt"], ["face", entry["handle"]], entry["with"])
    for number in range(1, GENERIC_FACES + 1):
        yield face(f"g-{number:02}", "Drawn portrait of a club member", ["face", "generic"], {"seed": number})


def face(name: str, alt: str, tags: list[str], options: dict[str, Any]) -> Picture:
    """One portrait."""
    return Picture(f"faces/{name}.webp", FACE_SIZE, 82, "face", alt, tags, options)


def hero() -> Picture:
    """The wide picture at the top of the front page."""
    runners = [[0.50, 0.52], [0.58, 0.48], [0.65, 0.52], [0.75, 0.49]]
    return Picture(
        path="hero.webp",
        size=HERO_SIZE,
        quality=80,
        draw="landscape",
        alt="Four runners on a hill at sunrise, blue ridges behind them",
        tags=["hero", "dawn", "runners"],
        options={"light": "dawn", "seed": 11, "hill": True, "runners": runners, "sx": 0.70, "sy": 0.34},
    )


def all_pictures() -> list[Picture]:
    """Every picture, in the order of the manifest."""
    return [hero(), *spaces(), *products(), *members(), *faces()]
