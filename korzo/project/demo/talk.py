"""The demo's talk: topics and replies that were written by hand, and the hearts of the crowd."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from korzo.discussions import actions as discussions
from korzo.discussions.models import Post, Space, Topic
from korzo.media.actions import receive_ready_picture
from korzo.members.models import Member
from korzo.project.demo import shots, texts
from korzo.shop.queries import products_by_handles

type Listener = Callable[[str, int, int], None]

SEED = 7
# What was said lately reaches the bells; older talk is history.
FRESH = timedelta(days=3)
HEARTS_MAX = 12


def open_spaces(told: list[dict[str, object]], owner: Member) -> dict[str, Space]:
    spaces: dict[str, Space] = {}
    for one in told:
        path = texts.PICTURES / str(one["picture"])
        photo = receive_ready_picture(path, owner=None, formats=("webp",)) if path.is_file() else None
        spaces[str(one["key"])] = discussions.open_space(
            str(one["name"]),
            actor=owner,
            slug=str(one["key"]),
            description=str(one["description"]),
            rules=str(one.get("rules", "")),
            hue=int(str(one["hue"])),
            icon=str(one["icon"]),
            photo=photo,
            at=timezone.now() - timedelta(days=725),
            backfilled=True,
        )
    return spaces


def load_talk(
    told: list[texts.Talk], cast: dict[str, Member], spaces: dict[str, Space], crowd: list[Member], progress: Listener
) -> None:
    chance = random.Random(SEED)
    products = products_by_handles({one.product for one in told if one.product})
    for number, one in enumerate(told, 1):
        with transaction.atomic():
            started = _moment(one.days_ago, one.hour)
            topic = discussions.start_topic(
                spaces[one.space],
                actor=cast[one.author],
                title=one.title,
                kind=one.kind,
                product=products.get(one.product),
                written=_written(one.body, one.pictures, cast[one.author], started),
                at=started,
                backfilled=not _is_fresh(started),
            )
            # What many answer, many like.
            _give_hearts(topic.first_post, len(one.replies) + 1, started, crowd, chance)
            for reply in one.replies:
                _reply(topic, one, reply, started, cast, crowd, chance)
        progress("Talk", number, len(told))


def _reply(
    topic: Topic,
    one: texts.Talk,
    reply: texts.Reply,
    started: datetime,
    cast: dict[str, Member],
    crowd: list[Member],
    chance: random.Random,
) -> None:
    at = min(started + timedelta(minutes=reply.after_minutes), timezone.now() - timedelta(minutes=5))
    author = cast[reply.author]
    post = discussions.post_reply(
        topic,
        actor=author,
        written=_written(reply.body, reply.pictures, author, at),
        at=at,
        backfilled=not _is_fresh(at),
    )
    if reply.accepted:
        discussions.accept_answer(
            post, actor=cast[one.author], at=at + timedelta(minutes=30), backfilled=not _is_fresh(at)
        )
    _give_hearts(post, reply.hearts, at, crowd, chance)


def _give_hearts(post: Post | None, count: int, at: datetime, crowd: list[Member], chance: random.Random) -> None:
    if post is None:
        return
    givers = [one for one in chance.sample(crowd, min(len(crowd), count + 1)) if one.pk != post.author_id]
    for giver in givers[: min(count, HEARTS_MAX)]:
        discussions.give_heart(post, actor=giver, at=at + timedelta(hours=1), backfilled=True)


def _written(body: str, pictures: list[texts.Shot], author: Member, at: datetime) -> discussions.Written:
    return discussions.Written(body=body, picture_ids=shots.drawn(pictures, author, at))


def _moment(days_ago: int, hour: int) -> datetime:
    day = timezone.localtime() - timedelta(days=days_ago)
    return min(
        day.replace(hour=hour, minute=(days_ago * 7) % 60, second=0, microsecond=0), timezone.now() - timedelta(hours=1)
    )


def _is_fresh(at: datetime) -> bool:
    return at > timezone.now() - FRESH
