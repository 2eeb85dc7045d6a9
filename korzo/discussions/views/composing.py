"""What every composer of the talk needs to know."""

from django.urls import reverse

from korzo.discussions.actions.write import PICTURES_MAX


def composer(draft_key: str) -> dict[str, object]:
    return {
        "draft_key": draft_key,
        "upload_url": reverse("media:pictures"),
        "members_url": reverse("discussions:mentions"),
        "pictures_max": PICTURES_MAX,
    }
