"""A member takes part, changes what they sent in, or takes it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.contests.actions.hold import hold_contest, hold_entry, settle
from korzo.contests.actions.moderate_entry import LABEL, STEPS
from korzo.contests.actions.publish import tell_published
from korzo.contests.actions.sent import Ready, Sent, keep_pictures, make_ready, rights_text
from korzo.contests.activities import EntryChanged, EntryWithdrawn
from korzo.contests.models import Contest, Entry, EntryPicture, EntryWithdrawal
from korzo.contests.permissions import check_edit, check_enter, check_entries_left, check_own
from korzo.kit.html import CLEANER_VERSION
from korzo.kit.tongue import guess_language
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions import Look, look_at
from korzo.writing.actions import drop_draft


def draft_key(contest: Contest) -> str:
    return f"contest:{contest.pk}"


def enter(
    contest: Contest, *, actor: Person, sent: Sent, at: datetime | None = None, backfilled: bool = False
) -> Entry:
    """One of the entries that the contest allows. It waits for the team where the checks say so."""
    with transaction.atomic():
        held = hold_contest(contest.pk)
        # Only now: somebody who waited here may have waited until the phase was over.
        moment = at or timezone.now()
        member = check_enter(actor, held, moment)
        check_entries_left(member, held)
        ready = make_ready(sent, held, actor=member)
        look = Look() if backfilled else look_at(LABEL, ready, sent, author=member, at=moment, title=ready.title)
        held.last_number += 1
        held.save(update_fields=["last_number"])
        entry = _write(held, member, ready, moment)
        keep_pictures(entry, ready.pictures)
        drop_draft(draft_key(held), actor=member)
        if look.is_held:
            STEPS.hold_back(entry, look.verdict, author=member, at=moment)
        else:
            tell_published(entry, at=moment, backfilled=backfilled)
    return entry


def _write(contest: Contest, author: Member, ready: Ready, at: datetime) -> Entry:
    return Entry.objects.create(
        contest=contest,
        author=author,
        number=contest.last_number,
        title=ready.title,
        html=ready.html,
        plain=ready.plain,
        cleaner_version=CLEANER_VERSION,
        language=guess_language(ready.plain or ready.title, of_author=author.language),
        rights_text=rights_text(contest),
        rights_at=at,
        created_at=at,
    )


def edit_entry(entry: Entry, *, actor: Person, sent: Sent, at: datetime | None = None) -> Entry:
    """All of it is said anew, the confirmation of rights too."""
    with transaction.atomic():
        held = hold_entry(entry.pk)
        moment = at or timezone.now()
        member = check_edit(actor, held, moment)
        former = EntryPicture.objects.filter(entry=held).select_related("picture").order_by("position")
        ready = make_ready(sent, held.contest, actor=member, standing=[row.picture for row in former])
        look = look_at(LABEL, ready, sent, author=member, at=moment, title=ready.title, is_edit=True)
        _rewrite(held, ready, moment)
        keep_pictures(held, ready.pictures)
        drop_draft(f"entry:{held.pk}", actor=member)
        if look.is_held:
            STEPS.hold_back(held, look.verdict, author=member, at=moment)
        record(
            EntryChanged(contest_id=held.contest_id, entry_id=held.pk),
            actor_id=member.pk,
            member_id=member.pk,
            occurred_at=moment,
        )
    return held


def _rewrite(entry: Entry, ready: Ready, at: datetime) -> None:
    entry.title, entry.html, entry.plain = ready.title, ready.html, ready.plain
    entry.cleaner_version = CLEANER_VERSION
    entry.rights_text, entry.rights_at = rights_text(entry.contest), at
    entry.version += 1
    entry.edited_at = at
    entry.save(
        update_fields=[
            *("title", "html", "plain", "cleaner_version", "rights_text", "rights_at", "version", "edited_at"),
        ]
    )


def withdraw_entry(entry: Entry, *, actor: Person, at: datetime | None = None) -> EntryWithdrawal:
    """While entries are taken. Its pictures are let go of, and its place may be filled again."""
    with transaction.atomic():
        held = hold_entry(entry.pk)
        moment = at or timezone.now()
        member = check_own(actor, held, moment)
        withdrawal = EntryWithdrawal.objects.create(entry=held, at=moment)
        keep_pictures(held, [])
        settle(held)
        record(
            EntryWithdrawn(contest_id=held.contest_id, entry_id=held.pk),
            actor_id=member.pk,
            member_id=member.pk,
            occurred_at=moment,
        )
    return withdrawal
