"""The pages of a survey as they are kept: frozen with each version, and read into these shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.polls.models import RATING_MAX, RATING_MIN, SCORE_MAX

PAGES_MAX = 20
QUESTIONS_ON_PAGE_MAX = 20
OPTIONS_MAX = 30

type Value = str | int | list[str]
"""An option, a number, a text, or several options."""
type Answers = dict[str, Value]
"""By the key of the question; what was left out is not there."""


class Kind(models.TextChoices):
    SINGLE = "single", _("Choose one")
    MULTIPLE = "multiple", _("Choose several")
    RATING = "rating", _("Rate from 1 to 5")
    TEXT = "text", _("In their own words")
    NPS = "nps", _("Would recommend, 0 to 10")


class Operator(models.TextChoices):
    IS = "is", _("is")
    IS_NOT = "is_not", _("is not")
    AT_LEAST = "at_least", _("is at least")
    AT_MOST = "at_most", _("is at most")


# The numbers that one can choose between, by kind.
NUMBERS: Mapping[str, range] = {
    Kind.RATING: range(RATING_MIN, RATING_MAX + 1),
    Kind.NPS: range(SCORE_MAX + 1),
}


@dataclass(frozen=True)
class Condition:
    """Asked only if the answer to a question of an earlier page fits. An answer that is not there fits nothing."""

    question: str
    operator: str
    value: str

    def fits(self, answers: Mapping[str, Value]) -> bool:
        given = answers.get(self.question)
        if given is None:
            return False
        if isinstance(given, int):
            return self._fits_number(given)
        chosen = given if isinstance(given, list) else [given]
        return (self.value in chosen) == (self.operator == Operator.IS)

    def _fits_number(self, given: int) -> bool:
        if not self.value.isdecimal():
            return False
        wanted = int(self.value)
        return {
            Operator.IS.value: given == wanted,
            Operator.IS_NOT.value: given != wanted,
            Operator.AT_LEAST.value: given >= wanted,
            Operator.AT_MOST.value: given <= wanted,
        }[self.operator]


@dataclass(frozen=True)
class Question:
    """`key` stays the same from version to version, so that answers can be added up."""

    key: str
    text: str
    kind: str
    options: tuple[str, ...] = ()
    is_required: bool = False
    condition: Condition | None = None

    @property
    def numbers(self) -> range:
        return NUMBERS.get(self.kind, range(0))

    @property
    def kind_name(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def values(self) -> tuple[str, ...]:
        """All that can be chosen, as text; none for a text."""
        return self.options or tuple(str(number) for number in self.numbers)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            key=data["key"],
            text=data["text"],
            kind=data["kind"],
            options=tuple(data["options"]),
            is_required=data["is_required"],
            condition=_condition(data),
        )


@dataclass(frozen=True)
class Page:
    title: str = ""
    questions: tuple[Question, ...] = ()
    condition: Condition | None = None

    def asked(self, answers: Mapping[str, Value]) -> list[Question]:
        """None where the page as a whole is passed over."""
        if self.condition is not None and not self.condition.fits(answers):
            return []
        return [one for one in self.questions if one.condition is None or one.condition.fits(answers)]


@dataclass(frozen=True)
class Content:
    """`next_number` makes the key of the next question; numbers of removed ones are not given out again."""

    pages: tuple[Page, ...] = (Page(),)
    next_number: int = 1

    @property
    def questions(self) -> list[Question]:
        return [question for page in self.pages for question in page.questions]

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    def page_of(self, key: str) -> int:
        """The place of the question's page; behind the last where there is no such question."""
        found = (place for place, page in enumerate(self.pages) if any(one.key == key for one in page.questions))
        return next(found, len(self.pages))

    def with_page(self, place: int, **changes: Any) -> "Content":
        pages = list(self.pages)
        pages[place] = replace(pages[place], **changes)
        return replace(self, pages=tuple(pages))


def content_of(data: Mapping[str, Any]) -> Content:
    if not data:
        return Content()
    pages = tuple(
        Page(
            title=page["title"],
            questions=tuple(Question.from_json(one) for one in page["questions"]),
            condition=_condition(page),
        )
        for page in data["pages"]
    )
    return Content(pages, data["next_number"])


def as_json(content: Content) -> dict[str, Any]:
    return asdict(content)


def _condition(data: Mapping[str, Any]) -> Condition | None:
    found = data["condition"]
    return Condition(found["question"], found["operator"], found["value"]) if found else None


def next_page(content: Content, answers: Mapping[str, Value], behind: int) -> int | None:
    """The first page behind this one that asks something; None at the end. Begin with -1."""
    for place in range(behind + 1, len(content.pages)):
        if content.pages[place].asked(answers):
            return place
    return None


def page_before(content: Content, answers: Mapping[str, Value], before: int) -> int | None:
    for place in range(before - 1, -1, -1):
        if content.pages[place].asked(answers):
            return place
    return None


def on_the_way(content: Content, answers: Mapping[str, Value]) -> Answers:
    """The answers to what was asked on this person's way, page after page: what was left by going back falls away."""
    kept: Answers = {}
    for page in content.pages:
        for question in page.asked(kept):
            if question.key in answers:
                kept[question.key] = answers[question.key]
    return kept


def without_words(content: Mapping[str, Any], answers: Mapping[str, Value]) -> Answers:
    """Without what somebody wrote themselves."""
    texts = {one.key for one in content_of(content).questions if one.kind == Kind.TEXT}
    return {key: value for key, value in answers.items() if key not in texts}


def faults(content: Content) -> list[str]:
    """Why these pages cannot be published, in sentences."""
    found = [str(_("There is no question yet."))] if not content.questions else []
    for place, page in enumerate(content.pages):
        conditions = [(page.title, page.condition), *((one.text, one.condition) for one in page.questions)]
        for name, condition in conditions:
            if condition is not None:
                found += _faults_of(content, place, name, condition)
        found += [
            str(_("“%(name)s” needs at least two options.")) % {"name": one.text}
            for one in page.questions
            if one.kind in {Kind.SINGLE, Kind.MULTIPLE} and len(one.options) < 2
        ]
    return found


def _faults_of(content: Content, place: int, name: str, condition: Condition) -> Sequence[str]:
    asked = content.question(condition.question)
    if asked is None or content.page_of(condition.question) >= place:
        return [str(_("“%(name)s” depends on a question that does not stand on an earlier page.")) % {"name": name}]
    needs_numbers = condition.operator in {Operator.AT_LEAST, Operator.AT_MOST}
    if condition.value not in asked.values or (needs_numbers and not asked.numbers):
        return [str(_("“%(name)s” depends on an answer that nobody can give.")) % {"name": name}]
    return []
