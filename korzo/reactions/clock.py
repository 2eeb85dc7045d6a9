"""A member's own day: it begins where they live."""

from datetime import date, datetime, time, tzinfo

from django.utils import timezone

from korzo.members import queries
from korzo.members.models import Member

# When a day that somebody chose begins for them: awake, and before most people leave the house.
REMIND_AT = time(9)


def zone_of(member: Member) -> tzinfo:
    """The community's own where nobody said."""
    return queries.zone_of(member) or timezone.get_default_timezone()


def today_of(member: Member, moment: datetime) -> date:
    return moment.astimezone(zone_of(member)).date()


def is_due(member: Member, day: date, moment: datetime) -> bool:
    return moment >= datetime.combine(day, REMIND_AT, tzinfo=zone_of(member))
