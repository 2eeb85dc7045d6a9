"""Where people may comment, who, and what guests read about their data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.comments.activities import RulesChanged
from korzo.comments.models import Rules
from korzo.comments.permissions import CHANGE_RULES
from korzo.kit.errors import FieldRefused
from korzo.members.permissions import Person, check_can, check_signed_in

# A mail is needed as long as somebody may still decide about the comment; nobody needs it for longer than this.
MAIL_KEPT_DAYS_MIN, MAIL_KEPT_DAYS_MAX = 7, 730
CLOSING_DAYS_MAX = 3_650


@dataclass(frozen=True)
class RulesChange:
    """The notice texts may be empty: then ours stand there, in the reader's language."""

    closed_labels: Sequence[str] = ()
    closes_after_days: int | None = None
    first_comments_wait: bool = False
    guests_may: bool = False
    mail_kept_days: int = 90
    responsible: str = ""
    purpose: str = ""
    legal_basis: str = ""
    recipients: str = ""
    storage: str = ""
    rights: str = ""


def change_rules(change: RulesChange, *, actor: Person) -> Rules:
    by = check_signed_in(actor)
    check_can(by, CHANGE_RULES)
    if not MAIL_KEPT_DAYS_MIN <= change.mail_kept_days <= MAIL_KEPT_DAYS_MAX:
        raise FieldRefused("mail_kept_days", _("Please choose between a week and two years."))
    if change.closes_after_days is not None and not 1 <= change.closes_after_days <= CLOSING_DAYS_MAX:
        raise FieldRefused("closes_after_days", _("Please choose between a day and ten years, or leave it empty."))
    with transaction.atomic():
        values = {**asdict(change), "closed_labels": sorted(change.closed_labels), "changed_at": timezone.now()}
        rules, _is_new = Rules.objects.update_or_create(pk=1, defaults=values)
        record(RulesChanged(), actor_id=by.pk, actor_kind=Activity.ActorKind.STAFF)
    return rules
