from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused
from korzo.kit.generations import bump_on_commit
from korzo.live.actions import publish
from korzo.members.permissions import Person
from korzo.polls.actions.create_poll import check_closing, write_options
from korzo.polls.actions.hold import hold_poll
from korzo.polls.drafts import PollDraft, checked
from korzo.polls.models import Ballot, Box, Option, Poll
from korzo.polls.permissions import check_edit, may_change_options

# What a poll takes over from a draft as it stands.
KEPT = (
    "question",
    "kind",
    "choices_min",
    "choices_max",
    "is_anonymous",
    "shows_results",
    "lets_add",
    "closes_at",
)


def edit_poll(poll: Poll, *, actor: Person, draft: PollDraft, at: datetime | None = None) -> Poll:
    """Freely until somebody voted. In the first minutes votes that were cast on other words begin anew; after that
    options are only added, and what was promised to those who voted stays.
    """
    with transaction.atomic():
        held = hold_poll(poll.pk)
        moment = at or timezone.now()
        check_edit(actor, held, moment)
        ready = checked(draft)
        if ready.closes_at != held.closes_at:
            check_closing(ready.closes_at, moment)
        texts = tuple(Option.objects.filter(poll=held).order_by("position").values_list("text", flat=True))
        is_reworded = ready.question != held.question or ready.options[: len(texts)] != texts
        if held.ballot_count:
            _check_promises(held, ready)
        if is_reworded and not may_change_options(held, moment):
            raise FieldRefused("poll_option", _("People have voted on these words. You can still add options."))
        if is_reworded:
            _begin_anew(held)
            write_options(held, ready.options)
        else:
            write_options(held, ready.options[len(texts) :], behind=len(texts))
        _keep(held, ready)
        bump_on_commit(f"poll:{held.pk}")
        publish(f"poll:{held.pk}", "polls.changed", {"poll_id": held.pk})
    return held


def _check_promises(held: Poll, ready: PollDraft) -> None:
    if ready.kind != held.kind:
        raise FieldRefused("poll_kind", _("Somebody has voted, so the way of voting stays."))
    if ready.is_anonymous != held.is_anonymous:
        raise FieldRefused("poll_anonymous", _("Somebody has voted, so this stays as they saw it."))
    if ready.shows_results != held.shows_results:
        raise FieldRefused("poll_results", _("Somebody has voted, so this stays as they saw it."))
    if ready.choices_max < held.choices_max:
        raise FieldRefused("poll_max", _("Somebody has voted, so the number can only grow."))
    if ready.choices_min > held.choices_min:
        raise FieldRefused("poll_min", _("Somebody has voted, so the number can only fall."))


def _begin_anew(held: Poll) -> None:
    """What was voted on other words counts for nothing: those who voted may do so again."""
    Ballot.objects.filter(poll=held).delete()
    Option.objects.filter(poll=held).delete()
    Box.objects.filter(poll=held).update(counts={})
    held.ballot_count = 0


def _keep(held: Poll, ready: PollDraft) -> None:
    for name in KEPT:
        setattr(held, name, getattr(ready, name))
    held.save(update_fields=[*KEPT, "ballot_count"])
    if held.is_anonymous:
        Box.objects.get_or_create(poll=held)
    else:
        Box.objects.filter(poll=held).delete()
