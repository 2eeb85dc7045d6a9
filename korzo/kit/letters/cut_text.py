"""What is new in a letter of plain text."""

from dataclasses import dataclass

from korzo.kit.letters.patterns import (
    ATTRIBUTION_LINES_MAX,
    bare,
    has_date,
    headers_end,
    is_attribution,
    is_dashes,
    is_divider,
    is_marker,
    is_program_signature,
    is_rule,
)

# A letter of that many lines is no reply.
LINES_MAX = 20_000
# How far from the end a line such as "Sent from my phone" stands.
SIGNATURE_LINES_MAX = 3


@dataclass(frozen=True)
class Cut:
    """`new` are the words that count, `rest` what was cut, in its order."""

    new: str
    rest: str = ""


def cut_text(text: str) -> Cut:
    """Everything that the sender wrote: above the quotation, between its pieces, or below."""
    lines = text.split("\n")[:LINES_MAX]
    kept = _without_quotes(lines, to_the_end=True)
    if not _says_something(kept):
        # Somebody answered below: what ends the letter for others is where theirs begins.
        kept = _without_quotes(lines, to_the_end=False)
    kept = without_signature(kept)
    chosen = set(map(id, kept))
    rest = [line for line in lines if id(line) not in chosen]
    return Cut("\n".join(_trimmed(kept)), "\n".join(rest).strip("\n"))


def _says_something(lines: list[str]) -> bool:
    return bool(without_signature(lines))


def _without_quotes(lines: list[str], *, to_the_end: bool) -> list[str]:
    clean = [bare(line) for line in lines]
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = clean[place]
        if line.startswith(">"):
            place += 1
            continue
        length = _attribution(clean, place)
        if length:
            place += length
            if to_the_end and not _quote_follows(clean, place):
                break
            continue
        end = _divides(clean, place)
        if end:
            if to_the_end:
                break
            place = end
            continue
        kept.append(lines[place])
        place += 1
    return kept


def _attribution(clean: list[str], place: int) -> int:
    """How many lines from here on say who wrote what is quoted below."""
    if not clean[place]:
        return 0
    for count in range(1, ATTRIBUTION_LINES_MAX + 1):
        piece = clean[place : place + count]
        if len(piece) < count or not piece[-1] or piece[-1].startswith(">"):
            return 0
        if is_attribution(" ".join(piece)):
            # A line of one's own words right above a short one does not belong to it.
            is_whole = count == 1 or has_date(piece[0]) or not is_attribution(" ".join(piece[1:]))
            return count if is_whole else 0
    return 0


def _quote_follows(clean: list[str], place: int) -> bool:
    following = next((line for line in clean[place : place + 4] if line), "")
    return following.startswith(">")


def _divides(clean: list[str], place: int) -> int:
    """Behind the line or block from which on everything is a former letter; 0 where none begins here."""
    line = clean[place]
    if is_marker(line) or is_divider(line):
        return place + 1
    if is_rule(line):
        start = next((i for i in range(place + 1, min(place + 3, len(clean))) if clean[i]), 0)
        return headers_end(clean, start) if start else 0
    return headers_end(clean, place) if line else 0


def without_signature(lines: list[str]) -> list[str]:
    kept = _trimmed(lines)
    for place, line in enumerate(kept):
        if is_dashes(line):
            kept = kept[:place]
            break
    for _round in range(SIGNATURE_LINES_MAX):
        kept = _trimmed(kept)
        if not kept or not is_program_signature(bare(kept[-1])):
            break
        kept = kept[:-1]
    return kept


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not bare(lines[start]):
        start += 1
    while end > start and not bare(lines[end - 1]):
        end -= 1
    return lines[start:end]
