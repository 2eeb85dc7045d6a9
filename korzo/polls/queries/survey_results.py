"""What a survey has brought: question by question, and sheet by sheet for the export."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from korzo.polls.content import Answers, Kind, Question, Value, content_of
from korzo.polls.models import Sheet, Survey, SurveyBox, SurveyVersion
from korzo.polls.permissions import ANONYMOUS_BALLOTS_MIN
from korzo.polls.queries.opinions import DETRACTORS_TO, PROMOTERS_FROM, score_of

TEXTS_SHOWN_MAX = 200


@dataclass(frozen=True)
class SheetRow:
    """One finished sheet. Without a time and a member where the survey is anonymous or the member has left."""

    version: int
    answers: Answers
    member_id: int | None = None
    handle: str = ""
    finished_at: datetime | None = None


@dataclass(frozen=True)
class Bar:
    text: str
    count: int
    share: float


@dataclass(frozen=True)
class QuestionResult:
    """`mean` of a rating, `score` of a recommendation (None below thirty answers), `texts` the newest first."""

    question: Question
    answer_count: int
    bars: list[Bar]
    mean: float | None
    score: int | None
    texts: list[str]


def sheet_rows(survey: Survey) -> Iterator[SheetRow]:
    """Finished ones, of all versions. Those of an anonymous survey come in the order of their words."""
    if survey.is_anonymous:
        boxes = SurveyBox.objects.filter(version__survey=survey).select_related("version").order_by("pk")
        # Fewer in one version would tell what a single person answered, also beside those of other versions.
        for box in (one for one in boxes if len(one.sheets) >= ANONYMOUS_BALLOTS_MIN):
            yield from (SheetRow(box.version.number, answers) for answers in box.sheets)
        return
    rows = Sheet.objects.filter(survey=survey, is_finished=True).select_related("version", "member")
    for sheet in rows.order_by("finished_at", "pk").iterator():
        handle = sheet.member.handle if sheet.member else ""
        yield SheetRow(sheet.version.number, sheet.answers, sheet.member_id, handle, sheet.finished_at)


def all_questions(survey: Survey) -> list[Question]:
    """Of all versions, in the words of the newest that has them and in its order; gone ones at the end."""
    found: dict[str, Question] = {}
    for version in SurveyVersion.objects.filter(survey=survey).order_by("-number"):
        for question in content_of(version.content).questions:
            found.setdefault(question.key, question)
    return list(found.values())


def survey_results(survey: Survey) -> list[QuestionResult]:
    rows = list(sheet_rows(survey))
    return [_of(question, [row.answers[question.key] for row in rows if question.key in row.answers])
            for question in all_questions(survey)]  # fmt: skip


def _of(question: Question, given: list[Value]) -> QuestionResult:
    counts = Counter(str(one) for value in given for one in (value if isinstance(value, list) else [value]))
    is_text = question.kind == Kind.TEXT
    # Also what could be chosen in an earlier version.
    values = [] if is_text else list(dict.fromkeys([*question.values, *sorted(counts)]))
    numbers = [value for value in given if isinstance(value, int)]
    return QuestionResult(
        question=question,
        answer_count=len(given),
        bars=[Bar(text, counts[text], counts[text] / len(given) if given else 0) for text in values],
        mean=sum(numbers) / len(numbers) if numbers and question.kind == Kind.RATING else None,
        score=_score(numbers) if question.kind == Kind.NPS else None,
        texts=[str(value) for value in reversed(given)][:TEXTS_SHOWN_MAX] if is_text else [],
    )


def _score(numbers: Iterable[int]) -> int | None:
    given = list(numbers)
    promoters = sum(1 for number in given if number >= PROMOTERS_FROM)
    detractors = sum(1 for number in given if number <= DETRACTORS_TO)
    return score_of(promoters, detractors, len(given))
