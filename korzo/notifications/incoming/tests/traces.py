"""What replies by mail keep about a person, for the test that erases her."""

from django.utils import timezone

from korzo.members.models import Member
from korzo.notifications.incoming import keeping
from korzo.notifications.incoming.actions import count_bounce
from korzo.notifications.incoming.models import IncomingMail


def leave_letters(member: Member, other: Member) -> str:
    """One of hers, one about which she decided, and one of ours that came back. Says where hers is kept."""
    digest = "a" * 64
    name = keeping.name_of(digest)
    keeping.keep(name, b"From: tea@example.com\r\n\r\nI, Tea, say so.", is_known=True)
    IncomingMail.objects.create(digest=digest, member=member, outcome="posted", sender="t•••@example.com", file=name)
    IncomingMail.objects.create(digest="b", member=other, outcome="dropped", decided_by=member)
    count_bounce(member, "4.2.2", at=timezone.now())
    return name
