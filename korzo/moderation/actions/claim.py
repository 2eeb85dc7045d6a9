"""Two people do not look at one item at the same time without knowing of each other."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from korzo.members.permissions import Person
from korzo.moderation.models import Item
from korzo.moderation.permissions import check_moderate

CLAIMED_FOR = timedelta(minutes=10)


def claim(item: Item, *, actor: Person) -> bool:
    """Take it for ten minutes. False where somebody else has it; they can still be overtaken by a decision."""
    by = check_moderate(actor)
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now) | Q(claimed_by=by)
    taken = Item.objects.filter(free, pk=item.pk, closed_at__isnull=True).update(
        claimed_by=by, claimed_until=now + CLAIMED_FOR
    )
    return bool(taken)


def let_go(item: Item, *, actor: Person) -> None:
    by = check_moderate(actor)
    Item.objects.filter(pk=item.pk, claimed_by=by).update(claimed_by=None, claimed_until=None)
