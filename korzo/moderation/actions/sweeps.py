"""All traces of a spammer go in one step, and come back in one."""

from itertools import batched

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.jobs.actions import enqueue_on_commit
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.moderation import tasks
from korzo.moderation.actions.learn_from import learn_from_sweep, unlearn_from_putting_back
from korzo.moderation.actions.log import write_entry
from korzo.moderation.models import Entry, Sweep, Swept
from korzo.moderation.permissions import check_moderate, check_sanction
from korzo.moderation.queries.members import SWEEP_UNDO
from korzo.moderation.registry import Moderated, all_moderated, moderated

# Of each kind of thing. Somebody with more than that is no newcomer who advertises.
THINGS_MAX = 5_000
# So many in one transaction: on SQLite everybody else waits until they are written.
BATCH = 25


def sweep(member: Member, *, actor: Person, is_for_good: bool = False) -> Sweep:
    """Asked for now, done by the worker a moment later. What was hidden before is left as it is."""
    check_sanction(actor, member, hard=False)
    with transaction.atomic():
        made = Sweep.objects.create(member=member, by=check_signed_in(actor), is_for_good=is_for_good)
        write_entry(Entry.Verb.SWEPT, actor=made.by, member_id=member.pk, sweep=made.pk)
        enqueue_on_commit(tasks.hide_traces_of, made.pk)
    return made


def undo_sweep(row: Sweep, *, actor: Person) -> None:
    """Within thirty days everything that it hid stands in its place again."""
    by = check_moderate(actor)
    if row.is_for_good:
        raise Refused(_("This was decided with the ban. Each post can be shown again by itself."))
    if timezone.now() - row.at > SWEEP_UNDO:
        raise Refused(_("Thirty days have passed. Each post can be shown again by itself."))
    with transaction.atomic():
        if not Sweep.objects.filter(pk=row.pk, undone_at__isnull=True).update(undone_at=timezone.now(), undone_by=by):
            raise Refused(_("It is taken back already."))
        write_entry(Entry.Verb.SWEEP_UNDONE, actor=by, member_id=row.member_id, sweep=row.pk)
        enqueue_on_commit(tasks.show_traces_of, row.pk)


def hide_traces(sweep_id: int) -> int:
    """The worker's part; begun again after a crash it goes on where it was. How many it hid now."""
    row = Sweep.objects.select_related("member", "by").get(pk=sweep_id)
    if row.member is None:
        return 0
    hidden = 0
    for kind in all_moderated():
        for ids in batched(kind.of_author(row.member.pk, THINGS_MAX), BATCH):
            hidden += _hide_batch(row, kind, ids)
    return hidden


def _hide_batch(row: Sweep, kind: Moderated, ids: tuple[int, ...]) -> int:
    with transaction.atomic():
        # Taken back while it ran: then it stops here.
        if not Sweep.objects.select_for_update().filter(pk=row.pk, undone_at__isnull=True).exists():
            return 0
        found = kind.fetch(list(ids))
        shown = [pk for pk in ids if pk in found and found[pk].is_shown]
        if not Swept.objects.filter(sweep=row, label=kind.label).exists():
            learn_from_sweep(kind.label, (found[pk] for pk in shown))
        for pk in shown:
            kind.hide(pk, actor=row.by, reason=_("Everything from this account is hidden for now."))
        Swept.objects.bulk_create(
            [Swept(sweep=row, label=kind.label, subject_id=pk) for pk in shown], ignore_conflicts=True
        )
    return len(shown)


def show_traces(sweep_id: int) -> int:
    """The worker's part of the way back."""
    row = Sweep.objects.select_related("undone_by").get(pk=sweep_id)
    waiting = row.things.filter(shown_again_at__isnull=True).order_by("pk")
    shown = 0
    for things in batched(list(waiting), BATCH):
        with transaction.atomic():
            for thing in things:
                kind = moderated(thing.label)
                seen = kind.one(thing.subject_id)
                if seen is not None:
                    unlearn_from_putting_back(thing.label, seen)
                    kind.show(thing.subject_id, actor=row.undone_by)
                    shown += 1
            Swept.objects.filter(pk__in=[thing.pk for thing in things]).update(shown_again_at=timezone.now())
    return shown
