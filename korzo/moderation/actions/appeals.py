"""A member asks for a second look; a second person gives it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import Missing, Refused
from korzo.kit.html import clean
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.moderation.actions.freeze import frozen
from korzo.moderation.actions.learn_from import unlearn_from_putting_back
from korzo.moderation.actions.log import write_entry
from korzo.moderation.actions.sanctions import lift
from korzo.moderation.actions.statements import withdraw_statement
from korzo.moderation.models import Appeal, Entry, Item, Sanction, Statement, StatementWithdrawal
from korzo.moderation.permissions import check_second_person
from korzo.moderation.registry import is_moderated, moderated

# Article 20 of the Digital Services Act: at least six months.
APPEAL_FOR = timedelta(days=183)
APPEAL_LENGTH_MAX = 3000


def appeal(statement: Statement, *, actor: Person, words: str) -> Appeal:
    """Once for each decision, within six months, also by somebody suspended."""
    member = check_signed_in(actor)
    if statement.member_id != member.pk:
        raise Missing(str(statement.pk))
    if not words.strip():
        raise Refused(_("Please say why we should look again."))
    if timezone.now() - statement.at > APPEAL_FOR:
        raise Refused(_("Six months have passed since this decision. Please write to the team instead."))
    with transaction.atomic():
        Statement.objects.select_for_update().filter(pk=statement.pk).first()
        if StatementWithdrawal.objects.filter(statement=statement).exists():
            raise Refused(_("This decision is taken back already."))
        if Appeal.objects.filter(statement=statement).exists():
            raise Refused(_("You asked already. A second person will answer."))
        item = _item_for(statement, member)
        made = Appeal.objects.create(
            statement=statement, item=item, member=member, words=words.strip()[:APPEAL_LENGTH_MAX]
        )
        write_entry(
            Entry.Verb.APPEALED,
            actor=member,
            member_id=member.pk,
            subject=(statement.label, statement.subject_id),
            statement=statement.pk,
        )
    return made


def _item_for(statement: Statement, member: Member) -> Item:
    """With the thing as it is now beside it, where it is about one."""
    if is_moderated(statement.label) and statement.subject_id is not None:
        seen = moderated(statement.label).one(statement.subject_id)
        if seen is not None:
            return Item.objects.create(kind=Item.Kind.APPEAL, label=statement.label, subject_id=seen.pk, **frozen(seen))
    text = clean(statement.facts, rich=False)
    return Item.objects.create(
        kind=Item.Kind.APPEAL, author=member, html=text.html, plain=text.plain, address=member.get_absolute_url()
    )


def answer_appeal(row: Appeal, *, actor: Member, is_reversed: bool, answer: str) -> None:
    """By somebody who did not decide the first time. Inside the transaction of the decision."""
    check_second_person(actor, row.statement.by_id)
    if not answer.strip():
        raise Refused(_("Please answer in your own words: the member reads them."))
    now = timezone.now()
    outcome = Appeal.Outcome.REVERSED if is_reversed else Appeal.Outcome.UPHELD
    Appeal.objects.filter(pk=row.pk).update(outcome=outcome, answer=answer.strip(), decided_at=now)
    if is_reversed:
        _reverse(row.statement, actor)
    write_entry(
        Entry.Verb.APPEAL_DECIDED,
        actor=actor,
        member_id=row.member_id,
        subject=(row.statement.label, row.statement.subject_id),
        statement=row.statement_id,
        is_reversed=is_reversed,
        minutes=round((now - row.at).total_seconds() / 60),
    )


def _reverse(statement: Statement, actor: Member) -> None:
    """What the decision did ends: the thing is back, or the limit is lifted."""
    for sanction in Sanction.objects.filter(statement=statement, lifted_at__isnull=True):
        lift(sanction, actor=actor, is_told=False)
    withdraw_statement(statement, actor=actor, is_told=False)
    if not is_moderated(statement.label) or statement.subject_id is None:
        return
    kind = moderated(statement.label)
    seen = kind.one(statement.subject_id)
    if seen is None:
        return
    unlearn_from_putting_back(statement.label, seen)
    if statement.restriction == Statement.Restriction.NOT_SHOWN:
        kind.release(statement.subject_id, actor=actor)
    elif statement.restriction == Statement.Restriction.REMOVED:
        kind.show(statement.subject_id, actor=actor)
