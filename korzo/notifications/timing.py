"""When the next letter is due, by the clock of who reads it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from korzo.attention.queries import clock_time
from korzo.members.models import Member
from korzo.members.queries import zone_of
from korzo.notifications.models import Manner

# A week and a day, for a weekly letter whose hour has just passed.
DAYS_AHEAD_MAX = 8


def home_zone(member: Member) -> ZoneInfo:
    return zone_of(member) or ZoneInfo(settings.TIME_ZONE)


def next_letter_at(manner: Manner, member: Member, after: datetime) -> datetime | None:
    """Strictly after the moment; None where no letter is wished for."""
    if manner.rhythm == Manner.Rhythm.NEVER:
        return None
    zone = home_zone(member)
    today = after.astimezone(zone).date()
    for days in range(DAYS_AHEAD_MAX + 1):
        day = today + timedelta(days=days)
        moment = clock_time(day, manner.hour, zone)
        fits = manner.rhythm == Manner.Rhythm.DAILY or day.weekday() == manner.weekday
        if fits and moment > after:
            return moment
    raise AssertionError("A week has no such day.")


def period_of(manner: Manner, member: Member, due: datetime) -> str:
    """The name of the day or week in which it is due where the member lives."""
    day = due.astimezone(home_zone(member)).date()
    if manner.rhythm == Manner.Rhythm.DAILY:
        return day.isoformat()
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def span_of(manner: Manner) -> timedelta:
    return timedelta(days=1 if manner.rhythm == Manner.Rhythm.DAILY else 7)
