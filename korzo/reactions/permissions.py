"""Who may react, and how often."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.reactions.models import Reaction

# Far more than a person gives in a day of reading; it stops a script.
REACTIONS_A_DAY_MAX = 200
DAY = timedelta(days=1)


def check_react(person: Person, author_id: int | None) -> Member:
    member = check_signed_in(person)
    if author_id == member.pk:
        raise Refused(_("You cannot give a heart to your own words. Others will."))
    return member


def check_pace(member: Member, at: datetime) -> None:
    today = Reaction.objects.filter(member=member, at__gt=at - DAY, at__lte=at)[:REACTIONS_A_DAY_MAX]
    if today.count() >= REACTIONS_A_DAY_MAX:
        raise Refused(_("That is a lot of hearts for one day. You can give more tomorrow."))
