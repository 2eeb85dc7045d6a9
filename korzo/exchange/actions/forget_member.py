"""A person left: their old addresses, which often hold their name, lead nowhere any more.

That they came with an import stays noted by their number alone: brought once more, they would come back.
"""

from django.db import transaction

from korzo.exchange.models import Export, Import, Kind, OldAddress


def forget_member(member_id: int) -> None:
    with transaction.atomic():
        OldAddress.objects.filter(kind=Kind.PEOPLE, object_id=member_id).delete()
        Import.objects.filter(sender_id=member_id).update(sender=None)
        Export.objects.filter(sender_id=member_id).update(sender=None, reason="")
