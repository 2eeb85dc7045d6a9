"""What a decision does to the things of a room that keeps rows about them: that one waits, that one was taken away.

The order of the steps stands here, once: who may, hold, write the row, settle, tell. What they mean is the room's.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.members.models import Member
from korzo.moderation.actions.hold import hold
from korzo.moderation.models.states import SENTENCE_LENGTH_MAX, Waiting
from korzo.moderation.spam.submission import Verdict


def one_line(reason: str, length_max: int = SENTENCE_LENGTH_MAX) -> str:
    return " ".join(reason.replace("\x00", "").split())[:length_max]


def _room_in(rows: type[Model], column: str) -> int:
    """How many signs it takes."""
    field = rows._meta.get_field(column)
    return getattr(field, "max_length", None) or SENTENCE_LENGTH_MAX


def of_team(actor: Member | None) -> str:
    """Nobody is the house itself."""
    return Activity.ActorKind.SYSTEM if actor is None else Activity.ActorKind.STAFF


class Steps[Thing: Model, Hold: Waiting, Removal: Model](ABC):
    """One kind of thing. A room names its tables and says what the rows mean; `Moderated` takes the four steps.

    `owner` is the column in which a hold and a removal name their thing, one to one. A removal has `by`, `at` and
    `reason`. All steps bear being called twice.
    """

    label: str
    owner: str
    holds: type[Hold]
    removals: type[Removal]

    @abstractmethod
    def check(self, actor: Member) -> object:
        """Whether somebody of the team may; Refused where not."""

    @abstractmethod
    def held(self, pk: int) -> Thing:
        """The thing as it is now, locked to the end of the transaction; Missing where it is not there."""

    @abstractmethod
    def settled(self, thing: Thing) -> Thing:
        """Its state and all counts follow from its rows, which were changed just now."""

    @abstractmethod
    def tell_taken_away(self, thing: Thing, removal: Removal, *, actor: Member | None, at: datetime) -> None: ...

    @abstractmethod
    def tell_put_back(self, thing: Thing, *, actor: Member | None, at: datetime) -> None: ...

    @abstractmethod
    def tell_released(self, thing: Thing, hold: Hold, *, actor: Member | None, at: datetime) -> None:
        """Also where it does not stand for another reason."""

    @abstractmethod
    def tell_waiting(self, thing: Thing) -> None:
        """Its author reads something else now: that it waits, or why it was refused."""

    def check_put_back(self, thing: Thing, removal: Removal) -> None:
        """Refused where it is not the team's to put back."""
        return

    def before_taken_away(self, thing: Thing, *, actor: Member | None, at: datetime) -> None:
        """What has to go first, while the thing still stands."""
        return

    def hold_facts(self, thing: Thing) -> Mapping[str, Any]:
        """Further columns of a hold."""
        return {}

    def hide(self, pk: int, *, actor: Member | None, reason: str, at: datetime | None = None) -> bool:
        """A decision of the team, or of the house itself where nobody is named. Whether it was there."""
        with transaction.atomic():
            self._check(actor)
            _removal, is_new = self.take_away(self.held(pk), actor=actor, reason=reason, at=at or timezone.now())
        return is_new

    def take_away(
        self, thing: Thing, *, actor: Member | None, reason: str, at: datetime, **facts: object
    ) -> tuple[Removal, bool]:
        """The caller holds it and has checked; `facts` are further columns of the removal."""
        why = one_line(reason, _room_in(self.removals, "reason"))
        known = self.removals._default_manager.filter(**{self.owner: thing}).first()
        if known is not None:
            return known, False
        self.before_taken_away(thing, actor=actor, at=at)
        removal = self.removals._default_manager.create(**{self.owner: thing}, by=actor, at=at, reason=why, **facts)
        self.tell_taken_away(self.settled(thing), removal, actor=actor, at=at)
        return removal, True

    def show(self, pk: int, *, actor: Member | None, at: datetime | None = None) -> bool:
        """Whether there was something to put back."""
        with transaction.atomic():
            self._check(actor)
            thing = self.held(pk)
            removal = self.removals._default_manager.filter(**{self.owner: thing}).first()
            if removal is None:
                return False
            self.check_put_back(thing, removal)
            removal.delete()
            self.tell_put_back(self.settled(thing), actor=actor, at=at or timezone.now())
        return True

    def release(self, pk: int, *, actor: Member | None, at: datetime | None = None) -> bool:
        """Everybody reads it from now on, and hears of it as if it came now. Whether it waited."""
        with transaction.atomic():
            self._check(actor)
            thing = self.held(pk)
            waited = self._holds(thing).first()
            if waited is None:
                return False
            waited.delete()
            self.tell_released(self.settled(thing), waited, actor=actor, at=at or timezone.now())
        return True

    def refuse(self, pk: int, *, actor: Member | None, reason: str, at: datetime | None = None) -> bool:
        """Nobody but its author and the team ever reads it; the author reads why. Whether it waited."""
        why = one_line(reason, _room_in(self.holds, "refusal"))
        with transaction.atomic():
            self._check(actor)
            thing = self.held(pk)
            refused = (
                self._holds(thing)
                .filter(refused_at__isnull=True)
                .update(refused_by=actor, refused_at=at or timezone.now(), refusal=why)
            )
            self.tell_waiting(thing)
        return bool(refused)

    def hold_back(
        self, thing: Thing, verdict: Verdict, *, author: Member | None, at: datetime, **facts: object
    ) -> Thing:
        """Into the queue of the team, with the reasons that its author reads; waiting once more is waiting anew.

        The caller holds the thing; `facts` are further columns of the hold.
        """
        nobody: dict[str, Any] = {"refused_by": None, "refused_at": None, "refusal": ""}
        values = {"at": at, "reasons": verdict.stored(), **nobody, **self.hold_facts(thing), **facts}
        about: dict[str, Any] = {self.owner: thing}
        self.holds._default_manager.update_or_create(defaults=values, **about)
        settled = self.settled(thing)
        self.tell_waiting(settled)
        hold(self.label, thing.pk, author=author, verdict=verdict, at=at)
        return settled

    def _check(self, actor: Member | None) -> None:
        if actor is not None:
            self.check(actor)

    def _holds(self, thing: Thing) -> QuerySet[Hold]:
        return self.holds._default_manager.filter(**{self.owner: thing})
