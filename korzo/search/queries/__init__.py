"""What pages and other rooms may ask."""

from korzo.search.asked import Asked, read
from korzo.search.numbers import moment_of
from korzo.search.queries.find import COUNTED_MAX, FEW, Found, Hit, audiences_of, counts, find, what_was_meant
from korzo.search.queries.limits import Filters
from korzo.search.queries.progress import Progress, is_current, progress
from korzo.search.queries.suggest import suggest
from korzo.search.snippets import marked, snippet
from korzo.search.sources import Shown, all_sources, source_of
from korzo.search.words import folded

__all__ = [
    "COUNTED_MAX",
    "FEW",
    "Asked",
    "Filters",
    "Found",
    "Hit",
    "Progress",
    "Shown",
    "all_sources",
    "audiences_of",
    "counts",
    "find",
    "folded",
    "is_current",
    "marked",
    "moment_of",
    "progress",
    "read",
    "snippet",
    "source_of",
    "suggest",
    "what_was_meant",
]
