"""What can be done with a picture."""

from korzo.media.actions.receive import (
    PICTURES_PER_DAY_MAX,
    ReadyPicture,
    receive_picture,
    receive_ready_picture,
    receive_ready_pictures,
)
from korzo.media.actions.render import render_picture
from korzo.media.actions.tend import (
    PICTURES_AT_ONCE_MAX,
    claim_pictures,
    describe_picture,
    discard_picture,
    forget_abandoned_pictures,
    forget_pictures_of,
    release_pictures,
)

__all__ = [
    "PICTURES_AT_ONCE_MAX",
    "PICTURES_PER_DAY_MAX",
    "ReadyPicture",
    "claim_pictures",
    "describe_picture",
    "discard_picture",
    "forget_abandoned_pictures",
    "forget_pictures_of",
    "receive_picture",
    "receive_ready_picture",
    "receive_ready_pictures",
    "release_pictures",
    "render_picture",
]
