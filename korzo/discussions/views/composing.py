"""What every composer of the talk needs to know."""

from django.urls import reverse

from korzo.discussions.actions.write import PICTURES_MAX
from korzo.kit import slots
from korzo.media import queries as media
from korzo.writing import queries as writing


def composer(draft_key: str, *, extra_key: int | None = None) -> dict[str, object]:
    """`extra_key` asks other rooms for their part of the form, such as a poll: a topic's id, 0 for a new one."""
    extra = slots.collect("discussions.composer_extra", [extra_key])[extra_key] if extra_key is not None else []
    return {
        "extra": extra,
        **writing.composer(draft_key),
        **media.composer(),
        "members_url": f"{reverse('discussions:mentions')}?groups=1",
        "pictures_max": PICTURES_MAX,
    }
