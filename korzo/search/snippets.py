"""The piece of a text in which the words of a question stand, with marks. Everything else in it is escaped."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from korzo.search.asked import Asked
from korzo.search.words import Place, places

SNIPPET_LENGTH = 220
# Of a very long text only so much is looked through; the title and the beginning say the rest.
LOOK_AT = 12_000
# How far back from the first mark a snippet begins.
LEAD_IN = 60


@dataclass(frozen=True)
class _Wanted:
    """The words of a question as they may stand in a text."""

    words: frozenset[str]
    begun: str

    def fits(self, parts: tuple[str, ...], joined: str) -> bool:
        if len(parts) == 1:
            return parts[0] in self.words or bool(self.begun and parts[0].startswith(self.begun))
        return any(self.fits((one,), "") for one in (*parts, joined))


def _wanted(asked: Asked) -> _Wanted:
    words = frozenset(one for clause in asked.clauses for one in (*clause.parts, clause.joined) if one)
    last = asked.clauses[-1] if asked.clauses else None
    return _Wanted(words, last.parts[-1] if last and last.may_go_on else "")


def marked(text: str, asked: Asked) -> SafeString:
    """The whole text, as for a title."""
    wanted = _wanted(asked)
    return _with_marks(text, list(places(text, wanted.fits)))


def snippet(text: str, asked: Asked, *, length: int = SNIPPET_LENGTH) -> SafeString:
    """The stretch with most of the words; the beginning where there is none of them."""
    line = " ".join(text[:LOOK_AT].split())
    wanted = _wanted(asked)
    found = list(places(line, wanted.fits))
    start, end = _stretch(line, found, length)
    inside = [
        Place(place.start - start, place.end - start, place.parts, place.joined)
        for place in found
        if place.start >= start and place.end <= end
    ]
    before, behind = "… " if start else "", " …" if end < len(line) else ""
    return format_html("{}{}{}", before, _with_marks(line[start:end], inside), behind)


def _stretch(line: str, found: Sequence[Place], length: int) -> tuple[int, int]:
    if len(line) <= length:
        return 0, len(line)
    start = max(0, _densest(found, length).start - LEAD_IN) if found else 0
    start = min(start, len(line) - length)
    # Between words: never half of one.
    start = line.find(" ", start) + 1 if start else 0
    end = start + length
    return start, len(line) if end >= len(line) else max(line.rfind(" ", start, end), start + length // 2)


def _densest(found: Sequence[Place], length: int) -> Place:
    """The first of those behind which most different words follow within the length."""
    best, most = found[0], 0
    for at, place in enumerate(found):
        behind = {one.parts for one in found[at : at + length] if one.end <= place.start + length - LEAD_IN}
        if len(behind) > most:
            best, most = place, len(behind)
    return best


def _with_marks(text: str, found: Sequence[Place]) -> SafeString:
    pieces: list[tuple[str, SafeString]] = []
    last = 0
    for place in found:
        pieces.append((text[last : place.start], format_html("<mark>{}</mark>", text[place.start : place.end])))
        last = place.end
    return format_html("{}{}", format_html_join("", "{}{}", pieces), text[last:])
