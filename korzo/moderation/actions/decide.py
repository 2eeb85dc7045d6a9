"""A person decides about an item of the queue: once, about what they really saw, for thirty seconds not for good."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import send_out
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions.appeals import answer_appeal
from korzo.moderation.actions.log import write_entry
from korzo.moderation.actions.sanctions import confirm_ban, lift, propose_ban, silence
from korzo.moderation.actions.statements import Why, check_why
from korzo.moderation.actions.take_down import sentence_for_author, state_about
from korzo.moderation.models import Decision, Entry, Flag, Item, Sanction, Statement
from korzo.moderation.permissions import check_moderate
from korzo.moderation.registry import Moderated, Seen, is_moderated, moderated

UNDO_FOR = timedelta(seconds=30)
TELL_SENDER = "moderation.tell"
AGAINST_AUTHOR = frozenset({Decision.Verb.AGREE, Decision.Verb.SILENCE, Decision.Verb.BAN})
NEEDS_ANSWER = frozenset({Item.Kind.HELD, Item.Kind.NOTICE, Item.Kind.APPEAL, Item.Kind.BAN})


class Changed(Refused):
    """It is not what they looked at any more: the page shows what it is now, and asks again."""


@dataclass(frozen=True)
class Choice:
    """What somebody pressed, and what they had before their eyes: the versions of the item and of its subject."""

    verb: str
    version: int
    seen_version: int | None = None
    reason: str = ""
    words: str = ""
    hours: int | None = None
    # Of a ban that is confirmed: what becomes of its member's words.
    content: str | None = None

    @property
    def is_against_author(self) -> bool:
        return self.verb in AGAINST_AUTHOR


def decide(item: Item, *, actor: Person, choice: Choice) -> Decision:
    """The first of two who decide at once wins; the other is told who did."""
    by = check_moderate(actor)
    with transaction.atomic():
        # Also locks out a further flag, until this is over.
        locked = Item.objects.select_for_update().get(pk=item.pk)
        kind = moderated(locked.label) if is_moderated(locked.label) else None
        seen = kind.one(locked.subject_id) if kind and locked.subject_id is not None else None
        _check_choice(locked, seen, by, choice)
        decision = Decision.objects.create(
            item=locked, by=by, verb=choice.verb, reason=choice.reason, words=choice.words, hours=choice.hours
        )
        Item.objects.filter(pk=locked.pk).update(closed_at=timezone.now(), claimed_by=None, claimed_until=None)
        _CARRY_OUT[Item.Kind(locked.kind)](_Case(locked, decision, by, choice, kind, seen))
        write_entry(
            Entry.Verb.DECIDED,
            actor=by,
            member_id=locked.author_id,
            subject=(locked.label, locked.subject_id),
            item=locked.pk,
            decision=decision.pk,
            kind=locked.kind,
            verb=choice.verb,
            reason=choice.reason,
            minutes=round((timezone.now() - locked.opened_at).total_seconds() / 60),
        )
        send_out(
            TELL_SENDER,
            key=f"moderation.decision:{decision.pk}",
            payload={"decision_id": decision.pk},
            not_before=timezone.now() + UNDO_FOR,
        )
    return decision


def _check_choice(item: Item, seen: Seen | None, by: Member, choice: Choice) -> None:
    if not item.is_open:
        standing = item.decisions.filter(undone_at__isnull=True).select_related("by").first()
        name = standing.by.name if standing and standing.by else _("Somebody")
        raise Refused(_("%(name)s decided this a moment ago.") % {"name": name})
    if choice.verb not in Decision.Verb.values:
        raise Refused(_("Please choose what to do."))
    is_edited = seen is not None and choice.seen_version is not None and seen.version != choice.seen_version
    if item.version != choice.version or is_edited:
        raise Changed(_("It changed while you looked at it. Please look again."))
    if item.author_id == by.pk and item.kind != Item.Kind.NOTICE:
        raise Refused(_("This is about you. Somebody else decides it."))
    if choice.verb == Decision.Verb.IGNORE and item.kind in NEEDS_ANSWER:
        raise Refused(_("Somebody waits for an answer to this: please decide one way or the other."))
    if item.kind in {Item.Kind.APPEAL, Item.Kind.BAN}:
        if choice.verb not in {Decision.Verb.AGREE, Decision.Verb.DISAGREE}:
            raise Refused(_("Here you can only agree or disagree."))
    elif choice.is_against_author:
        check_why(Why(choice.reason, choice.words))


@dataclass(frozen=True)
class _Case:
    """An item that is being decided: all that the carrying out needs."""

    item: Item
    decision: Decision
    by: Member
    choice: Choice
    kind: Moderated | None
    seen: Seen | None

    def why(self, source: str, *, automated_detection: bool = False) -> Why:
        return Why(self.choice.reason, self.choice.words, source, automated_detection)

    def keep(self, **changes: object) -> None:
        Decision.objects.filter(pk=self.decision.pk).update(**changes)


def _flags(case: _Case) -> None:
    agreed = case.choice.is_against_author
    if case.kind is not None and case.seen is not None:
        if agreed:
            _take_away(case, case.why(Statement.Source.FLAGS), case.kind, case.seen)
        elif case.item.hidden_at is not None and not case.seen.is_shown:
            case.kind.show(case.seen.pk, actor=case.by)
            case.keep(showed=True)
    outcome = {Decision.Verb.DISAGREE: Flag.Outcome.DISAGREED, Decision.Verb.IGNORE: Flag.Outcome.IGNORED}.get(
        Decision.Verb(case.choice.verb), Flag.Outcome.AGREED
    )
    case.item.flags.filter(outcome=Flag.Outcome.OPEN).update(outcome=outcome)
    _sanction_author(case, case.why(Statement.Source.FLAGS))


def _take_away(case: _Case, why: Why, kind: Moderated, seen: Seen) -> None:
    if seen.is_shown:
        kind.hide(seen.pk, actor=case.by, reason=sentence_for_author(why))
    made = state_about(seen, kind.label, actor=case.by, restriction=Statement.Restriction.REMOVED, why=why)
    case.keep(hid=seen.is_shown, statement_id=made.pk if made else None)


def _held(case: _Case) -> None:
    if case.kind is None or case.seen is None:
        return
    why = case.why(Statement.Source.OWN, automated_detection=True)
    if not case.choice.is_against_author:
        case.kind.release(case.seen.pk, actor=case.by)
        case.keep(showed=True)
        return
    case.kind.refuse(case.seen.pk, actor=case.by, reason=sentence_for_author(why))
    made = state_about(case.seen, case.kind.label, actor=case.by, restriction=Statement.Restriction.NOT_SHOWN, why=why)
    case.keep(hid=True, statement_id=made.pk if made else None)
    _sanction_author(case, why)


def _notice(case: _Case) -> None:
    if not case.choice.is_against_author:
        return
    why = case.why(Statement.Source.NOTICE)
    if case.kind is not None and case.seen is not None:
        _take_away(case, why, case.kind, case.seen)
    _sanction_author(case, why)


def _sanction_author(case: _Case, why: Why) -> None:
    """With the same pressing of a key. Its member is told with the decision, not before it can be undone no more."""
    author = case.item.author
    if case.choice.verb == Decision.Verb.SILENCE and author is not None:
        made = silence(author, actor=case.by, why=why, hours=case.choice.hours, is_told=False)
        case.keep(sanction_id=made.pk)
    if case.choice.verb == Decision.Verb.BAN and author is not None:
        case.keep(ban_item_id=propose_ban(author, actor=case.by, why=why).pk)


def _appeal(case: _Case) -> None:
    answer_appeal(
        case.item.appeal,
        actor=case.by,
        is_reversed=case.choice.verb == Decision.Verb.AGREE,
        answer=case.choice.words,
    )


def _ban(case: _Case) -> None:
    proposed = Sanction.objects.select_related("member").get(pk=case.item.subject_id or 0)
    if case.choice.verb == Decision.Verb.AGREE:
        confirm_ban(proposed, actor=case.by, content=case.choice.content)
    else:
        lift(proposed, actor=case.by, is_told=False)
    case.keep(sanction_id=proposed.pk)


_CARRY_OUT: dict[Item.Kind, Callable[[_Case], None]] = {
    Item.Kind.FLAGS: _flags,
    Item.Kind.HELD: _held,
    Item.Kind.NOTICE: _notice,
    Item.Kind.APPEAL: _appeal,
    Item.Kind.BAN: _ban,
}
