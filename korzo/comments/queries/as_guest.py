"""What somebody wrote before they had an account."""

from django.db.models import Q

from korzo.comments.models import Comment
from korzo.members.permissions import Person
from korzo.members.queries import confirmed_mails

# More at a time nobody looks through before they press a button.
OFFERED_MAX = 100


def written_as_guest(person: Person) -> list[Comment]:
    """Comments that everybody reads, by a guest who confirmed an address that this person confirmed as well.

    What waits for the team is offered once they have looked.
    """
    mails = confirmed_mails(person) if person else []
    if not mails:
        return []
    theirs = Q()
    for mail in mails:
        theirs |= Q(guest__mail__iexact=mail)
    rows = Comment.objects.filter(theirs, guest__confirmed_at__isnull=False, state=Comment.State.VISIBLE)
    return list(rows.select_related("guest").order_by("created_at", "pk")[:OFFERED_MAX])
