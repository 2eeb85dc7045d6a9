"""How often one person may write in one place. `rates` counts deeds that leave no rows; here the rows are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused, Refused
from korzo.members.models import Member
from korzo.moderation.queries.newcomers import LINKS_OF_NEWCOMER_MAX

DAY = timedelta(days=1)
# The same words twice within this time are a finger that slipped.
TWICE_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True)
class WritingPace:
    count_max: int
    within: timedelta


# Quick talk is welcome; what is faster than that is not typed by a person.
TALK = (WritingPace(5, timedelta(seconds=30)), WritingPace(50, timedelta(hours=1)), WritingPace(150, DAY))
# The first day is for reading; the limits fall with it.
TALK_OF_NEWCOMER = (WritingPace(1, timedelta(seconds=20)), WritingPace(10, DAY))


def hold_writer(member: Member) -> None:
    """One text at a time for each person, so that two windows cannot pass at once. (SQLite has one writer anyway.)"""
    Member.objects.select_for_update(no_key=True).filter(pk=member.pk).values_list("pk", flat=True).first()


def check_writing_pace[Text: Model](
    written: QuerySet[Text], paces: Sequence[WritingPace], *, author: Member, at: datetime
) -> None:
    """`written` are rows with `author` and `created_at`; the longest of the paces comes last.

    The team is never slowed down.
    """
    if author.is_staff:
        return
    today = written.filter(author=author, created_at__gt=at - DAY, created_at__lte=at)
    times = list(today.order_by("-created_at").values_list("created_at", flat=True)[: paces[-1].count_max])
    for pace in paces:
        if sum(1 for time in times if time > at - pace.within) < pace.count_max:
            continue
        if pace.within >= DAY:
            raise Refused(_("You wrote a lot today. Your words are kept here; please come back tomorrow."))
        raise Refused(_("That was quick. Please wait a moment, then send it again."))


def check_links_of_newcomer(html: str) -> None:
    """Of words that went through the cleaner."""
    if html.count("<a ") > LINKS_OF_NEWCOMER_MAX:
        raise FieldRefused("body", _("On your first day a post may hold two links. Please take one out."))


def check_not_twice[Text: Model](written: QuerySet[Text], plain: str, *, author: Member, at: datetime) -> None:
    """Pictures without words may follow each other."""
    just_now = written.filter(author=author, created_at__gt=at - TWICE_WITHIN, created_at__lte=at)
    if plain and plain in just_now.values_list("plain", flat=True):
        raise FieldRefused("body", _("You posted exactly this a moment ago."))
