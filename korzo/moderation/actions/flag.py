"""Members point at what is not right, until a person has looked."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.moderation.actions.freeze import freeze_again, frozen
from korzo.moderation.actions.log import write_entry
from korzo.moderation.actions.rates import Deed, take_turn
from korzo.moderation.activities import AuthorTold
from korzo.moderation.models import Entry, Flag, Item
from korzo.moderation.queries.policy import the_policy
from korzo.moderation.queries.weights import hides_at_once, weight_of
from korzo.moderation.registry import Moderated, Seen, moderated

# As Discourse: who is sure that they were not understood may say so the next day.
AGAIN_AFTER = timedelta(hours=24)


def flag(label: str, pk: int, *, actor: Person, reason: str, words: str = "") -> Flag:
    """One flag a person and thing. At the threshold the thing is hidden until somebody decides."""
    member = check_signed_in(actor)
    kind = moderated(label)
    with transaction.atomic():
        # Two windows of one person take turns.
        Member.objects.select_for_update().filter(pk=member.pk).first()
        seen = _check_flag(kind, pk, member, reason, words)
        if reason == Flag.Reason.TELL_AUTHOR:
            return _tell_author(kind, seen, member, words)
        item = _open_item(kind, seen)
        if item.flags.filter(member=member).exists():
            raise Refused(_("You told us already. Somebody will look at it."))
        weight = weight_of(member, reason)
        made = Flag.objects.create(
            item=item, label=label, subject_id=pk, member=member, reason=reason, words=words, weight=weight
        )
        Item.objects.filter(pk=item.pk).update(
            score=F("score") + weight, flag_count=F("flag_count") + 1, version=F("version") + 1
        )
        item.refresh_from_db(fields=["score", "flag_count", "version"])
        subject = (label, pk)
        write_entry(Entry.Verb.FLAGGED, actor=member, member_id=seen.author_id, subject=subject, reason=reason)
        if seen.is_shown and _is_enough(item, member, reason):
            _hide_at_once(kind, item, seen)
    return made


def _check_flag(kind: Moderated, pk: int, member: Member, reason: str, words: str) -> Seen:
    seen = kind.one(pk)
    if seen is None or not kind.may_see(member, pk):
        raise Missing(f"{kind.label} {pk}")
    if reason not in Flag.Reason.values:
        raise Refused(_("Please choose what is not right."))
    if seen.author_id == member.pk:
        raise Refused(_("This is your own. You can change it or take it away yourself."))
    if reason in {Flag.Reason.OTHER, Flag.Reason.TELL_AUTHOR} and not words.strip():
        raise Refused(_("Please say it in a few words."))
    mine = Flag.objects.filter(member=member)
    if mine.filter(label=kind.label, subject_id=pk, at__gt=timezone.now() - AGAIN_AFTER).exists():
        raise Refused(_("You told us already. You can point at it again tomorrow."))
    take_turn(Deed.FLAG, member=member)
    return seen


def _tell_author(kind: Moderated, seen: Seen, member: Member, words: str) -> Flag:
    """No matter for the team: the author reads the words, and who wrote them."""
    made = Flag.objects.create(
        label=kind.label,
        subject_id=seen.pk,
        member=member,
        reason=Flag.Reason.TELL_AUTHOR,
        words=words,
        outcome=Flag.Outcome.IGNORED,
    )
    if seen.author_id is not None:
        record(AuthorTold(flag_id=made.pk), actor_id=member.pk, member_id=seen.author_id)
    return made


def _open_item(kind: Moderated, seen: Seen) -> Item:
    """The open one about this thing, locked; else a new one with the thing frozen in it."""
    open_items = Item.objects.select_for_update().filter(
        kind=Item.Kind.FLAGS, label=kind.label, subject_id=seen.pk, closed_at__isnull=True
    )
    item = open_items.first()
    if item is None:
        fresh = Item(kind=Item.Kind.FLAGS, label=kind.label, subject_id=seen.pk, **frozen(seen))
        # Somebody may have been quicker by a moment; then theirs is the one.
        Item.objects.bulk_create([fresh], ignore_conflicts=True)
        return open_items.get()
    if item.subject_version != seen.version:
        freeze_again(item, seen)
    return item


def _is_enough(item: Item, member: Member, reason: str) -> bool:
    return item.score >= the_policy().hide_threshold or hides_at_once(member, reason, item.author_id)


def _hide_at_once(kind: Moderated, item: Item, seen: Seen) -> None:
    """By the house itself, and only until a person decides: its author is told so by the thing's own room."""
    # What was seen before the lock of the item may be old: of many flags at one moment only one hides.
    if not Item.objects.filter(pk=item.pk, hidden_at__isnull=True).update(hidden_at=timezone.now()):
        return
    kind.hide(seen.pk, actor=None, reason=_("Several members pointed at it. Somebody of the team will look soon."))
    write_entry(
        Entry.Verb.HIDDEN_AT_ONCE,
        actor=None,
        member_id=seen.author_id,
        subject=(kind.label, seen.pk),
        score=item.score,
    )
