from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.kit.errors import Missing
from korzo.members.permissions import Person, check_signed_in
from korzo.notifications.actions.planning import tell_unread
from korzo.notifications.models import Notice
from korzo.notifications.permissions import visible_to


def mark_read(notice_id: int, *, actor: Person, at: datetime | None = None) -> Notice:
    """Reading twice changes nothing."""
    member = check_signed_in(actor)
    notice = visible_to(actor).filter(pk=notice_id).first()
    if notice is None:
        raise Missing(notice_id)
    with transaction.atomic():
        if visible_to(actor).filter(pk=notice_id, read_at__isnull=True).update(read_at=at or timezone.now()):
            tell_unread([member.pk])
    return notice


def mark_all_read(*, actor: Person, at: datetime | None = None) -> int:
    member = check_signed_in(actor)
    with transaction.atomic():
        count = visible_to(actor).filter(read_at__isnull=True).update(read_at=at or timezone.now())
        if count:
            tell_unread([member.pk])
    return count
