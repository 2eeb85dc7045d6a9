"""What was put in and what was taken out between two versions of a text, by words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# Words, signs and gaps by themselves: a changed comma does not change its word.
_PIECES = re.compile(r"\n|[^\S\n]+|[\w\u0300-\u036f\u200c\u200d]+|[^\w\s]")
# The time grows with the product of both. Longer texts are compared by their lines.
PIECES_MAX = 4_000

type Kind = Literal["same", "in", "out"]


@dataclass(frozen=True)
class Run:
    kind: Kind
    text: str


def runs(before: str, after: str) -> list[Run]:
    """The whole of both texts, in reading order: what went out stands before what came in."""
    return list(_joined(_runs(before, after)))


def changed_signs(before: str, after: str) -> int:
    return sum(len(run.text) for run in _runs(before, after) if run.kind != "same")


def _runs(before: str, after: str) -> Iterator[Run]:
    old, new = _pieces(before), _pieces(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    yield Run("same", "".join(old[:head]))
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(middle_old), len(middle_new)) > PIECES_MAX:
        middle_old, middle_new = ("".join(one).splitlines(keepends=True) for one in (middle_old, middle_new))
    # "Autojunk" keeps a text of one word, written a thousand times, from taking minutes.
    for name, a, b, c, d in SequenceMatcher(None, middle_old, middle_new).get_opcodes():
        if name == "equal":
            yield Run("same", "".join(middle_old[a:b]))
        else:
            yield Run("out", "".join(middle_old[a:b]))
            yield Run("in", "".join(middle_new[c:d]))
    yield Run("same", "".join(old[len(old) - tail :]))


def _pieces(text: str) -> list[str]:
    return _PIECES.findall(text)


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _joined(parts: Iterator[Run]) -> Iterator[Run]:
    """A changed sentence reads better than its changed words, one by one: a lone gap between two changes joins them."""
    out, into = "", ""
    for run in parts:
        if run.kind == "same" and (out or into) and run.text.isspace() and "\n" not in run.text:
            out, into = out + run.text, into + run.text
        elif run.kind == "same":
            yield from _changed(out, into)
            out, into = "", ""
            if run.text:
                yield run
        else:
            out, into = (out + run.text, into) if run.kind == "out" else (out, into + run.text)
    yield from _changed(out, into)


def _changed(out: str, into: str) -> Iterator[Run]:
    if out:
        yield Run("out", out)
    if into:
        yield Run("in", into)
