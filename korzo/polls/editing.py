"""How the pages of a survey change: each function takes the pages as they are and gives them as they become."""

from dataclasses import replace

from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.kit.formats import spoken
from korzo.polls.content import OPTIONS_MAX, PAGES_MAX, QUESTIONS_ON_PAGE_MAX, Condition, Content, Kind, Page, Question

TITLE_LENGTH_MAX = 120
QUESTION_LENGTH_MAX = 300
OPTION_LENGTH_MAX = 120


def add_page(content: Content) -> Content:
    if len(content.pages) >= PAGES_MAX:
        raise Refused(_("A survey has at most %(n)s pages. People tire before.") % {"n": spoken(PAGES_MAX)})
    return replace(content, pages=(*content.pages, Page()))


def save_page(content: Content, place: int, title: str, condition: Condition | None) -> Content:
    _page(content, place)
    if len(title) > TITLE_LENGTH_MAX:
        raise FieldRefused("title", _("Please give it a title of a few words."))
    return content.with_page(place, title=title, condition=condition)


def move_page(content: Content, place: int, by: int) -> Content:
    page = _page(content, place)
    pages = [one for one in content.pages if one is not page]
    pages.insert(max(0, place + by), page)
    return replace(content, pages=tuple(pages))


def remove_page(content: Content, place: int) -> Content:
    page = _page(content, place)
    rest = tuple(one for one in content.pages if one is not page)
    return replace(content, pages=rest or (Page(),))


def save_question(content: Content, question: Question, place: int) -> Content:
    """A question without a key is new and gets one; one with a key may come from another page."""
    checked(question)
    page = _page(content, place)
    if not question.key:
        question = replace(question, key=f"q{content.next_number}")
        content = replace(content, next_number=content.next_number + 1)
    elif content.page_of(question.key) != place:
        content = remove_question(content, question.key)
        page = content.pages[place]
    rows = [question if one.key == question.key else one for one in page.questions]
    if question not in rows:
        rows.append(question)
    if len(rows) > QUESTIONS_ON_PAGE_MAX:
        raise FieldRefused("place", _("This page is full. Please put it on another page."))
    return content.with_page(place, questions=tuple(rows))


def move_question(content: Content, key: str, by: int) -> Content:
    """Within its page."""
    place = content.page_of(key)
    questions = list(_page(content, place).questions)
    at = next(i for i, one in enumerate(questions) if one.key == key)
    questions.insert(max(0, at + by), questions.pop(at))
    return content.with_page(place, questions=tuple(questions))


def remove_question(content: Content, key: str) -> Content:
    place = content.page_of(key)
    rest = tuple(one for one in _page(content, place).questions if one.key != key)
    return content.with_page(place, questions=rest)


def checked(question: Question) -> None:
    if not 1 <= len(question.text) <= QUESTION_LENGTH_MAX:
        raise FieldRefused("text", _("Please write the question, in a sentence or two."))
    if question.kind not in Kind.values:
        raise FieldRefused("kind", _("Please choose how people answer."))
    if len(question.options) > OPTIONS_MAX or any(len(text) > OPTION_LENGTH_MAX for text in question.options):
        raise FieldRefused("options", _("Please give at most %(n)s short options.") % {"n": spoken(OPTIONS_MAX)})
    if question.kind in {Kind.SINGLE, Kind.MULTIPLE} and len(question.options) < 2:
        raise FieldRefused("options", _("Please give at least two options, each on a line of its own."))


def _page(content: Content, place: int) -> Page:
    if not 0 <= place < len(content.pages):
        raise Missing(f"page {place}")
    return content.pages[place]
