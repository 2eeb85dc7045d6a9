"""What the heads of these pages tell search engines and those who share a link, also in the words of schema.org."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.contests.models import Contest
from korzo.contests.queries.cards import ContestList
from korzo.contests.queries.contest_page import ContestPage, EntryShown
from korzo.kit.html import excerpt
from korzo.kit.page_head import CONTEXT, HeadFeed, HeadPicture, PageHead, absolute, breadcrumbs
from korzo.kit.pictures import Photo


def contests_head(page: ContestList) -> PageHead:
    return PageHead(
        address=reverse("contests:contests"),
        title=_("Contests"),
        description=_("Show what you do, and see what others do."),
        is_indexed=bool(page.running or page.past),
    )


def contest_head(page: ContestPage) -> PageHead:
    """Its gallery is shuffled every hour, so only the first part stands for it."""
    contest = page.contest
    is_public = hasattr(contest, "announcement")
    return PageHead(
        address=contest.get_absolute_url(),
        title=contest.title,
        description=excerpt(contest.story_plain),
        kind="article",
        is_indexed=is_public and page.gallery.part == 1,
        picture=_picture(page.photo, contest.title),
        feeds=(HeadFeed(reverse("contests:feed", args=[contest.pk]), contest.title),) if is_public else (),
        published_at=page.young_from,
    )


def results_head(contest: Contest, photo: Photo | None) -> PageHead:
    return PageHead(
        address=reverse("contests:results", args=[contest.pk]),
        title=_("Results of “%(title)s”") % {"title": contest.title},
        kind="article",
        picture=_picture(photo, contest.title),
        published_at=contest.result.at,
    )


def entry_head(entry: EntryShown, *, is_standing: bool) -> PageHead:
    return PageHead(
        address=entry.url,
        title=entry.title,
        description=entry.words,
        kind="article",
        is_indexed=is_standing,
        picture=_picture(entry.photo, entry.title),
        published_at=entry.created_at,
        changed_at=entry.edited_at,
    )


def _picture(photo: Photo | None, title: str) -> HeadPicture | None:
    if photo is None or photo.url.startswith("data:"):
        return None
    return HeadPicture(photo.url, photo.width, photo.height, alt=photo.alt or title)


def places(contest: Contest, *more: tuple[str, str]) -> dict[str, Any]:
    """From the list of contests to this page."""
    listed = [
        (_("Home"), reverse("web:home")),
        (_("Contests"), reverse("contests:contests")),
        (contest.title, contest.get_absolute_url()),
        *more,
    ]
    return {"@context": CONTEXT, **breadcrumbs(listed)}


def entry_data(entry: EntryShown, contest: Contest) -> dict[str, Any]:
    """An entry with the way to it. What has no author any more is told without a work."""
    way = breadcrumbs(
        [
            (_("Contests"), reverse("contests:contests")),
            (contest.title, contest.get_absolute_url()),
            (entry.title, entry.url),
        ]
    )
    return {"@context": CONTEXT, "@graph": [*_work(entry), way]}


def _work(entry: EntryShown) -> Sequence[dict[str, Any]]:
    pictures = [absolute(one.full_url or one.url) for one in entry.photos if not one.url.startswith("data:")]
    if entry.author.gone or not (pictures or entry.plain):
        return []
    work: dict[str, Any] = {
        "@type": "Article",
        "headline": entry.title,
        "url": absolute(entry.url),
        "author": {"@type": "Person", "name": entry.author.name, "url": absolute(entry.author.url)},
        "datePublished": entry.created_at.isoformat(timespec="seconds"),
        "inLanguage": entry.lang,
    }
    if entry.edited_at:
        work["dateModified"] = entry.edited_at.isoformat(timespec="seconds")
    if entry.plain:
        work["articleBody"] = entry.plain
    if pictures:
        work["image"] = pictures
    return [work]
