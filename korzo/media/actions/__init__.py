"""What can be done with a picture, a film, a sound."""

from korzo.media.actions.captions import drop_captions, keep_captions
from korzo.media.actions.change_rules import FilmRulesChange, change_film_rules
from korzo.media.actions.prepare_film import prepare_film
from korzo.media.actions.receive import (
    PICTURES_PER_DAY_MAX,
    ReadyPicture,
    receive_picture,
    receive_ready_picture,
    receive_ready_pictures,
)
from korzo.media.actions.receive_film import PIECE_BYTES_MAX, Said, add_piece, begin_film
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
    "PIECE_BYTES_MAX",
    "FilmRulesChange",
    "ReadyPicture",
    "Said",
    "add_piece",
    "begin_film",
    "change_film_rules",
    "claim_pictures",
    "describe_picture",
    "discard_picture",
    "drop_captions",
    "forget_abandoned_pictures",
    "forget_pictures_of",
    "keep_captions",
    "prepare_film",
    "receive_picture",
    "receive_ready_picture",
    "receive_ready_pictures",
    "release_pictures",
    "render_picture",
]
