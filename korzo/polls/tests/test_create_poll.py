from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Refused
from korzo.polls.actions import PollDraft, create_poll, read_poll
from korzo.polls.models import Box, Option, Poll
from korzo.polls.tests.scenes import LABEL, SHOES, a_poll
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_keeps_the_question_and_its_options(cast: Cast) -> None:
    poll = a_poll(cast.tea, pk=7)
    assert (poll.subject_label, poll.subject_id, poll.author, poll.kind) == (LABEL, 7, cast.tea, "single")
    assert list(Option.objects.filter(poll=poll).order_by("position").values_list("position", "text")) == list(
        enumerate(SHOES, 1)
    )
    assert not Box.objects.exists()
    assert Activity.objects.get(verb="polls.poll_opened").data == {
        "poll_id": poll.pk, "of_label": LABEL, "of_id": 7,
    }  # fmt: skip


def test_it_gives_a_rating_its_five_values(cast: Cast) -> None:
    poll = a_poll(cast.tea, kind="rating", options=("ignored",), lets_add=True)
    assert list(Option.objects.filter(poll=poll).order_by("position").values_list("text", flat=True)) == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]
    assert poll.lets_add is False


def test_it_gives_an_anonymous_poll_its_box(cast: Cast) -> None:
    assert Box.objects.get(poll=a_poll(cast.tea, is_anonymous=True)).counts == {}


def test_it_takes_one_poll_a_subject(cast: Cast) -> None:
    a_poll(cast.tea)
    with pytest.raises(FieldRefused, match="already"):
        a_poll(cast.luka)
    assert Poll.objects.count() == 1


def test_it_knows_no_subject_that_nobody_registered(cast: Cast) -> None:
    with pytest.raises(LookupError):
        create_poll("nobody.knows", 1, actor=cast.tea, draft=PollDraft("Why?", ("A", "B")))


def test_it_takes_none_from_a_guest(cast: Cast) -> None:
    with pytest.raises(Refused):
        create_poll(LABEL, 1, actor=None, draft=PollDraft("Why?", ("A", "B")))
    assert not Poll.objects.exists()


BAD: dict[str, list[dict[str, Any]]] = {
    "poll_question": [{"question": ""}, {"question": "x" * 201}],
    "poll_option": [
        {"options": ("One",)},
        {"options": ("One", "one")},
        {"options": tuple(f"Option {n}" for n in range(21))},
        {"options": ("One", "x" * 121)},
    ],
    "poll_kind": [{"kind": "lottery"}],
    "poll_results": [{"shows_results": "never"}],
    "poll_min": [
        {"kind": "multiple", "choices_min": 0, "choices_max": 1},
        {"kind": "multiple", "choices_min": 4, "choices_max": 4},
    ],
    "poll_max": [{"kind": "multiple", "choices_min": 2, "choices_max": 1}, {"kind": "multiple", "choices_max": 4}],
    "poll_closes_at": [
        {"closes_at": timezone.now() + timedelta(minutes=1)},
        {"closes_at": timezone.now() + timedelta(days=999)},
    ],
}  # fmt: skip


@pytest.mark.parametrize(("field", "wrong"), [(field, one) for field, several in BAD.items() for one in several])
def test_it_says_which_field_is_wrong(cast: Cast, field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(FieldRefused) as refused:
        a_poll(cast.tea, **wrong)
    assert refused.value.field == field
    assert not Poll.objects.exists()
    assert not Activity.objects.filter(verb="polls.poll_opened").exists()


def sent(text: str) -> PollDraft | None:
    return read_poll(QueryDict(text))


def test_it_reads_a_form() -> None:
    draft = sent(
        "poll_question=+Which+one%3F&poll_option=A&poll_option=+&poll_option=B&poll_option=C&poll_kind=multiple&poll_min=1"
        "&poll_max=2&poll_anonymous=on&poll_results=closed&poll_lets_add=on&poll_closes_at=2031-05-06T18:30"
    )
    assert draft is not None
    assert (draft.question, draft.options, draft.kind) == ("Which one?", ("A", "B", "C"), "multiple")
    assert (draft.choices_min, draft.choices_max, draft.is_anonymous, draft.lets_add) == (1, 2, True, True)
    assert draft.shows_results == "closed"
    assert draft.closes_at is not None
    assert timezone.localtime(draft.closes_at).isoformat()[:16] == "2031-05-06T18:30"
    assert draft.plain == "Which one?\nA\nB\nC"


def test_it_reads_no_poll_where_none_was_written() -> None:
    assert sent("") is None
    assert sent("poll_question=&poll_option=&poll_option=+&poll_kind=multiple&poll_min=1&poll_max=") is None


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("poll_question=&poll_option=A", "poll_question"),
        ("poll_question=Why%3F", "poll_option"),
        ("poll_question=W&poll_option=A&poll_option=B&poll_kind=multiple&poll_max=many", "poll_max"),
        ("poll_question=W&poll_option=A&poll_option=B&poll_closes_at=soon", "poll_closes_at"),
        ("poll_question=W&poll_option=A&poll_option=B&poll_closes_at=2031-02-31T10:00", "poll_closes_at"),
    ],
)
def test_it_refuses_a_form_with_the_field_beside_it(text: str, field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        sent(text)
    assert refused.value.field == field
