from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions import of_team
from korzo.reviews.actions.held import hold
from korzo.reviews.actions.totals import count_in, count_out
from korzo.reviews.activities import ReviewHidden, ReviewShown
from korzo.reviews.models import EVIDENCE_LENGTH_MAX, Hiding, HidingReason, Review
from korzo.reviews.permissions import check_hide


def hide_review(
    review: Review,
    *,
    actor: Person,
    reason: str,
    evidence: str = "",
    at: datetime | None = None,
    backfilled: bool = False,
) -> Review:
    """Only for a reason of the closed list, which the author gets to read."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold(review)
        member = check_hide(actor, held)
        if held.is_hidden or held.is_withdrawn:
            raise Refused(_("This review is not shown already."))
        proof = _checked_evidence(reason, evidence)
        put_out_of_view(held, by=member, reason=reason, evidence=proof, at=moment, backfilled=backfilled)
    return held


def put_out_of_view(
    held: Review, *, by: Member | None, reason: str, evidence: str, at: datetime, backfilled: bool = False
) -> None:
    """By somebody of the team, or by the house itself; the caller holds the row and has checked."""
    if held.is_published:
        count_out(held)
    Hiding.objects.create(review=held, by=by, at=at, reason=reason, evidence=evidence)
    held.state = Review.State.HIDDEN
    held.save(update_fields=["state"])
    record(
        ReviewHidden(
            review_id=held.pk,
            product_id=held.product_id,
            reason=reason,
            is_stated=by is not None and reason == HidingReason.RULES,
        ),
        actor_id=by.pk if by else None,
        actor_kind=of_team(by),
        member_id=held.author_id,
        occurred_at=at,
        backfilled=backfilled,
    )


def _checked_evidence(reason: str, evidence: str) -> str:
    if reason not in HidingReason.values:
        raise FieldRefused("reason", _("Please choose one of the reasons. A low rating is not among them."))
    proof = " ".join(evidence.replace("\x00", "").split())
    if len(proof) > EVIDENCE_LENGTH_MAX:
        raise FieldRefused("evidence", _("Please say it a little shorter."))
    if reason == HidingReason.FAKE and not proof:
        raise FieldRefused("evidence", _("Please say what proves that this review is fake."))
    return proof


def show_again(review: Review, *, actor: Person, at: datetime | None = None, backfilled: bool = False) -> Review:
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold(review)
        member = check_hide(actor, held)
        if not held.is_hidden:
            raise Refused(_("This review is not hidden."))
        put_into_view(held, by=member, at=moment, backfilled=backfilled)
    return held


def put_into_view(held: Review, *, by: Member | None, at: datetime, backfilled: bool = False) -> None:
    """Also what waited after a change; the caller holds the row and has checked."""
    hidings = Hiding.objects.filter(review=held, lifted_at__isnull=True)
    is_stated = hidings.filter(reason=HidingReason.RULES, by__isnull=False).exists()
    hidings.update(lifted_by=by, lifted_at=at)
    held.state = Review.State.PUBLISHED
    held.published_at = held.published_at or at
    held.save(update_fields=["state", "published_at"])
    count_in(held)
    record(
        ReviewShown(review_id=held.pk, product_id=held.product_id, is_stated=is_stated),
        actor_id=by.pk if by else None,
        actor_kind=of_team(by),
        member_id=held.author_id,
        occurred_at=at,
        backfilled=backfilled,
    )
