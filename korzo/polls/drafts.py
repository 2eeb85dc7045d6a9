"""A poll as somebody wrote it, before it is one."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken
from korzo.polls.models import OPTION_LENGTH_MAX, QUESTION_LENGTH_MAX, RATING_MAX, RATING_MIN, Poll
from korzo.polls.permissions import OPTIONS_MAX

# With one option there is nothing to choose.
OPTIONS_MIN = 2
# Far above what a poll may hold: the sentence comes from the check, this only bounds the work.
LINES_READ_MAX = 60


@dataclass(frozen=True)
class PollDraft:
    """For a rating the options are the five values, whatever is given here; for one choice both numbers are 1."""

    question: str
    options: tuple[str, ...] = ()
    kind: str = Poll.Kind.SINGLE
    choices_min: int = 1
    choices_max: int = 1
    is_anonymous: bool = False
    shows_results: str = Poll.Results.VOTED
    lets_add: bool = False
    closes_at: datetime | None = None

    @property
    def plain(self) -> str:
        """All its words, for whoever weighs what a member writes."""
        return "\n".join([self.question, *(self.options if self.kind != Poll.Kind.RATING else ())])


def read_poll(data: QueryDict) -> PollDraft | None:
    """What the form part holds; None where neither a question nor an option was written.

    Raises `FieldRefused` with the name of the field: poll_question, poll_option, poll_kind, poll_min, poll_max,
    poll_results, poll_closes_at.
    """
    question = one_line(data.get("poll_question", ""))
    options = tuple(one_line(text) for text in data.getlist("poll_option")[:LINES_READ_MAX])
    options = tuple(text for text in options if text)
    if not question and not options:
        return None
    kind = data.get("poll_kind") or Poll.Kind.SINGLE
    is_multiple = kind == Poll.Kind.MULTIPLE
    return checked(
        PollDraft(
            question=question,
            options=options,
            kind=kind,
            choices_min=_number(data, "poll_min", 1) if is_multiple else 1,
            choices_max=_number(data, "poll_max", len(options)) if is_multiple else 1,
            is_anonymous="poll_anonymous" in data,
            shows_results=data.get("poll_results") or Poll.Results.VOTED,
            lets_add="poll_lets_add" in data,
            closes_at=_moment(data.get("poll_closes_at", "")),
        )
    )


def one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _number(data: QueryDict, name: str, default: int) -> int:
    text = data.get(name, "").strip()
    if not text:
        return max(1, default)
    if not text.isdecimal() or len(text) > 4:
        raise FieldRefused(name, _("Please write a number."))
    return int(text)


def _moment(text: str) -> datetime | None:
    """A date and time as the browser's own field writes it, in the community's time zone."""
    if not text.strip():
        return None
    try:
        moment = parse_datetime(text.strip())
    except ValueError:
        moment = None
    if moment is None:
        raise FieldRefused("poll_closes_at", _("Please choose a day and a time."))
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def checked(draft: PollDraft) -> PollDraft:
    """The draft as it will be kept. The closing date is checked against the clock by the action."""
    _check_words(draft)
    if draft.kind == Poll.Kind.RATING:
        values = tuple(str(value) for value in range(RATING_MIN, RATING_MAX + 1))
        return _with(draft, options=values, lets_add=False)
    _check_options(draft.options)
    if draft.kind != Poll.Kind.MULTIPLE:
        return _with(draft, options=draft.options, lets_add=draft.lets_add)
    _check_numbers(draft)
    return draft


def _with(draft: PollDraft, *, options: tuple[str, ...], lets_add: bool) -> PollDraft:
    return PollDraft(
        question=draft.question,
        options=options,
        kind=draft.kind,
        is_anonymous=draft.is_anonymous,
        shows_results=draft.shows_results,
        lets_add=lets_add,
        closes_at=draft.closes_at,
    )


def _check_words(draft: PollDraft) -> None:
    if not draft.question:
        raise FieldRefused("poll_question", _("What would you like to ask?"))
    if len(draft.question) > QUESTION_LENGTH_MAX:
        raise FieldRefused("poll_question", _("This question is long. Please put some of it into the text."))
    if draft.kind not in Poll.Kind.values:
        raise FieldRefused("poll_kind", _("Please choose how people vote."))
    if draft.shows_results not in Poll.Results.values:
        raise FieldRefused("poll_results", _("Please choose who sees the result, and when."))


def _check_options(options: tuple[str, ...]) -> None:
    if len(options) < OPTIONS_MIN:
        raise FieldRefused("poll_option", _("Please give at least two options to choose from."))
    if len(options) > OPTIONS_MAX:
        most = ngettext("A poll has at most %(n)s option.", "A poll has at most %(n)s options.", OPTIONS_MAX)
        raise FieldRefused("poll_option", most % {"n": spoken(OPTIONS_MAX)})
    known: set[str] = set()
    for text in options:
        check_option(text, known)
        known.add(text.casefold())


def check_option(text: str, known: set[str]) -> None:
    """`known` are the others, in folded case."""
    if not text:
        raise FieldRefused("poll_option", _("Please write what one could choose."))
    if len(text) > OPTION_LENGTH_MAX:
        raise FieldRefused("poll_option", _("An option is a few words. This one is too long."))
    if text.casefold() in known:
        raise FieldRefused("poll_option", _("“%(text)s” is there already.") % {"text": text})


def _check_numbers(draft: PollDraft) -> None:
    if not 1 <= draft.choices_min <= len(draft.options):
        raise FieldRefused("poll_min", _("The least number of choices does not fit the number of options."))
    if not draft.choices_min <= draft.choices_max <= OPTIONS_MAX:
        raise FieldRefused("poll_max", _("The greatest number of choices must not be below the least."))
    if draft.choices_max > len(draft.options) and not draft.lets_add:
        raise FieldRefused("poll_max", _("There are not so many options to choose from."))
