"""What others may ask: always for all ids of a page at once."""

from korzo.reactions.looks import Look, look_of
from korzo.reactions.queries.bookmarks import Kept, kept_by, kept_for
from korzo.reactions.queries.export import about_members
from korzo.reactions.queries.follows import (
    Followed,
    Of,
    Standing,
    follow_key,
    followed_by,
    level_of,
    listeners,
    standings,
)
from korzo.reactions.queries.reactions import (
    Given,
    Own,
    Page,
    counts,
    given_on,
    helpful,
    mine,
    offered,
    offered_keys,
    own_on,
)
from korzo.reactions.subjects import all_subjects

__all__ = [
    "Followed",
    "Given",
    "Kept",
    "Look",
    "Of",
    "Own",
    "Page",
    "Standing",
    "about_members",
    "all_subjects",
    "counts",
    "follow_key",
    "followed_by",
    "given_on",
    "helpful",
    "kept_by",
    "kept_for",
    "level_of",
    "listeners",
    "look_of",
    "mine",
    "offered",
    "offered_keys",
    "own_on",
    "standings",
]
