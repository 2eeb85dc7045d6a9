"""Who may be asked whether they know an answer: those who did well before, not too often, and nobody who said no."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from korzo.discussions.models import Acceptance, AnswerRequest, Topic
from korzo.discussions.permissions import readers_among
from korzo.members.models import Member, Mute
from korzo.shop.queries import kept_lines

# More than so many in a week is work, and not a favour.
ASKED_A_WEEK_MAX = 3
WEEK = timedelta(days=7)
# So many people are asked about one question: enough that one has time, few enough that each of them counts.
ASKED_ABOUT_ONE_MAX = 5
# Whoever was not here for longer would find the question answered.
HERE_WITHIN = timedelta(days=60)
# Of the many who own a bestseller those are weighed who were here last.
WEIGHED_MAX = 200
# The latest accepted answers tell who knows something now.
ACCEPTED_LOOKED_AT = 500

type Unwilling = Callable[[Collection[int]], set[int]]
_unwilling: list[Unwilling] = []


@dataclass(frozen=True)
class Candidate:
    member: Member
    is_owner: bool


def leave_out(unwilling: Unwilling) -> None:
    """Called in the `ready()` of a room that keeps what members wish to hear: who does not want to be asked."""
    if unwilling not in _unwilling:
        _unwilling.append(unwilling)


def helpers_for(topic: Topic, *, at: datetime) -> list[Candidate]:
    """Owners of the product first, then those whose answers were accepted about it, then in the same space. Among
    equals those come first who were asked least of late.
    """
    owners = _owners(topic.product_id, at)
    good = _good_at(topic)
    people = _present({*owners, *good}, topic, at)
    asked = _asked_lately({one.pk for one in people}, at)
    free = [one for one in people if asked[one.pk] < ASKED_A_WEEK_MAX]
    ranked = sorted(free, key=lambda one: (one.pk not in owners, -good[one.pk], asked[one.pk], one.pk))
    return [Candidate(one, one.pk in owners) for one in ranked[:ASKED_ABOUT_ONE_MAX]]


def _owners(product_id: int | None, at: datetime) -> set[int]:
    if product_id is None:
        return set()
    lines = kept_lines().filter(product_id=product_id, order__member__last_seen_at__gt=at - HERE_WITHIN)
    rows = lines.order_by("-order__member__last_seen_at", "order__member_id").values_list("order__member_id", flat=True)
    return {pk for pk in rows[:WEIGHED_MAX] if pk is not None}


def _good_at(topic: Topic) -> Counter[int]:
    """How many answers of theirs were accepted; about the same product each counts for more than all the others."""
    rows = Acceptance.objects.filter(topic__space=topic.space_id, post__author__isnull=False).order_by("-pk")
    good: Counter[int] = Counter()
    for author_id, product_id in rows.values_list("post__author_id", "topic__product_id")[:ACCEPTED_LOOKED_AT]:
        same = topic.product_id is not None and product_id == topic.product_id
        good[author_id] += ACCEPTED_LOOKED_AT if same else 1
    return good


def _present(ids: set[int], topic: Topic, at: datetime) -> list[Member]:
    """Who is about, may read and write there, did not ask it, wants to be asked, and has nothing against the asker."""
    wanted = ids - {topic.author_id}
    for ask in _unwilling:
        wanted = wanted - ask(wanted)
    apart = Mute.objects.filter(other_id=topic.author_id or 0).values("member_id")
    rows = Member.objects.get_queryset().present().filter(pk__in=wanted, last_seen_at__gt=at - HERE_WITHIN)
    known = AnswerRequest.objects.filter(topic=topic).values("member_id")
    people = list(rows.exclude(pk__in=apart).exclude(pk__in=known).order_by("pk"))
    return [one for one in readers_among(topic.space, people) if _may_write(one, at)]


def _may_write(member: Member, at: datetime) -> bool:
    return not any(until is not None and until > at for until in (member.silenced_until, member.suspended_until))


def _asked_lately(ids: set[int], at: datetime) -> Counter[int]:
    rows = AnswerRequest.objects.filter(member_id__in=ids, at__gt=at - WEEK).values("member_id")
    return Counter(dict(rows.annotate(n=Count("pk")).order_by().values_list("member_id", "n")))
