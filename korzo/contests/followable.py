"""What of the contests can be followed: each by itself, or all of them as one thing."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from korzo.contests.permissions import visible_to
from korzo.contests.queries.parties import ALL, ALL_ID, CONTEST
from korzo.members.permissions import Person
from korzo.reactions.actions import Seen, Subject
from korzo.reactions.models import Follow

# A contest has no posts to count: one hears of it, or not.
LEVELS = (Follow.Level.WATCHING, Follow.Level.NORMAL, Follow.Level.MUTED)


def contests(person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
    rows = visible_to(person).filter(pk__in=ids)
    return {one.pk: Seen(one.title, one.get_absolute_url(), one.language) for one in rows}


def all_contests(_person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
    return {pk: Seen(gettext_now("All contests"), link_to_all(pk)) for pk in ids if pk == ALL_ID}


def link_to_contest(pk: int) -> str:
    return reverse("contests:contest", args=[pk])


def link_to_all(_pk: int) -> str:
    return reverse("contests:contests")


SUBJECTS = (
    Subject(
        label=CONTEST,
        name=_("Contest"),
        plural=_("Contests"),
        icon="trophy",
        shown=contests,
        link=link_to_contest,
        levels=LEVELS,
        follow_words=_("Follow this contest"),
    ),
    Subject(
        label=ALL,
        name=_("All contests"),
        plural=_("All contests"),
        icon="trophy",
        shown=all_contests,
        link=link_to_all,
        levels=LEVELS,
        follow_words=_("Follow contests"),
    ),
)
