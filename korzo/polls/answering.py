"""What a page of a survey sends, taken apart and checked question by question."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused
from korzo.polls.content import Answers, Kind, Question, Value

TEXT_LENGTH_MAX = 2_000


def read_answers(questions: list[Question], data: QueryDict) -> Answers:
    """Only what was asked on this page; raises `FieldRefused` with the key of the question."""
    read: Answers = {}
    for question in questions:
        value = read_answer(question, data)
        if value is not None:
            read[question.key] = value
        elif question.is_required:
            raise FieldRefused(question.key, _("This one needs an answer."))
    return read


def read_answer(question: Question, data: QueryDict) -> Value | None:
    """None where nothing was given."""
    if question.kind == Kind.MULTIPLE:
        chosen = [text for text in dict.fromkeys(data.getlist(question.key)) if text]
        return [_known(question, text) for text in chosen] or None
    text = data.get(question.key, "").replace("\x00", "").strip()
    if not text:
        return None
    if question.kind == Kind.TEXT:
        if len(text) > TEXT_LENGTH_MAX:
            raise FieldRefused(question.key, _("This is long. Please say it in fewer words."))
        return text
    known = _known(question, text)
    return int(known) if question.numbers else known


def _known(question: Question, text: str) -> str:
    if text not in question.values:
        raise FieldRefused(question.key, _("Please choose one of these."))
    return text


def as_typed(questions: list[Question], data: QueryDict) -> Answers:
    """What was sent, right or wrong, to be shown again."""
    typed: Answers = {}
    for question in questions:
        if question.kind == Kind.MULTIPLE:
            typed[question.key] = data.getlist(question.key)
        elif data.get(question.key):
            text = data.get(question.key, "")
            typed[question.key] = int(text) if question.numbers and text.isdecimal() and len(text) < 4 else text
    return typed


def is_chosen(answers: Mapping[str, Value], question: Question, value: str) -> bool:
    given = answers.get(question.key)
    return value in given if isinstance(given, list) else str(given) == value if given is not None else False
