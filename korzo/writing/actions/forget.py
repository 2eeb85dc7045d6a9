from django.db import transaction
from django.db.models import Q

from korzo.writing.models import Draft, Revision, RevisionHiding


def forget_member(member_id: int) -> None:
    """A person left: what they had begun to write, and older versions with their words or their name."""
    with transaction.atomic():
        Draft.objects.filter(member_id=member_id).delete()
        named = Revision.objects.filter(namings__member_id=member_id).values("pk")
        Revision.objects.filter(Q(by_id=member_id) | Q(pk__in=named)).delete()
        RevisionHiding.objects.filter(by_id=member_id).update(by=None)
