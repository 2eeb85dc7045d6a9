"""A slip of the finger is taken back within thirty seconds, before anybody was told."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions.decide import UNDO_FOR
from korzo.moderation.actions.log import write_entry
from korzo.moderation.actions.sanctions import project
from korzo.moderation.actions.statements import Why, withdraw_statement
from korzo.moderation.actions.take_down import sentence_for_author
from korzo.moderation.models import Decision, Entry, Flag, Item, Sanction, Statement
from korzo.moderation.permissions import check_moderate
from korzo.moderation.registry import is_moderated, moderated

# These two are answers of a second person; they change much, and are not one key.
FOR_GOOD = frozenset({Item.Kind.APPEAL, Item.Kind.BAN})


def undo_decision(decision: Decision, *, actor: Person) -> Item:
    """Everything is as before, and the item waits again. Whoever decided may do it, nobody else."""
    by = check_moderate(actor)
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=decision.item_id)
        now = timezone.now()
        if decision.by_id != by.pk:
            raise Refused(_("Somebody else decided this. They can take it back."))
        if item.kind in FOR_GOOD:
            raise Refused(_("This was the answer of a second person. It stands."))
        if now - decision.at > UNDO_FOR:
            raise Refused(_("Thirty seconds are over, and the author is being told. You can put it back instead."))
        again = Item.objects.filter(
            kind=item.kind, label=item.label, subject_id=item.subject_id, closed_at__isnull=True
        ).exclude(label="")
        if again.exists():
            raise Refused(_("Somebody pointed at it again meanwhile. Please decide that one."))
        undone = Decision.objects.filter(pk=decision.pk, undone_at__isnull=True).update(undone_at=now, undone_by=by)
        if not undone:
            raise Refused(_("It was taken back before."))
        decision.refresh_from_db()
        _show_as_before(item, decision, actor=by)
        _forget_consequences(decision, actor=by)
        item.flags.exclude(outcome=Flag.Outcome.OPEN).update(outcome=Flag.Outcome.OPEN)
        Item.objects.filter(pk=item.pk).update(closed_at=None, version=item.version + 1)
        write_entry(
            Entry.Verb.UNDONE,
            actor=by,
            member_id=item.author_id,
            subject=(item.label, item.subject_id),
            item=item.pk,
            decision=decision.pk,
        )
    item.refresh_from_db()
    return item


def _show_as_before(item: Item, decision: Decision, *, actor: Member) -> None:
    if not is_moderated(item.label) or item.subject_id is None:
        return
    kind = moderated(item.label)
    if item.kind == Item.Kind.HELD:
        # Nobody had seen it, and nobody shall until it is decided anew.
        if decision.showed:
            kind.refuse(item.subject_id, actor=actor, reason=_("Somebody of the team looks at it once more."))
        return
    if decision.hid:
        kind.show(item.subject_id, actor=actor)
    if decision.showed:
        kind.hide(item.subject_id, actor=actor, reason=sentence_for_author(Why("other")))


def _forget_consequences(decision: Decision, *, actor: Member) -> None:
    """Nobody was told yet, so nobody hears of this either."""
    statements = [decision.statement_id] if decision.statement_id else []
    if decision.sanction_id:
        sanction = Sanction.objects.get(pk=decision.sanction_id)
        Sanction.objects.filter(pk=sanction.pk).update(lifted_at=timezone.now(), lifted_by=actor)
        project(sanction.member_id)
        write_entry(Entry.Verb.LIFTED, actor=actor, member_id=sanction.member_id, kind=sanction.kind, id=sanction.pk)
        statements += [sanction.statement_id] if sanction.statement_id else []
    if decision.ban_item_id:
        ban = Item.objects.get(pk=decision.ban_item_id)
        Item.objects.filter(pk=ban.pk).update(closed_at=timezone.now())
        Sanction.objects.filter(pk=ban.subject_id or 0, confirmed_at__isnull=True).update(
            lifted_at=timezone.now(), lifted_by=actor
        )
    for statement in Statement.objects.filter(pk__in=statements):
        withdraw_statement(statement, actor=actor, is_told=False)
