"""Looking into the mailbox: what is new comes in, in its order, and what fails does not hold up the rest."""

import logging
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.utils import timezone

from korzo.notifications.incoming.actions.receive import Busy, receive
from korzo.notifications.incoming.doorway import Doorway, Mailbox
from korzo.notifications.incoming.imap import MailboxAway, OpenMailbox, opened
from korzo.notifications.incoming.models import ERROR_LENGTH_MAX, NAME_LENGTH_MAX, MailboxFailure, MailboxState

logger = logging.getLogger("korzo.notifications")

# One look stays short; the next one, a minute later, goes on.
LETTERS_AT_ONCE = 50
ATTEMPTS_MAX = 3


@dataclass
class Look:
    taken: int = 0
    failed: int = 0


def fetch_mail(doorway: Doorway) -> Look:
    """One look. That the mailbox cannot be reached is noted for staff, not raised: the next look may go well."""
    look = Look()
    if doorway.mailbox is None:
        return look
    state = _state(doorway.mailbox)
    try:
        with opened(doorway.mailbox) as box:
            _begin_anew_if_renumbered(state, box.validity)
            _take_all(box, state, doorway, look)
    except MailboxAway as error:
        logger.warning("The mailbox for replies cannot be read: %s", error)
        _note(state, str(error) or type(error).__name__)
    else:
        _note(state, "")
    return look


def _state(mailbox: Mailbox) -> MailboxState:
    return MailboxState.objects.get_or_create(name=mailbox.name[:NAME_LENGTH_MAX])[0]


def _begin_anew_if_renumbered(state: MailboxState, validity: int) -> None:
    """All numbers are others now. Letters that came in before are known by their own names."""
    if state.validity != validity:
        state.validity, state.last_uid = validity, 0
        state.save(update_fields=["validity", "last_uid"])
        MailboxFailure.objects.filter(mailbox=state).delete()


def _take_all(box: OpenMailbox, state: MailboxState, doorway: Doorway, look: Look) -> None:
    failures = dict(MailboxFailure.objects.filter(mailbox=state).values_list("uid", "attempts"))
    again = sorted(uid for uid, attempts in failures.items() if attempts < ATTEMPTS_MAX)
    for uid in again[:LETTERS_AT_ONCE]:
        _take(box, state, uid, doorway, look)
    for uid in box.numbers_behind(state.last_uid, LETTERS_AT_ONCE):
        if uid not in failures:
            _take(box, state, uid, doorway, look)
        # Behind it either way: what failed stands in a list of its own.
        MailboxState.objects.filter(pk=state.pk, last_uid__lt=uid).update(last_uid=uid)


def _take(box: OpenMailbox, state: MailboxState, uid: int, doorway: Doorway, look: Look) -> None:
    size = box.size(uid)
    raw = box.fetch(uid, size) if size else b""
    tries = MailboxFailure.objects.filter(mailbox=state, uid=uid)
    if not raw:
        # Somebody took it away meanwhile.
        tries.delete()
        return
    _count_try(state, uid)
    try:
        receive(raw, doorway=doorway, size=size)
    except (Busy, OperationalError, InterfaceError) as error:
        # Not this letter's fault.
        tries.update(attempts=F("attempts") - 1, error=str(error)[:ERROR_LENGTH_MAX])
        if not isinstance(error, Busy):
            raise
    except Exception as error:
        # Whatever it is about this letter, those behind it are read.
        logger.exception("A letter could not be taken in.")
        tries.update(error=f"{type(error).__name__}: {error}"[:ERROR_LENGTH_MAX])
        look.failed += 1
    else:
        tries.delete()
        box.mark(uid)
        look.taken += 1


def _count_try(state: MailboxState, uid: int) -> None:
    """Before it is tried, so that a letter which ends the whole process is put aside like one that fails."""
    row = MailboxFailure.objects.get_or_create(mailbox=state, uid=uid)[0]
    MailboxFailure.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, at=timezone.now())


def _note(state: MailboxState, error: str) -> None:
    MailboxState.objects.filter(pk=state.pk).update(looked_at=timezone.now(), error=error[:ERROR_LENGTH_MAX])
