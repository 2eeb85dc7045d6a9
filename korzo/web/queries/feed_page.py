"""A page of things that were said: topics and reviews look alike in a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from korzo.discussions import queries as talk
from korzo.reviews import queries as reviews


@dataclass(frozen=True)
class FeedPage:
    items: Sequence[talk.FeedItem | reviews.FeedItem]
    before: str = ""
