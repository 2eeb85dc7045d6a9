"""A person leaves: what they sent in stays without a name, and every figure stays as it was."""

from django.db import transaction
from django.db.models import Q

from korzo.contests.actions.sent import keep_pictures
from korzo.contests.models import (
    Announcement,
    Cancellation,
    Contest,
    Entry,
    EntryHiding,
    EntryHold,
    Juror,
    Vote,
    VoteRuling,
)
from korzo.contests.queries.rings import votes_of_rings_with
from korzo.contests.tags import tags_of
from korzo.kit.generations import bump_on_commit


def forget_member(member_id: int) -> None:
    with transaction.atomic():
        mine = Entry.objects.filter(author_id=member_id)
        shown_in = set(mine.values_list("contest_id", flat=True))
        _remember_rings(member_id)
        _forget_what_nobody_sees(member_id)
        mine.update(author=None)
        Vote.objects.filter(member_id=member_id).update(member=None)
        Juror.objects.filter(member_id=member_id).update(member=None)
        Juror.objects.filter(named_by_id=member_id).update(named_by=None)
        Contest.objects.filter(made_by_id=member_id).update(made_by=None)
        EntryHold.objects.filter(refused_by_id=member_id).update(refused_by=None)
        for states in (Announcement, Cancellation, EntryHiding, VoteRuling):
            states.objects.filter(by_id=member_id).update(by=None)
        bump_on_commit(f"member:{member_id}", *(tag for pk in shown_in for tag in tags_of(pk)))


def _remember_rings(member_id: int) -> None:
    """A ring is known by its people. Before one of them has no name any more, its votes are marked."""
    open_ones = Contest.objects.filter(result__isnull=True)
    voted, sent_in = Q(entries__votes__member=member_id), Q(entries__author=member_id)
    for contest in open_ones.filter(voted | sent_in).distinct():
        Vote.objects.filter(pk__in=votes_of_rings_with(member_id, contest)).update(was_in_ring=True)


def _forget_what_nobody_sees(member_id: int) -> None:
    """Withdrawn, held and hidden entries."""
    for entry in Entry.objects.filter(author_id=member_id, is_standing=False):
        keep_pictures(entry, [])
        entry.delete()
