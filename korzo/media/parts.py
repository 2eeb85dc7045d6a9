"""Parts of a file, as players ask for them (RFC 9110, section 14)."""

import re

# An answer is held in memory until its reader has taken it, so that no thread waits for a slow one. The edge asks for
# part after part and sends them on as one; the web server holds some ten of them for whoever watches.
PART_BYTES_MAX = 512 * 1024

_ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class NoSuchPart(Exception):
    """It would begin behind the end."""


def part_of(asked: str, size: int) -> range | None:
    """The beginning of what was asked for, no longer than one answer; None where the whole has to be sent instead.

    Several parts at once, other units and nonsense are passed over, as the standard allows.
    """
    found = _ONE_RANGE.fullmatch(asked.strip().lower())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        # The last so many bytes.
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= size or start >= stop:
        raise NoSuchPart
    return range(start, min(stop, start + PART_BYTES_MAX))
