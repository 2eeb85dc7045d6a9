"""Who is told of a decision, once it cannot be taken back by a key any more."""

from django.db import transaction

from korzo.activity.actions import record, send_out
from korzo.moderation.actions.learn_from import learn_from_decision
from korzo.moderation.actions.statements import LETTER_SENDER, tell_reasons
from korzo.moderation.activities import AppealDecided, FlagDecided
from korzo.moderation.models import Appeal, Decision, Flag, Item, Sanction, Statement


def tell_decision(decision_id: int) -> None:
    """Bears being called twice: each telling has a key of its own."""
    with transaction.atomic():
        decision = Decision.objects.select_related("item").filter(pk=decision_id).first()
        if decision is None or decision.undone_at is not None:
            return
        item = decision.item
        learn_from_decision(decision)
        _tell_flaggers(item)
        statements = [decision.statement_id] if decision.statement_id else []
        if decision.sanction_id and item.kind != Item.Kind.BAN:
            statements += Sanction.objects.filter(pk=decision.sanction_id).values_list("statement_id", flat=True)
        for statement in Statement.objects.filter(pk__in=statements, withdrawal__isnull=True):
            tell_reasons(statement)
        if item.kind == Item.Kind.APPEAL:
            _tell_appellant(item.appeal)
        if item.kind == Item.Kind.NOTICE:
            key = f"moderation.notice_decision:{item.notice.pk}"
            send_out(LETTER_SENDER, key=key, payload={"kind": "notice_decision", "pk": item.notice.pk})


def _tell_flaggers(item: Item) -> None:
    for flag in item.flags.exclude(outcome=Flag.Outcome.OPEN).filter(member__isnull=False):
        record(
            FlagDecided(flag_id=flag.pk, outcome=flag.outcome),
            actor_kind="staff",
            member_id=flag.member_id,
            dedupe_key=f"moderation.flag_decided:{flag.pk}",
        )


def _tell_appellant(row: Appeal) -> None:
    if row.member_id is None:
        return
    record(
        AppealDecided(statement_id=row.statement_id, is_reversed=row.outcome == Appeal.Outcome.REVERSED),
        actor_kind="staff",
        member_id=row.member_id,
        dedupe_key=f"moderation.appeal_decided:{row.pk}",
    )
    send_out(
        LETTER_SENDER,
        key=f"moderation.appeal_decision:{row.pk}",
        payload={"kind": "appeal", "pk": row.pk},
        member_id=row.member_id,
    )
