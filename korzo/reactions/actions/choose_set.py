from collections.abc import Sequence

from django.db import transaction

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.members.permissions import Person, check_can
from korzo.reactions.activities import SetChosen
from korzo.reactions.models import OfferedReaction, Reaction
from korzo.reactions.permissions import CHOOSE_SET, check_set
from korzo.reactions.queries.reactions import offered_keys


def choose_set(keys: Sequence[str], *, actor: Person) -> None:
    """Which reactions are offered, in this order. Those given before stay, and can be taken back."""
    check_can(actor, CHOOSE_SET)
    chosen = [Reaction.Emoji(key).value for key in keys]
    check_set(chosen)
    with transaction.atomic():
        # Two who save at the same moment: the second waits here, and what it writes is whole.
        list(OfferedReaction.objects.select_for_update())
        if chosen == list(offered_keys()):
            return
        OfferedReaction.objects.all().delete()
        OfferedReaction.objects.bulk_create([OfferedReaction(emoji=key, position=n) for n, key in enumerate(chosen)])
        record(
            SetChosen(keys=tuple(chosen)),
            actor_id=actor.pk if actor else None,
            actor_kind=Activity.ActorKind.STAFF,
        )
