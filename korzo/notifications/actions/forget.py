from django.db import transaction

from korzo.notifications.incoming.actions import forget_mail_of
from korzo.notifications.models import Device, Letter, Manner, Notice, Preference


def forget_member(member_id: int) -> int:
    """Part of a member's erasure. In the notices of others they stay as a face without a name."""
    forget_mail_of(member_id)
    with transaction.atomic():
        count, _by_model = Notice.objects.filter(member_id=member_id).delete()
        for model in (Preference, Manner, Letter, Device):
            model._default_manager.filter(member_id=member_id).delete()
    return count
