"""Pictures of entries and contests: of a page at once, and what is shown where."""

from collections import defaultdict
from collections.abc import Iterable

from korzo.contests.models import Contest, EntryPicture
from korzo.contests.tags import tags_of
from korzo.kit.pictures import Photo
from korzo.media.models import Picture


def photos_of(entry_ids: Iterable[int]) -> dict[int, list[Photo]]:
    """In their order, one query for a whole page. Pictures that could not be read are left out."""
    found: dict[int, list[Photo]] = defaultdict(list)
    rows = EntryPicture.objects.filter(entry_id__in=list(entry_ids)).exclude(picture__state=Picture.State.FAILED)
    for row in rows.select_related("picture").order_by("entry_id", "position"):
        found[row.entry_id].append(row.picture.as_photo())
    return found


def pictures_of(entry_id: int) -> list[Picture]:
    """Their records, for the form that changes the entry."""
    rows = EntryPicture.objects.filter(entry_id=entry_id).exclude(picture__state=Picture.State.FAILED)
    return [row.picture for row in rows.select_related("picture").order_by("position")]


def photo_of(contest: Contest) -> Photo | None:
    picture = contest.picture
    return picture.as_photo() if picture is not None and picture.state != Picture.State.FAILED else None


def tags_of_pictures(picture_ids: Iterable[int]) -> dict[int, set[str]]:
    """What shows these pictures, for the slot "media.shown_under"."""
    ids = list(picture_ids)
    found: dict[int, set[str]] = defaultdict(set)
    shown = EntryPicture.objects.filter(picture_id__in=ids).values_list("picture_id", "entry__contest_id")
    heads = Contest.objects.filter(picture_id__in=ids).values_list("picture_id", "pk")
    for picture_id, contest_id in [*shown, *heads]:
        if picture_id is not None:
            found[picture_id].update(tags_of(contest_id))
    return found
