"""The fields of a poll in a form: as they begin, as they were sent, and as they are when a poll is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils import timezone

from korzo.kit.errors import FieldRefused
from korzo.polls.drafts import LINES_READ_MAX
from korzo.polls.models import OPTION_LENGTH_MAX, QUESTION_LENGTH_MAX, Option, Poll

# As many fields as one sees without a script; with it more are added up to the limit.
FIELDS_SHOWN = 10
# What a field of the browser for a day and a time reads and writes.
MOMENT_FORMAT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Fields:
    """`errors` by the name of the field. `frozen_count` options are voted on and stay as they are."""

    question: str = ""
    options: Sequence[str] = ()
    kind: str = Poll.Kind.SINGLE
    choices_min: str = "1"
    choices_max: str = ""
    is_anonymous: bool = False
    shows_results: str = Poll.Results.VOTED
    lets_add: bool = False
    closes_at: str = ""
    frozen_count: int = 0
    has_votes: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)

    kinds = Poll.Kind.choices
    results = Poll.Results.choices
    question_length_max = QUESTION_LENGTH_MAX
    option_length_max = OPTION_LENGTH_MAX

    @property
    def option_fields(self) -> list[str]:
        return [*self.options, *[""] * max(1, FIELDS_SHOWN - len(self.options))]

    @property
    def is_open(self) -> bool:
        """Whether somebody has begun to fill it in."""
        return bool(self.question or any(self.options) or self.errors)


def fields_from(data: QueryDict, refusal: FieldRefused | None = None) -> Fields:
    """Nothing that was typed is lost."""
    return Fields(
        question=data.get("poll_question", ""),
        options=[text for text in data.getlist("poll_option")[:LINES_READ_MAX] if text.strip()],
        kind=data.get("poll_kind", Poll.Kind.SINGLE),
        choices_min=data.get("poll_min", ""),
        choices_max=data.get("poll_max", ""),
        is_anonymous="poll_anonymous" in data,
        shows_results=data.get("poll_results", Poll.Results.VOTED),
        lets_add="poll_lets_add" in data,
        closes_at=data.get("poll_closes_at", ""),
        errors={refusal.field: refusal.sentence} if refusal else {},
    )


def fields_of(poll: Poll) -> Fields:
    texts = list(Option.objects.filter(poll=poll).order_by("position").values_list("text", flat=True))
    closes_at = timezone.localtime(poll.closes_at).strftime(MOMENT_FORMAT) if poll.closes_at else ""
    return Fields(
        question=poll.question,
        options=[] if poll.kind == Poll.Kind.RATING else texts,
        kind=poll.kind,
        choices_min=str(poll.choices_min),
        choices_max=str(poll.choices_max),
        is_anonymous=poll.is_anonymous,
        shows_results=poll.shows_results,
        lets_add=poll.lets_add,
        closes_at=closes_at,
        has_votes=poll.ballot_count > 0,
    )
