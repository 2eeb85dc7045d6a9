"""The owner's numbers. They count from the next look on; what somebody has stays theirs."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken
from korzo.members.permissions import Person, check_can, check_signed_in
from korzo.trust.activities import ThresholdsChanged
from korzo.trust.models import Standing, Thresholds
from korzo.trust.permissions import CHANGE_THRESHOLDS

# Higher ones nobody reaches; a typing error should not close a level for ever.
NUMBER_MAX = 20_000
PERCENT_MAX = 100
NUMBERS = tuple(
    field.name for field in Thresholds._meta.fields if field.name not in {"id", "changed_at", "new_by_purchase"}
)
# Of these, nothing would mean that everybody is there at once.
_STEPS_OF = {
    "new": ("new_topics", "new_posts", "new_minutes"),
    "member": ("member_topics", "member_posts", "member_minutes", "member_days"),
}


def change_thresholds(numbers: Mapping[str, int], *, new_by_purchase: bool, actor: Person) -> Thresholds:
    """`numbers` names every one of `NUMBERS`."""
    member = check_signed_in(actor)
    check_can(member, CHANGE_THRESHOLDS)
    wanted = {name: numbers[name] for name in NUMBERS}
    for name, number in wanted.items():
        most = PERCENT_MAX if name.endswith("_percent") else NUMBER_MAX
        if not 0 <= number <= most:
            raise FieldRefused(name, _("Please choose a number from 0 to %(most)s.") % {"most": spoken(most)})
    for names in _STEPS_OF.values():
        if not any(wanted[name] for name in names):
            raise FieldRefused(names[0], _("One of these has to be asked for, or everybody would be there at once."))
    with transaction.atomic():
        Thresholds.objects.bulk_create([Thresholds(pk=1)], ignore_conflicts=True)
        changes = {**wanted, "new_by_purchase": new_by_purchase, "changed_at": timezone.now()}
        Thresholds.objects.filter(pk=1).update(**changes)
        # Everybody is looked at with the new numbers in the next round.
        Standing.objects.update(counted_at=None)
        record(ThresholdsChanged(), actor_id=member.pk, actor_kind=Activity.ActorKind.STAFF)
    return Thresholds.objects.get(pk=1)
