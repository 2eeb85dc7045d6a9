from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.kit.errors import Missing
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.notifications.actions.planning import tell_unread
from korzo.notifications.models import Notice
from korzo.notifications.permissions import visible_to
from korzo.notifications.queries import unread_count

# Whoever left more lying than this looks through the newest of them.
UNREAD_MAX = 200
OF_POST = "hearts:discussions.post:"


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


def mark_looked_at(member: Member, post_ids: Collection[int], at: datetime) -> int:
    """Whoever looked at a post needs no bell for it. How many notices were read by that; asks nothing where the bell
    is silent. Replies in one topic are one notice, which is read with the newest of them.
    """
    if not unread_count(member):
        return 0
    with transaction.atomic():
        unread = visible_to(member).filter(read_at__isnull=True).select_for_update(no_key=True)
        seen = [row.pk for row in unread.order_by("-at", "-pk")[:UNREAD_MAX] if _post_of(row) in post_ids]
        if seen:
            Notice.objects.filter(pk__in=seen).update(read_at=at)
            tell_unread([member.pk])
    return len(seen)


def _post_of(notice: Notice) -> int:
    """The post that a notice is about; 0 for those about something else, or about several posts."""
    of_hearts = notice.key.removeprefix(OF_POST)
    if of_hearts != notice.key and of_hearts.isdecimal():
        return int(of_hearts)
    return int(notice.params.get("post_id") or 0)
