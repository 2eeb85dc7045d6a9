"""Questions of the demo have company: members who wonder the same, and readers who found an answer useful."""

import random
from datetime import timedelta

from django.utils import timezone

from korzo.discussions import actions as discussions
from korzo.discussions.models import Kind, Post, Topic
from korzo.members.models import Member

SEED = 11
QUESTIONS = 12
SAME_MAX = 5
VOTES_MAX = 6
# A vote for a member's answer is as old as a vote can be without being older than the answer.
VOTED_AFTER = timedelta(hours=1)


def load_questions(crowd: list[Member]) -> None:
    chance = random.Random(SEED)
    asked = Topic.objects.standing().filter(kind=Kind.QUESTION, space__read_key="").order_by("-created_at", "pk")
    for topic in list(asked[:QUESTIONS]):
        others = [one for one in crowd if one.pk != topic.author_id]
        for member in chance.sample(others, min(len(others), chance.randint(0, SAME_MAX))):
            discussions.ask_too(topic, actor=member)
        for post in Post.objects.filter(topic=topic, number__gt=1, is_standing=True).select_related("topic"):
            _find_useful(post, others, chance)


def _find_useful(post: Post, crowd: list[Member], chance: random.Random) -> None:
    readers = [one for one in crowd if one.pk != post.author_id]
    at = min(post.created_at + VOTED_AFTER, timezone.now())
    for member in chance.sample(readers, min(len(readers), chance.randint(0, VOTES_MAX))):
        discussions.give_heart(post, actor=member, emoji="helpful", at=at, backfilled=True)
