"""Pictures of posts, for a whole page at once."""

from collections import defaultdict
from collections.abc import Iterable

from korzo.discussions.models import PostPicture, Space
from korzo.kit.pictures import Photo
from korzo.media import queries as media


def photos_of_posts(post_ids: Iterable[int], *, with_failed_films: bool = False) -> dict[int, list[Photo]]:
    """A post holds ten at most, so twenty posts stay small. `with_failed_films`: see `media.queries.photos`."""
    rows = PostPicture.objects.filter(post_id__in=set(post_ids)).select_related("picture")
    found: defaultdict[int, list[Photo]] = defaultdict(list)
    for row in rows.order_by("post_id", "position"):
        found[row.post_id].extend(media.photos([row.picture], with_failed_films=with_failed_films))
    return found


def tags_of_pictures(picture_ids: Iterable[int]) -> dict[int, set[str]]:
    """What shows these pictures, for the slot "media.shown_under"."""
    wanted = list(picture_ids)
    found: defaultdict[int, set[str]] = defaultdict(set)
    shown = PostPicture.objects.filter(picture_id__in=wanted)
    for picture_id, post_id, topic_id in shown.values_list("picture_id", "post_id", "post__topic_id"):
        found[picture_id] |= {f"post:{post_id}", f"topic:{topic_id}", "talk"}
    for picture_id in Space.objects.filter(photo_id__in=wanted).values_list("photo_id", flat=True):
        if picture_id is not None:
            found[picture_id].add("spaces")
    return found
