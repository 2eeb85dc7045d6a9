"""Contests and entries as the search knows them. Only what everybody sees is found."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.contests.actions import forget_member
from korzo.contests.activities import (
    ContestAnnounced,
    ContestCancelled,
    ContestChanged,
    ContestKind,
    EntryChanged,
    EntryHidden,
    EntryKind,
    EntryPublished,
    EntryShown,
    EntryWithdrawn,
)
from korzo.contests.models import Contest, Entry
from korzo.contests.permissions import entries_visible_to, visible_to
from korzo.contests.queries.pictures import photo_of, photos_of
from korzo.members.activities import MemberErased
from korzo.members.permissions import Person
from korzo.members.queries import bylines
from korzo.search import actions as search
from korzo.search.actions import Findable, Shown, Source

CONTEST, ENTRY = "contest", "entry"


def contests(ids: Collection[int]) -> Mapping[int, Findable]:
    rows = Contest.objects.filter(pk__in=ids, announcement__isnull=False)
    return {
        row.pk: Findable(
            kind=CONTEST,
            object_id=row.pk,
            at=row.opens_at,
            title=row.title,
            body=f"{row.story_plain}\n{row.rules_plain}",
            language=row.language,
        )
        for row in rows
    }


def contest_ids(behind: int, limit: int) -> Sequence[int]:
    return list(Contest.objects.filter(pk__gt=behind).order_by("pk").values_list("pk", flat=True)[:limit])


def shown_contests(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    rows = visible_to(person).filter(pk__in=ids, announcement__isnull=False).select_related("picture")
    return {
        row.pk: Shown(
            title=row.title,
            url=row.get_absolute_url(),
            moment=row.opens_at,
            body=row.story_plain,
            lang=row.language,
            photo=photo_of(row),
        )
        for row in rows
    }


def entries(ids: Collection[int]) -> Mapping[int, Findable]:
    rows = Entry.objects.filter(pk__in=ids, is_standing=True)
    return {
        row.pk: Findable(
            kind=ENTRY,
            object_id=row.pk,
            at=row.created_at,
            title=row.title,
            body=row.plain,
            language=row.language,
            author_id=row.author_id,
        )
        for row in rows
    }


def entry_ids(behind: int, limit: int) -> Sequence[int]:
    return list(Entry.objects.filter(pk__gt=behind).order_by("pk").values_list("pk", flat=True)[:limit])


def shown_entries(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    rows = list(entries_visible_to(person).filter(pk__in=ids, is_standing=True).select_related("contest"))
    people = bylines(row.author_id for row in rows)
    photos = photos_of(row.pk for row in rows)
    return {
        row.pk: Shown(
            title=row.title,
            url=row.get_absolute_url(),
            moment=row.created_at,
            body=row.plain,
            lang=row.language,
            place=row.contest.title,
            place_url=row.contest.get_absolute_url(),
            author=people[row.author_id],
            photo=next(iter(photos.get(row.pk, [])), None),
        )
        for row in rows
    }


SOURCES = (
    Source(
        kind=CONTEST,
        label=_("Contests"),
        name=_("Contest"),
        icon="trophy",
        rank=60,
        load=contests,
        ids=contest_ids,
        count=Contest.objects.count,
        shown=shown_contests,
    ),
    Source(
        kind=ENTRY,
        label=_("Entries of contests"),
        name=pgettext_lazy("contest", "Entry"),
        icon="image-plus",
        rank=61,
        load=entries,
        ids=entry_ids,
        count=Entry.objects.count,
        shown=shown_entries,
    ),
)


@bookkeeper(ContestAnnounced, ContestChanged, ContestCancelled, history=True)
def index_contest(activity: Activity) -> None:
    search.index(CONTEST, [loaded(activity, ContestKind).contest_id])


@bookkeeper(EntryPublished, EntryChanged, EntryWithdrawn, EntryHidden, EntryShown, history=True)
def index_entry(activity: Activity) -> None:
    search.index(ENTRY, [loaded(activity, EntryKind).entry_id])


@bookkeeper(MemberErased, history=True)
def index_without_entrant(activity: Activity) -> None:
    """In one transaction with the forgetting, whoever hears of the erasure first."""
    member_id = loaded(activity, MemberErased).of_member_id
    forget_member(member_id)
    search.index_about_member(ENTRY, member_id)
