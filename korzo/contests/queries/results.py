"""Results as they were published: read from the frozen document, with today's names beside the numbers."""

import csv
import json
from dataclasses import dataclass
from io import StringIO

from korzo.contests.models import Contest, Entry, Mark, Result, Vote
from korzo.contests.queries.contest_page import EntryShown, shown_of
from korzo.contests.tally import Line, digest_of, lines_of, seed_digest
from korzo.kit.errors import Missing

TOP = 3
# Six digits tell any two shares apart that a contest can have.
DIGITS = 6
COLUMNS = (
    *(
        "place",
        "number",
        "votes",
        "votes_of_new_accounts",
        "votes_set_aside",
        "votes_counting_as_one",
        "votes_counted",
        "marks_sum",
        "marks_count",
    ),
    *("points_of_votes", "points_of_jury", "total", "lot"),
)


@dataclass(frozen=True)
class Row:
    """`entry` is None where it is not shown any more; the figures stay."""

    place: int
    number: int
    entry: EntryShown | None
    votes: int
    young: int
    aside: int
    merged: int
    counted: int
    vote_points: float
    jury_points: float
    total: float
    by_lot: bool


@dataclass(frozen=True)
class ResultPage:
    contest: Contest
    result: Result
    rows: list[Row]
    votes: int
    young: int
    aside: int
    merged: int
    jury_weight: int
    seed: str
    seed_digest: str
    is_intact: bool

    @property
    def top(self) -> list[Row]:
        return [row for row in self.rows[:TOP] if row.entry is not None]

    @property
    def votes_weight(self) -> int:
        return 100 - self.jury_weight

    @property
    def lots_decided(self) -> bool:
        return any(row.by_lot for row in self.rows)

    @property
    def counted(self) -> int:
        return self.votes - self.young - self.aside - self.merged


def get_result(contest: Contest) -> Result:
    if not hasattr(contest, "result"):
        raise Missing(f"result of contest {contest.pk}")
    return contest.result


def result_page(contest: Contest) -> ResultPage:
    result = get_result(contest)
    told = json.loads(result.document)
    lines = lines_of(result.document)
    ids = [line.given.entry_id for line in lines]
    standing = Entry.objects.filter(pk__in=ids, is_standing=True)
    shown = {one.pk: one for one in shown_of(list(standing))}
    rows = [_row(line, shown.get(line.given.entry_id)) for line in lines]
    return ResultPage(
        contest=contest,
        result=result,
        rows=rows,
        votes=sum(row.votes for row in rows),
        young=sum(row.young for row in rows),
        aside=sum(row.aside for row in rows),
        merged=sum(row.merged for row in rows),
        jury_weight=told["jury_weight"],
        seed=told["seed"],
        seed_digest=seed_digest(told["seed"]),
        is_intact=is_intact(result),
    )


def is_intact(result: Result) -> bool:
    """Whether the document is the one that was published, and its order the one that its figures give."""
    told = [(one["place"], one["number"]) for one in json.loads(result.document)["entries"]]
    again = [(line.place, line.given.number) for line in lines_of(result.document)]
    return told == again and result.digest == digest_of(result.document, result.former_digest)


def broken_links() -> list[int]:
    """Ids of contests whose result does not follow from the one before it."""
    former, broken = "", []
    for result in Result.objects.order_by("pk"):
        if result.former_digest != former or not is_intact(result):
            broken.append(result.contest_id)
        former = result.digest
    return broken


def _row(line: Line, entry: EntryShown | None) -> Row:
    given = line.given
    return Row(
        place=line.place,
        number=given.number,
        entry=entry,
        votes=given.votes,
        young=given.young,
        aside=given.aside,
        merged=given.merged,
        counted=given.counted,
        vote_points=float(line.vote_points),
        jury_points=float(line.jury_points),
        total=float(line.total),
        by_lot=line.by_lot,
    )


def check_file(contest: Contest) -> str:
    """A table that a spreadsheet opens; no names. Everything in it follows from the document."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in lines_of(get_result(contest).document):
        one = line.given
        points = (f"{float(share):.{DIGITS}f}" for share in (line.vote_points, line.jury_points, line.total))
        writer.writerow(
            [
                *(line.place, one.number, one.votes, one.young, one.aside, one.merged, one.counted),
                *(one.marks_sum, one.marks_count, *points, line.lot),
            ]
        )
    return text.getvalue()


def drifts(contest: Contest) -> list[int]:
    """Numbers of entries whose votes or marks are not what the result says. Erasing a person makes none."""
    wrong = []
    for line in lines_of(get_result(contest).document):
        entry_id = line.given.entry_id
        votes = Vote.objects.filter(entry_id=entry_id).count()
        marks = Mark.objects.filter(entry_id=entry_id).count()
        if (votes, marks) != (line.given.votes, line.given.marks_count):
            wrong.append(line.given.number)
    return wrong
