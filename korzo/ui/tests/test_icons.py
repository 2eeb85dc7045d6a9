"""Every icon that a template of the house asks for is in the sprite."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

ROOM = Path(__file__).parent.parent
HOUSE = ROOM.parent
SPRITE = ROOM / "static/ui/icons.svg"
_ASKED = re.compile(r"""\{% icon ["']([\w-]+)["']|icon(?:_name)?=["']([\w-]+)["']|default:["']([\w-]+)["'] %\}""")
_ASKED_BY_SCRIPT = re.compile(r"""\bicon\(["']([\w-]+)["']\)""")


def sprite() -> set[str]:
    ids = [element.get("id", "") for element in ET.parse(SPRITE).getroot()]
    assert len(ids) == len(set(ids))
    return {name.removeprefix("i-") for name in ids if name}


def asked() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in HOUSE.rglob("templates/**/*.html"):
        for line in path.read_text().splitlines():
            if "icon" in line:
                found |= {name: path for names in _ASKED.findall(line) for name in names if name}
    for path in (ROOM / "static/ui/js").glob("*.js"):
        found |= dict.fromkeys(_ASKED_BY_SCRIPT.findall(path.read_text()), path)
    return found


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    there = sprite()
    missing = {name: str(path.relative_to(HOUSE)) for name, path in asked().items() if name not in there}
    assert missing == {}
