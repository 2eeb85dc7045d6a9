"""What becomes of an entry that the team looked at."""

from datetime import datetime

from korzo.activity.actions import record
from korzo.contests.actions.hold import hold_entry, settle
from korzo.contests.actions.publish import tell_published
from korzo.contests.activities import EntryHidden, EntryKind, EntryShown
from korzo.contests.models import Entry, EntryHiding, EntryHold
from korzo.contests.permissions import check_moderate
from korzo.contests.tags import tags_of
from korzo.kit.generations import bump_on_commit
from korzo.members.models import Member
from korzo.moderation.actions import Steps, of_team

LABEL = "contests.entry"


class EntrySteps(Steps[Entry, EntryHold, EntryHiding]):
    """What an entry got is kept, and does not count while it is hidden."""

    label = LABEL
    owner = "entry"
    holds = EntryHold
    removals = EntryHiding

    def check(self, actor: Member) -> object:
        return check_moderate(actor)

    def held(self, pk: int) -> Entry:
        return hold_entry(pk)

    def settled(self, thing: Entry) -> Entry:
        settle(thing)
        return thing

    def tell_taken_away(self, thing: Entry, removal: EntryHiding, *, actor: Member | None, at: datetime) -> None:
        _tell(EntryHidden(contest_id=thing.contest_id, entry_id=thing.pk), thing, actor, at)

    def tell_put_back(self, thing: Entry, *, actor: Member | None, at: datetime) -> None:
        _tell(EntryShown(contest_id=thing.contest_id, entry_id=thing.pk), thing, actor, at)

    def tell_released(self, thing: Entry, hold: EntryHold, *, actor: Member | None, at: datetime) -> None:
        """What waited because it was changed had been published before."""
        self.tell_waiting(thing)
        if thing.is_standing and not tell_published(thing, at=at):
            self.tell_put_back(thing, actor=actor, at=at)

    def tell_waiting(self, thing: Entry) -> None:
        bump_on_commit(*tags_of(thing.contest_id))


def _tell(kind: EntryKind, entry: Entry, actor: Member | None, at: datetime) -> None:
    record(
        kind,
        actor_id=actor.pk if actor else None,
        actor_kind=of_team(actor),
        member_id=entry.author_id,
        occurred_at=at,
    )


STEPS = EntrySteps()
hide_entry, show_entry = STEPS.hide, STEPS.show
release_entry, refuse_entry = STEPS.release, STEPS.refuse
