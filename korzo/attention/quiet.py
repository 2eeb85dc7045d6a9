"""Quiet hours, reckoned on the clock that hangs in the receiver's room."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SUNDAY = 6
# A night, a Sunday and one more night; more turns than that would mean that nothing is ever allowed.
TURNS_MAX = 4


@dataclass(frozen=True)
class Quiet:
    """Whole hours of the local day, quiet at `start` sharp and over at `end` sharp. Equal hours: never quiet."""

    zone: ZoneInfo
    start: int
    end: int
    sundays: bool = False

    def covers(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        return self._is_free_day(local.date()) or self._is_night(local.hour)

    def next_allowed(self, at: datetime) -> datetime:
        """`at` itself, or the first moment after it that is not quiet; in UTC."""
        moment = at
        for _turn in range(TURNS_MAX):
            if not self.covers(moment):
                break
            moment = self._end_after(moment)
        return moment.astimezone(UTC)

    def _is_free_day(self, day: date) -> bool:
        return self.sundays and day.weekday() == SUNDAY

    def _is_night(self, hour: int) -> bool:
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def _end_after(self, moment: datetime) -> datetime:
        local = moment.astimezone(self.zone)
        day = local.date()
        if self._is_free_day(day):
            return at_wall(day + timedelta(days=1), 0, self.zone)
        if self.start > self.end and local.hour >= self.start:
            day += timedelta(days=1)
        return at_wall(day, self.end, self.zone)


def at_wall(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """When the clock on the wall says so. An hour that is skipped that day is the one after it; of one that comes
    twice the first counts.
    """
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
