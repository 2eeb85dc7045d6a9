"""Questions as a page shows them, with what was chosen before."""

from collections.abc import Mapping
from dataclasses import dataclass

from korzo.polls.answering import is_chosen
from korzo.polls.content import Kind, Question, Value


@dataclass(frozen=True)
class Possible:
    value: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question in a form. `kind` is single, multiple, rating, text or nps."""

    question: Question
    possible: list[Possible]
    text: str
    error: str

    @property
    def kind(self) -> str:
        return self.question.kind


def asked(questions: list[Question], answers: Mapping[str, Value], errors: Mapping[str, str]) -> list[Asked]:
    return [
        Asked(
            question=one,
            possible=[Possible(value, is_chosen(answers, one, value)) for value in one.values],
            text=str(answers.get(one.key, "")) if one.kind == Kind.TEXT else "",
            error=errors.get(one.key, ""),
        )
        for one in questions
    ]
