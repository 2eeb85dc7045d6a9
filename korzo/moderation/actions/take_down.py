"""What stands somewhere is taken away with reasons, or put back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.members.queries import by_ids
from korzo.moderation.actions.learn_from import learn_from_taking_down, unlearn_from_putting_back
from korzo.moderation.actions.log import write_entry
from korzo.moderation.actions.statements import Why, check_why, state_reasons, tell_reasons, withdraw_statement
from korzo.moderation.models import Decision, Entry, Flag, Item, Statement
from korzo.moderation.permissions import check_moderate
from korzo.moderation.queries.policy import ground_of
from korzo.moderation.registry import Seen, moderated


def take_down(label: str, pk: int, *, actor: Person, statement: Why) -> Statement | None:
    """Straight from where it stands, by one of the team. Flags about it are agreed with by this.

    The author is told, with the reasons; None where the author left and nobody is there to be told.
    """
    by = check_moderate(actor)
    check_why(statement)
    kind = moderated(label)
    with transaction.atomic():
        seen = kind.one(pk)
        if seen is None:
            raise Missing(f"{label} {pk}")
        if seen.author_id == by.pk:
            raise Refused(_("This is your own. You can take it away yourself."))
        kind.hide(pk, actor=by, reason=sentence_for_author(statement))
        made = state_about(seen, label, actor=by, restriction=Statement.Restriction.REMOVED, why=statement)
        _agree_with_flags(label, pk, by)
        learn_from_taking_down(label, seen, reason=statement.reason)
        write_entry(
            Entry.Verb.TAKEN_DOWN,
            actor=by,
            member_id=seen.author_id,
            subject=(label, pk),
            reason=statement.reason,
            statement=made.pk if made else None,
        )
        if made is not None:
            tell_reasons(made)
    return made


def sentence_for_author(why: Why) -> str:
    """What stands in the place of the thing for its author."""
    return " ".join(part for part in (str(ground_of(why.reason).sentence), why.words.strip()) if part)


def state_about(seen: Seen, label: str, *, actor: Member | None, restriction: str, why: Why) -> Statement | None:
    """Reasons for the author of a thing, if there still is one."""
    author = by_ids({seen.author_id}).get(seen.author_id) if seen.author_id is not None else None
    if author is None or author.erased_at is not None:
        return None
    return state_reasons(author, actor=actor, restriction=restriction, why=why, seen=seen, label=label)


def _agree_with_flags(label: str, pk: int, by: Member) -> None:
    item = (
        Item.objects.select_for_update()
        .filter(kind=Item.Kind.FLAGS, label=label, subject_id=pk, closed_at__isnull=True)
        .first()
    )
    if item is None:
        return
    Decision.objects.create(item=item, by=by, verb=Decision.Verb.AGREE)
    Item.objects.filter(pk=item.pk).update(closed_at=timezone.now(), claimed_by=None, claimed_until=None)
    item.flags.filter(outcome=Flag.Outcome.OPEN).update(outcome=Flag.Outcome.AGREED)


def put_back(label: str, pk: int, *, actor: Person) -> None:
    """It stands in its place again; the reasons that took it away are withdrawn, and the author hears it."""
    by = check_moderate(actor)
    kind = moderated(label)
    with transaction.atomic():
        seen = kind.one(pk)
        if seen is None:
            raise Missing(f"{label} {pk}")
        kind.show(pk, actor=by)
        unlearn_from_putting_back(label, seen)
        standing = Statement.objects.filter(
            label=label, subject_id=pk, restriction=Statement.Restriction.REMOVED, withdrawal__isnull=True
        )
        for statement in standing:
            withdraw_statement(statement, actor=by, is_told=True)
        write_entry(Entry.Verb.PUT_BACK, actor=by, member_id=seen.author_id, subject=(label, pk))
