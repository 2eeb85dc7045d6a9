"""Pictures of posts, for a whole page at once."""

from collections import defaultdict
from collections.abc import Iterable

from korzo.discussions.models import PostPicture
from korzo.kit.pictures import Photo
from korzo.media import queries as media


def photos_of_posts(post_ids: Iterable[int]) -> dict[int, list[Photo]]:
    """A post holds ten at most, so twenty posts stay small."""
    rows = PostPicture.objects.filter(post_id__in=set(post_ids)).select_related("picture")
    found: defaultdict[int, list[Photo]] = defaultdict(list)
    for row in rows.order_by("post_id", "position"):
        found[row.post_id].extend(media.photos([row.picture]))
    return found
