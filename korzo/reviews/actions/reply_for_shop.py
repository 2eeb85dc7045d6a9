from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.kit import html
from korzo.kit.errors import FieldRefused
from korzo.kit.generations import bump_on_commit
from korzo.members.permissions import Person
from korzo.reviews.actions.held import hold
from korzo.reviews.activities import ShopReplied, tags_of
from korzo.reviews.models import Review, ShopReply
from korzo.reviews.permissions import check_reply

REPLY_LENGTH_MIN = 2
# An answer to a review, not a page of its own.
REPLY_LENGTH_MAX = 2_000


def reply_for_shop(
    review: Review,
    *,
    actor: Person,
    body: str,
    body_format: str = "text",
    at: datetime | None = None,
    backfilled: bool = False,
) -> ShopReply:
    """One public reply a review: writing again changes it."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold(review)
        member = check_reply(actor, held)
        words = _cleaned(body, rich=body_format == "html")
        text = {"html": words.html, "plain": words.plain, "cleaner_version": words.version, "author": member}
        reply, is_new = ShopReply.objects.update_or_create(
            review=held, defaults={**text, "edited_at": moment}, create_defaults={**text, "at": moment}
        )
        bump_on_commit(*tags_of(held.pk, held.product_id))
        if is_new:
            record(
                ShopReplied(review_id=held.pk, product_id=held.product_id),
                actor_id=member.pk,
                actor_kind=Activity.ActorKind.STAFF,
                member_id=held.author_id,
                occurred_at=moment,
                backfilled=backfilled,
            )
    return reply


def _cleaned(body: str, *, rich: bool) -> html.CleanText:
    too_long = len(body) > html.TEXT_LENGTH_MAX
    words = html.clean(body, rich=rich)
    if too_long or len(words.plain) > REPLY_LENGTH_MAX:
        raise FieldRefused("body", _("This is long for a reply. Please say it a little shorter."))
    if len(words.plain) < REPLY_LENGTH_MIN:
        raise FieldRefused("body", _("Please write a few words."))
    return words
