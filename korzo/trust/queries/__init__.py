"""What may be asked about trust."""

from korzo.trust.queries.standings import (
    Mine,
    about_members,
    badges,
    counts_by_level,
    decisions_about,
    highest,
    mine,
    progress_of,
    standing_of,
)
from korzo.trust.queries.steps import Progress, Step, towards
from korzo.trust.queries.thresholds import the_thresholds

__all__ = [
    "Mine",
    "Progress",
    "Step",
    "about_members",
    "badges",
    "counts_by_level",
    "decisions_about",
    "highest",
    "mine",
    "progress_of",
    "standing_of",
    "the_thresholds",
    "towards",
]
