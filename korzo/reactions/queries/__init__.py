"""What others may ask: always for all ids of a page at once."""

from korzo.reactions.looks import Look, look_of
from korzo.reactions.queries.bookmarks import Kept, ShelfWords, kept_by, kept_for, shelf_words
from korzo.reactions.queries.export import about_members
from korzo.reactions.queries.feet import (
    Foot,
    ReactionShown,
    differs,
    has_more,
    names_of_muted,
    other_reactions,
    own_foot,
    reactions_on,
)
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
from korzo.reactions.subjects import known as known_subject

__all__ = [
    "Followed",
    "Foot",
    "Given",
    "Kept",
    "Look",
    "Of",
    "Own",
    "Page",
    "ReactionShown",
    "ShelfWords",
    "Standing",
    "about_members",
    "all_subjects",
    "counts",
    "differs",
    "follow_key",
    "followed_by",
    "given_on",
    "has_more",
    "helpful",
    "kept_by",
    "kept_for",
    "known_subject",
    "level_of",
    "listeners",
    "look_of",
    "mine",
    "names_of_muted",
    "offered",
    "offered_keys",
    "other_reactions",
    "own_foot",
    "own_on",
    "reactions_on",
    "shelf_words",
    "standings",
]
