from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.kit.errors import FieldRefused
from korzo.members.permissions import Person, check_signed_in
from korzo.polls.activities import OpinionGiven
from korzo.polls.models import COMMENT_LENGTH_MAX, SCORE_MAX, Opinion
from korzo.polls.quarters import quarter_of


def give_opinion(*, actor: Person, score: int | None, comment: str = "", at: datetime | None = None) -> Opinion:
    """One for each member and quarter; saying it again replaces it."""
    member = check_signed_in(actor)
    words = comment.replace("\x00", "").strip()
    if score is None or not 0 <= score <= SCORE_MAX:
        raise FieldRefused("score", _("Please choose a number from 0 to 10."))
    if len(words) > COMMENT_LENGTH_MAX:
        raise FieldRefused("comment", _("This is long. Please say it in fewer words."))
    moment = at or timezone.now()
    quarter = quarter_of(moment)
    with transaction.atomic():
        opinion, _is_new = Opinion.objects.update_or_create(
            member=member, quarter=quarter, defaults={"score": score, "comment": words, "at": moment}
        )
        record(
            OpinionGiven(quarter=quarter),
            actor_id=member.pk,
            member_id=member.pk,
            occurred_at=moment,
            dedupe_key=f"polls.opinion:{member.pk}:{quarter}",
        )
    return opinion
