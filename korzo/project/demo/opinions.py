"""The demo's reviews, with the shop's replies and those who found them helpful."""

import random
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from korzo.members.models import Member
from korzo.project.demo import shots, texts
from korzo.reviews import actions as reviews
from korzo.shop.queries import products_by_handles

type Listener = Callable[[str, int, int], None]

SEED = 11
FRESH_DAYS = 3
HELPFUL_MAX = 12


def load_opinions(told: list[texts.Opinion], cast: dict[str, Member], crowd: list[Member], progress: Listener) -> None:
    chance = random.Random(SEED)
    products = products_by_handles({one.product for one in told})
    for number, one in enumerate(sorted(told, key=lambda opinion: -opinion.days_ago), 1):
        author, at = cast[one.author], timezone.now() - timedelta(days=one.days_ago, hours=2)
        is_history = one.days_ago > FRESH_DAYS
        with transaction.atomic():
            review = reviews.write_review(
                products[one.product],
                actor=author,
                rating=one.stars,
                title=one.title,
                body=one.body,
                picture_ids=shots.drawn(one.pictures, author, at),
                fit=one.fit,
                at=at,
                backfilled=is_history,
            )
            if one.shop_reply:
                reviews.reply_for_shop(
                    review, actor=cast["mira"], body=one.shop_reply, at=at + timedelta(days=1), backfilled=is_history
                )
            readers = [
                reader
                for reader in chance.sample(crowd, min(len(crowd), one.helpful + 3))
                if reader.pk != author.pk and not reader.is_team
            ]
            for reader in readers[: min(one.helpful, HELPFUL_MAX)]:
                reviews.mark_helpful(review, actor=reader, at=at + timedelta(days=2), backfilled=True)
        progress("Reviews", number, len(told))
