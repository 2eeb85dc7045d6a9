"""How often somebody may do something: what no single room counts by itself, over all processes and exactly.

`take_turn` counts within the caller's transaction; what is refused or rolled back was not counted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.moderation.actions.origins import keyed, line_of
from korzo.moderation.models.spam import Rate, SpamRules
from korzo.moderation.queries.weights import trust_of

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class Deed(StrEnum):
    REACTION = "reaction"
    FLAG = "flag"
    MENTION = "mention"
    GROUP_MENTION = "group_mention"
    EDIT = "edit"
    VOTE = "vote"
    REGISTRATION = "registration"
    GUEST_POST = "guest_post"


@dataclass(frozen=True)
class Pace:
    """So many within this time; `of_newcomer` for those who are new here."""

    most: int
    within: timedelta
    of_newcomer: int | None = None


# Quick enough for anybody's fingers, too slow for a script.
PACES: dict[Deed, tuple[Pace, ...]] = {
    Deed.REACTION: (Pace(20, MINUTE, 10), Pace(100, DAY, 30)),
    Deed.FLAG: (Pace(20, DAY, 3),),
    Deed.MENTION: (Pace(60, HOUR, 6), Pace(200, DAY, 10)),
    # Each reaches up to a hundred people.
    Deed.GROUP_MENTION: (Pace(3, HOUR, 1), Pace(10, DAY, 1)),
    Deed.EDIT: (Pace(10, MINUTE * 5, 5), Pace(30, DAY, 10)),
    Deed.VOTE: (Pace(20, MINUTE, 10), Pace(100, DAY, 20)),
    Deed.REGISTRATION: (Pace(3, DAY),),
    Deed.GUEST_POST: (Pace(3, HOUR), Pace(10, DAY)),
}
# Of what is given to others, those who are trusted may give more a day; as Discourse.
MORE_OF = frozenset({Deed.REACTION})
TENTHS_OF_TRUST = {0: 10, 1: 10, 2: 15, 3: 20, 4: 30}
# From this level on nobody is new any more, however short they are here.
KNOWN_FROM_LEVEL = 1
KEPT_FOR = timedelta(days=2)


def take_turn(deed: str, *, member: Member, times: int = 1, at: datetime | None = None) -> None:
    """Refused where this member was quicker than people are. The team is never slowed down."""
    if member.is_staff or times < 1:
        return
    moment = at or timezone.now()
    new = member.joined_at > moment - timedelta(days=_newcomer_days()) and trust_of(member.pk) < KNOWN_FROM_LEVEL
    key = keyed("rate", f"member:{member.pk}")
    for place, pace in enumerate(PACES[Deed(deed)]):
        most = pace.of_newcomer if new and pace.of_newcomer is not None else pace.most
        kind = f"{deed}.{place}"
        if _counted(kind, key, times, most, pace.within, moment):
            continue
        # Only who comes so far is asked for their level.
        more = 0 if new else _most_of_trusted(Deed(deed), pace, member)
        if more <= most or not _counted(kind, key, times, more, pace.within, moment):
            raise Refused(_sentence(pace, is_new=new))


def _most_of_trusted(deed: Deed, pace: Pace, member: Member) -> int:
    if deed not in MORE_OF or pace.within < DAY:
        return pace.most
    return pace.most * TENTHS_OF_TRUST[trust_of(member.pk)] // 10


def take_turn_from(deed: str, *, address: str, at: datetime | None = None) -> None:
    """The same for somebody without an account, by address. An address that cannot be read is nobody's.

    Nor is one of our own network: behind a proxy that nobody told us about, all visitors seem to come from there.
    """
    line = line_of(address)
    if not line:
        return
    moment = at or timezone.now()
    for place, pace in enumerate(PACES[Deed(deed)]):
        key = keyed("rate", f"address:{line}")
        if not _counted(f"{deed}.{place}", key, 1, pace.most, pace.within, moment):
            raise Refused(_("A lot came from your network today. Please try again later, or write to the team."))


def _newcomer_days() -> int:
    days = SpamRules.objects.filter(pk=1).values_list("newcomer_days", flat=True).first()
    return days if days is not None else SpamRules().newcomer_days


def _counted(kind: str, key: str, times: int, most: int, within: timedelta, at: datetime) -> bool:
    """One of three statements takes effect, each by itself a decision: add, begin anew, begin."""
    if times > most:
        return False
    row = Rate.objects.filter(kind=kind, key=key)
    if row.filter(begins_at__gt=at - within, count__lte=most - times).update(count=F("count") + times):
        return True
    if row.filter(begins_at__lte=at - within).update(begins_at=at, count=times):
        return True
    Rate.objects.bulk_create([Rate(kind=kind, key=key, begins_at=at, count=0)], ignore_conflicts=True)
    fresh = row.filter(begins_at__gt=at - within, count__lte=most - times)
    return bool(fresh.update(count=F("count") + times))


def _sentence(pace: Pace, *, is_new: bool) -> str:
    if pace.within < DAY:
        return _("That was quick. Please wait a little, then try again.")
    if is_new:
        return _("This is enough for one of your first days here. Please come back tomorrow.")
    return _("This is enough for today. Please come back tomorrow.")


def forget_rates(now: datetime) -> int:
    gone, _kinds = Rate.objects.filter(begins_at__lt=now - KEPT_FOR).delete()
    return gone
