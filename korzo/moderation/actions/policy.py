"""How this community moderates is changed by its staff, and the log says so."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused
from korzo.members.permissions import Person, check_can, check_signed_in
from korzo.moderation.actions.log import write_entry
from korzo.moderation.models import Entry, Policy, Reason
from korzo.moderation.permissions import CHANGE_POLICY

# Below half an ordinary flag one person alone would hide what they do not like; above fifty nobody ever does.
THRESHOLD_MIN, THRESHOLD_MAX = 50, 5_000


@dataclass(frozen=True)
class PolicyChange:
    hide_threshold: int
    first_posts_wait: bool
    terms_url: str
    contact_mail: str
    dispute_body: str
    publishes_report: bool


def change_policy(change: PolicyChange, *, actor: Person) -> Policy:
    by = check_signed_in(actor)
    check_can(by, CHANGE_POLICY)
    if not THRESHOLD_MIN <= change.hide_threshold <= THRESHOLD_MAX:
        raise FieldRefused("hide_threshold", _("Please choose between half a flag and fifty."))
    with transaction.atomic():
        policy, _made = Policy.objects.update_or_create(pk=1, defaults={**asdict(change), "changed_at": timezone.now()})
        write_entry(
            Entry.Verb.POLICY_CHANGED,
            actor=by,
            hide_threshold=change.hide_threshold,
            first_posts_wait=change.first_posts_wait,
        )
    return policy


@dataclass(frozen=True)
class ReasonWords:
    code: str
    name: str
    sentence: str
    rule: str
    is_law: bool
    position: int


def keep_reason(words: ReasonWords, *, actor: Person) -> Reason:
    """A new reason, or other words for one that is there. What was decided before keeps the words it was given."""
    by = check_signed_in(actor)
    check_can(by, CHANGE_POLICY)
    with transaction.atomic():
        defaults = {name: value for name, value in asdict(words).items() if name != "code"} | {"retired_at": None}
        row, _made = Reason.objects.update_or_create(code=words.code, defaults=defaults)
        write_entry(Entry.Verb.POLICY_CHANGED, actor=by, reason=words.code)
    return row


def retire_reason(code: str, *, actor: Person) -> None:
    """It is offered no more; if it replaced one of ours, ours is offered again."""
    by = check_signed_in(actor)
    check_can(by, CHANGE_POLICY)
    with transaction.atomic():
        Reason.objects.filter(code=code).update(retired_at=timezone.now())
        write_entry(Entry.Verb.POLICY_CHANGED, actor=by, reason=code)
