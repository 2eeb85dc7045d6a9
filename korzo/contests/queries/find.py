"""Where everything of the contests is: for the site map, and for feed readers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.contests.models import Contest, Entry
from korzo.contests.permissions import entries_visible_to, visible_to
from korzo.contests.queries.contest_page import shown_of
from korzo.contests.queries.pictures import photos_of
from korzo.edge.recording import reads
from korzo.kit import atom
from korzo.kit.sitemap import Address


def last_contest_id() -> int:
    reads("contests")
    return Contest.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def contest_addresses(low: int, high: int) -> list[Address]:
    """With their results, and the list of all of them in the first part."""
    reads("contests")
    rows = visible_to(None).filter(pk__gt=low, pk__lte=high).select_related("announcement", "result").order_by("pk")
    found = [Address(reverse("contests:contests"))] if low == 0 and rows else []
    for one in rows:
        found.append(Address(one.get_absolute_url(), one.announcement.at))
        if hasattr(one, "result"):
            found.append(Address(reverse("contests:results", args=[one.pk]), one.result.at))
    return found


def last_entry_id() -> int:
    reads("contests")
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def entry_addresses(low: int, high: int) -> list[Address]:
    reads("contests")
    rows = list(entries_visible_to(None).filter(pk__gt=low, pk__lte=high).order_by("pk"))
    photos = photos_of(one.pk for one in rows)
    return [
        Address(
            one.get_absolute_url(),
            one.edited_at or one.created_at,
            tuple(photo.url for photo in photos.get(one.pk, []) if not photo.url.startswith("data:")),
        )
        for one in rows
    ]


def feed_entries(contest: Contest) -> list[atom.Entry]:
    """The newest entries of a contest that the caller fetched for everybody."""
    newest = list(
        Entry.objects.filter(contest=contest, is_standing=True).order_by("-created_at", "-pk")[: atom.ENTRIES_MAX]
    )
    return [
        atom.Entry(
            id=one.url,
            url=one.url,
            title=one.title,
            html=one.html,
            published_at=one.created_at,
            changed_at=one.edited_at or one.created_at,
            author=one.author.name or _("A former member"),
            author_url=one.author.url,
            language=one.lang,
            photos=tuple(one.photos),
            categories=(contest.title,),
        )
        for one in shown_of(newest)
    ]
