"""What others may ask about members."""

from django.db.models import Q
from django.utils import timezone

from korzo.kit.errors import Missing
from korzo.members.models import Grant, Member
from korzo.members.permissions import Person, visible_to


def get_member_for(person: Person, handle: str) -> Member:
    member = visible_to(person).filter(handle__iexact=handle).first()
    if member is None:
        raise Missing(handle)
    return member


def by_handles(handles: list[str]) -> dict[str, Member]:
    """Members by their handle in lower case, for mentions. At most as many as were asked for."""
    wanted = [handle.lower() for handle in handles]
    return {one.handle.lower(): one for one in Member.objects.get_queryset().present().filter(handle__in=wanted)}


def by_ids(ids: set[int]) -> dict[int, Member]:
    return Member.objects.in_bulk(ids)


def holds(member: Person, key: str) -> bool:
    """Whether a right is held today, from whatever source."""
    if member is None:
        return False
    now = timezone.now()
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=now), member=member, key=key).exists()


def holders(key: str, among: set[int]) -> set[int]:
    """Which of these members hold a right today: one query for a whole page."""
    now = timezone.now()
    rows = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=now), key=key, member_id__in=among)
    return set(rows.values_list("member_id", flat=True))
