from collections.abc import Iterable
from datetime import datetime, timedelta
from secrets import randbelow

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.kit.errors import FieldRefused
from korzo.members.permissions import Person, check_signed_in
from korzo.polls.activities import PollOpened
from korzo.polls.drafts import PollDraft, checked
from korzo.polls.models import Box, Option, Poll
from korzo.polls.subjects import subject_of

# What ends sooner, nobody can answer.
OPEN_FOR_MIN = timedelta(minutes=5)
# Long after that the question means something else.
OPEN_FOR_MAX = timedelta(days=400)
_LOTS = 2**31


def create_poll(
    label: str,
    pk: int,
    *,
    actor: Person,
    draft: PollDraft,
    at: datetime | None = None,
    backfilled: bool = False,
) -> Poll:
    """The caller's room has checked that the actor may write there, and calls within its own transaction."""
    subject_of(label)
    with transaction.atomic():
        member = check_signed_in(actor)
        ready = checked(draft)
        moment = at or timezone.now()
        if not backfilled:
            check_closing(ready.closes_at, moment)
        if Poll.objects.filter(subject_label=label, subject_id=pk).exists():
            raise FieldRefused("poll_question", _("There is a poll already."))
        poll = Poll.objects.create(
            subject_label=label,
            subject_id=pk,
            author=member,
            question=ready.question,
            kind=ready.kind,
            choices_min=ready.choices_min,
            choices_max=ready.choices_max,
            is_anonymous=ready.is_anonymous,
            shows_results=ready.shows_results,
            lets_add=ready.lets_add,
            closes_at=ready.closes_at,
            created_at=moment,
        )
        write_options(poll, ready.options)
        if poll.is_anonymous:
            Box.objects.create(poll=poll)
        record(
            PollOpened(poll_id=poll.pk, of_label=label, of_id=pk),
            actor_id=member.pk,
            member_id=member.pk,
            occurred_at=moment,
            backfilled=backfilled,
        )
    return poll


def check_closing(closes_at: datetime | None, at: datetime) -> None:
    if closes_at is None:
        return
    if closes_at < at + OPEN_FOR_MIN:
        raise FieldRefused("poll_closes_at", _("Please choose a time that is still to come, so that people can vote."))
    if closes_at > at + OPEN_FOR_MAX:
        raise FieldRefused("poll_closes_at", _("That is more than a year away. Please choose an earlier day."))


def write_options(poll: Poll, texts: Iterable[str], *, behind: int = 0, added_by: Person = None) -> list[Option]:
    """Options in this order, after position `behind`. Part of creating, changing and adding."""
    rows = [
        Option(poll=poll, position=position, text=text, lot=randbelow(_LOTS), added_by=added_by)
        for position, text in enumerate(texts, behind + 1)
    ]
    return Option.objects.bulk_create(rows)
