"""What others' rows say about members, for many of them with one question each. Nothing is kept here.

What somebody gives to others (a reaction, a vote, an accepted answer) lifts them only if the giver is known here:
otherwise one person with many new accounts lifts each of them.
"""

from collections.abc import Collection
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.utils import timezone

from korzo.discussions.models import Acceptance, Post, Topic
from korzo.edge.recording import lasts, remembered
from korzo.members.models import Grant, Member, MemberQuerySet
from korzo.moderation.models import Flag, Item
from korzo.reactions.models import Reaction
from korzo.reviews.models import Helpful
from korzo.trust.models import Standing

POST = "discussions.post"
# A share is asked of this many at most, as Discourse: nobody has to read a whole city.
TOPICS_CAP, POSTS_CAP = 500, 20_000
# A quarter of these is the cap above; more need not be counted.
TOPICS_COUNTED_MAX = 50_000
HOUSE_LASTS_SECONDS = 3600
# Helping counts double.
OF_HELP = 2
# Whoever just arrived may say thank you as well; it counts for others once they read a little, or bought something.
HEARD_FROM = 1


def heard() -> MemberQuerySet:
    """Whose thanks count: members who are known a little, and the team."""
    known = Standing.objects.filter(level__gte=HEARD_FROM).values("pk")
    return Member.objects.get_queryset().filter(Q(pk__in=known) | ~Q(role=Member.Role.MEMBER))


def topics_replied(ids: Collection[int], since: datetime | None = None) -> dict[int, int]:
    """Different topics of others in which they wrote something that stands."""
    rows = Post.objects.filter(author__in=ids, number__gt=1, is_standing=True, topic__is_standing=True)
    rows = _later(rows, "created_at", since).exclude(topic__author=F("author"))
    return _counted(rows.values("author_id").annotate(n=Count("topic_id", distinct=True)), "author_id")


def answers_accepted(ids: Collection[int], since: datetime | None = None) -> dict[int, int]:
    """To questions of others."""
    rows = _later(_acceptances(ids), "at", since)
    return _counted(rows.values(author_id=F("post__author_id")).annotate(n=Count("pk")), "author_id")


def people_helped(ids: Collection[int]) -> dict[int, int]:
    """How many different people asked what they answered well. Two friends who ask each other are one each."""
    rows = _acceptances(ids).values(author_id=F("post__author_id"))
    return _counted(rows.annotate(n=Count("topic__author_id", distinct=True)), "author_id")


def _acceptances(ids: Collection[int]) -> QuerySet[Acceptance]:
    known = Q(topic__author__in=heard()) | Q(by__in=heard())
    return Acceptance.objects.filter(known, post__author__in=ids).exclude(topic__author=F("post__author"))


def reactions_given(ids: Collection[int], since: datetime | None = None) -> dict[int, int]:
    rows = _later(Reaction.objects.filter(member__in=ids), "at", since)
    return _counted(rows.values("member_id").annotate(n=Count("pk")), "member_id")


def thanks_received(ids: Collection[int], since: datetime | None = None) -> dict[int, int]:
    """Reactions to their posts, and votes for their reviews; "helpful" counts double."""
    weight = Case(When(emoji=Reaction.Emoji.HELPFUL, then=Value(OF_HELP)), default=1, output_field=IntegerField())
    found = _counted(_reactions_to(ids, since).values("author_id").annotate(n=Sum(weight)), "author_id")
    votes = _later(Helpful.objects.filter(review__author__in=ids, member__in=heard()), "at", since)
    of_reviews = votes.values(author_id=F("review__author_id")).annotate(n=Count("pk") * OF_HELP)
    for pk, n in _counted(of_reviews, "author_id").items():
        found[pk] = found.get(pk, 0) + n
    return found


def people_thanking(ids: Collection[int], since: datetime | None = None) -> dict[int, int]:
    """How many different people that were: two friends alone do not lift each other."""
    rows = _reactions_to(ids, since).values("author_id").annotate(n=Count("member_id", distinct=True))
    return _counted(rows, "author_id")


def _reactions_to(ids: Collection[int], since: datetime | None) -> QuerySet[Any]:
    """With the `author_id` of what was reacted to."""
    posts = Post.objects.filter(author__in=ids)
    rows = Reaction.objects.filter(subject_label=POST, subject_id__in=posts.values("pk"), member__in=heard())
    author = Post.objects.filter(pk=OuterRef("subject_id")).values("author_id")
    return _later(rows, "at", since).annotate(author_id=Subquery(author))


def taken_down(ids: Collection[int], since: datetime) -> dict[int, int]:
    """Things of theirs that members pointed at, where the team agreed."""
    rows = Item.objects.filter(author__in=ids, opened_at__gt=since, flags__outcome=Flag.Outcome.AGREED)
    return _counted(rows.values("author_id").annotate(n=Count("pk", distinct=True)), "author_id")


def customers(ids: Collection[int]) -> set[int]:
    """Who owns something of the shop, as its orders say."""
    valid = Q(until__isnull=True) | Q(until__gt=timezone.now())
    rows = Grant.objects.filter(valid, member__in=ids, key__startswith="owns:")
    return set(rows.values_list("member_id", flat=True))


def share_of_house(since: datetime, *, topics_percent: int, posts_percent: int) -> tuple[int, int]:
    """How many of the new topics and posts a share is."""
    topics, posts = remembered("trust.house", since.date(), make=lambda: _house(since))
    return (
        min(ceil(topics * topics_percent / 100), TOPICS_CAP),
        min(ceil(posts * posts_percent / 100), POSTS_CAP),
    )


def _house(since: datetime) -> tuple[int, int]:
    """Topics begun since then, and the posts in them. Looked at once an hour: who reads does not have to be exact."""
    lasts(HOUSE_LASTS_SECONDS)
    newest = Topic.objects.standing().filter(space__read_key="", created_at__gt=since).order_by("-created_at")
    replies = list(newest.values_list("reply_count", flat=True)[:TOPICS_COUNTED_MAX])
    return len(replies), len(replies) + sum(replies)


def _later[Rows: QuerySet](rows: Rows, column: str, since: datetime | None) -> Rows:  # type: ignore[type-arg]  # of any
    return rows if since is None else rows.filter(**{f"{column}__gt": since})


def _counted(rows: QuerySet, column: str) -> dict[int, int]:  # type: ignore[type-arg]  # rows of values
    return dict(rows.order_by().values_list(column, "n"))
