"""How often one person may write. The member's row is locked first, so that two windows cannot pass at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from korzo.discussions.models import Post
from korzo.discussions.permissions import is_newcomer
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.models import Member

DAY = timedelta(days=1)
# The same words twice within this time are a finger that slipped.
TWICE_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Pace:
    count_max: int
    within: timedelta


# Quick talk is welcome; what is faster than that is not typed by a person.
REPLIES = (Pace(5, timedelta(seconds=30)), Pace(50, timedelta(hours=1)), Pace(150, DAY))
TOPICS = (Pace(3, timedelta(minutes=5)), Pace(20, DAY))
# The first day is for reading; the limits fall with it.
REPLIES_OF_NEWCOMER = (Pace(1, timedelta(seconds=20)), Pace(10, DAY))
TOPICS_OF_NEWCOMER = (Pace(1, timedelta(minutes=2)), Pace(3, DAY))


def lock(member: Member) -> None:
    """One text at a time for each person. (SQLite has one writer anyway.)"""
    Member.objects.select_for_update(no_key=True).filter(pk=member.pk).values_list("pk", flat=True).first()


def check_pace(member: Member, at: datetime, *, topics: bool) -> None:
    if member.is_staff:
        return
    new = is_newcomer(member, at)
    paces: Sequence[Pace] = REPLIES_OF_NEWCOMER if new else REPLIES
    if topics:
        paces = TOPICS_OF_NEWCOMER if new else TOPICS
    written = Post.objects.filter(author=member, created_at__gt=at - DAY, created_at__lte=at)
    written = written.filter(number=1) if topics else written.filter(number__gt=1)
    times = list(written.order_by("-created_at").values_list("created_at", flat=True)[: paces[-1].count_max])
    for pace in paces:
        _check_one(pace, times, at)


def _check_one(pace: Pace, times: Sequence[datetime], at: datetime) -> None:
    if sum(1 for time in times if time > at - pace.within) < pace.count_max:
        return
    if pace.within >= DAY:
        raise Refused(_("You wrote a lot today. Your words are kept here; please come back tomorrow."))
    raise Refused(_("That was quick. Please wait a moment, then send it again."))


def check_not_twice(member: Member, plain: str, at: datetime) -> None:
    """Pictures without words may follow each other."""
    just_now = Post.objects.filter(author=member, created_at__gt=at - TWICE_WITHIN, created_at__lte=at)
    if plain and plain in just_now.values_list("plain", flat=True):
        raise FieldRefused("body", _("You posted exactly this a moment ago."))
