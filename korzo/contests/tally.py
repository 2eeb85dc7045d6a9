"""How a contest is counted: exact fractions, a stated rule for ties, and a document that anybody can check."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from korzo.contests.models import MARK_MAX

FULL = 100


@dataclass(frozen=True)
class Given:
    """What an entry got. `young` and `aside` are votes that do not count: of new accounts, and left out by the team.
    `merged` are those that count together with another one, because they came from one ring.
    """

    entry_id: int
    number: int
    votes: int = 0
    young: int = 0
    aside: int = 0
    marks_sum: int = 0
    marks_count: int = 0
    merged: int = 0

    @property
    def counted(self) -> int:
        return self.votes - self.young - self.aside - self.merged


@dataclass(frozen=True)
class Line:
    """One entry in the results. Points are out of 100; `by_lot` where nothing else told it from its neighbour."""

    given: Given
    place: int
    vote_points: Fraction
    jury_points: Fraction
    total: Fraction
    lot: str
    by_lot: bool = False


def seed_digest(seed: str) -> str:
    return sha256(seed.encode()).hexdigest()


def lot_of(seed: str, number: int) -> str:
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def tally(given: Sequence[Given], *, jury_weight: int, seed: str) -> list[Line]:
    """`jury_weight` in percent: 0 where the members alone decide, 100 where the jury does.

    The most voted entry has 100 points of the members, the others their share of that; a full mark is 100 points of the
    jury. Ties: more points of the jury, then more counted votes, then the lower lot.
    """
    most = max((one.counted for one in given), default=0)
    rows = [_line(one, most, jury_weight, seed) for one in given]
    rows.sort(key=_rank)
    placed = []
    for index, row in enumerate(rows):
        near = rows[max(index - 1, 0) : index] + rows[index + 1 : index + 2]
        by_lot = any(_merit(one) == _merit(row) for one in near)
        placed.append(Line(row.given, index + 1, row.vote_points, row.jury_points, row.total, row.lot, by_lot=by_lot))
    return placed


def _line(one: Given, most: int, jury_weight: int, seed: str) -> Line:
    votes = Fraction(FULL * one.counted, most) if most else Fraction(0)
    jury = Fraction(FULL * one.marks_sum, MARK_MAX * one.marks_count) if one.marks_count else Fraction(0)
    total = (jury * jury_weight + votes * (FULL - jury_weight)) / FULL
    return Line(one, 0, votes, jury, total, lot_of(seed, one.number))


def _merit(row: Line) -> tuple[Fraction, Fraction, int]:
    return (-row.total, -row.jury_points, -row.given.counted)


def _rank(row: Line) -> tuple[Fraction, Fraction, int, str]:
    return (*_merit(row), row.lot)


def document_of(contest_id: int, lines: Sequence[Line], *, jury_weight: int, seed: str) -> str:
    """Canonical JSON of whole numbers: what is needed to count again, and the order that came out. No names."""
    told = {
        "contest": contest_id,
        "jury_weight": jury_weight,
        "seed": seed,
        "entries": [
            {
                "place": one.place,
                "entry": one.given.entry_id,
                "number": one.given.number,
                "votes": one.given.votes,
                "young": one.given.young,
                "aside": one.given.aside,
                "merged": one.given.merged,
                "marks_sum": one.given.marks_sum,
                "marks_count": one.given.marks_count,
            }
            for one in lines
        ],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lines_of(document: str) -> list[Line]:
    """The lines of a published document, reckoned again from its figures."""
    told = json.loads(document)
    given = [
        Given(
            one["entry"],
            one["number"],
            one["votes"],
            one["young"],
            one["aside"],
            one["marks_sum"],
            one["marks_count"],
            # The first documents were made before rings weighed less.
            one.get("merged", 0),
        )
        for one in told["entries"]
    ]
    return tally(given, jury_weight=told["jury_weight"], seed=told["seed"])


def digest_of(document: str, former: str) -> str:
    return sha256(f"{former}\n{document}".encode()).hexdigest()
