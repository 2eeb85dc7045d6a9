"""How reactions look: their icons of our own set, and the set that is offered where nobody chose another."""

from dataclasses import dataclass

from django.utils.functional import Promise

from korzo.reactions.models import Reaction

Emoji = Reaction.Emoji

# More would hide the words they stand below.
OFFERED_MAX = 6
DEFAULT_SET = (Emoji.HEART, Emoji.HELPFUL, Emoji.LAUGH, Emoji.WOW, Emoji.THANKS)

ICONS = {
    Emoji.HEART: "heart",
    Emoji.HELPFUL: "thumbs-up",
    Emoji.LAUGH: "smile",
    Emoji.WOW: "sparkles",
    Emoji.THANKS: "hand-heart",
    Emoji.CELEBRATE: "party-popper",
    Emoji.FIRE: "flame",
    Emoji.TROPHY: "trophy",
    Emoji.SUN: "sun",
    Emoji.LEAF: "leaf",
}


@dataclass(frozen=True)
class Look:
    """One reaction as it is drawn. The name is translated when it is shown."""

    key: str
    name: str | Promise
    icon: str


def look_of(key: str) -> Look:
    emoji = Emoji(key)
    return Look(emoji.value, emoji.label, ICONS[emoji])
