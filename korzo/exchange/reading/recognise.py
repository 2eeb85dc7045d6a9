"""Which software a file comes from, told by what stands in it and never by its name."""

import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from korzo.exchange.reading import bson, discourse, neutral, nodebb, phpbb
from korzo.exchange.reading.archive import CutOff, lines_of
from korzo.exchange.reading.source import Reader

# The tables of a dump are declared within its first lines; a community has a few hundred of them.
HEAD_LINES = 60_000

NEUTRAL, DISCOURSE, NODEBB, PHPBB = "neutral", "discourse", "nodebb", "phpbb"
READERS: dict[str, Reader] = {
    NEUTRAL: neutral.read,
    DISCOURSE: discourse.read,
    NODEBB: nodebb.read,
    PHPBB: phpbb.read,
}
_SIGNS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    (NODEBB, re.compile(rb'COPY (?:public\.)?"?legacy_hash"? \(|CREATE TABLE (?:public\.)?"?legacy_hash"?')),
    (NODEBB, re.compile(rb'^\[?\{.*"_key" ?: ?"')),
    (DISCOURSE, re.compile(rb"(?:COPY|CREATE TABLE) (?:public\.)?(?:post_actions|topic_allowed_users|user_emails) \(")),
    (
        PHPBB,
        re.compile(rb"(?:CREATE TABLE|INSERT INTO) `?\w*(?:acl_options|bbcodes|posts)`? .*?$|`topic_first_post_id`"),
    ),
)


def recognise(folder: Path) -> str:
    """Empty where it is none that we can read."""
    if neutral.find(folder):
        return NEUTRAL
    finders: tuple[Callable[[Path], Path | None], ...] = (discourse.find, nodebb.find, phpbb.find)
    for path in dict.fromkeys(path for find in finders if (path := find(folder)) is not None):
        form = _by_head(path)
        if form:
            return form
    return ""


def _by_head(path: Path) -> str:
    if bson.is_archive(path) or (".bson" in path.suffixes and bson.is_bson(path)):
        return NODEBB
    try:
        for _number, line in islice(lines_of(path), HEAD_LINES):
            for form, sign in _SIGNS:
                if sign.search(line[:2_000]):
                    return form
    except CutOff:
        pass
    return ""
