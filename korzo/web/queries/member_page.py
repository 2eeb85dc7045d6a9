"""A member's public page, from what the rooms above members tell."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from korzo.discussions import queries as talk
from korzo.kit import slots
from korzo.kit.slots import Badge
from korzo.loyalty import queries as loyalty
from korzo.loyalty.models import Standing
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.reviews import queries as reviews
from korzo.web.queries.feed_page import FeedPage


class Part(StrEnum):
    TOPICS = "topics"
    REVIEWS = "reviews"


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int


@dataclass(frozen=True)
class MemberPage:
    member: Member
    is_me: bool
    badges: list[Badge]
    standing: Standing
    tabs: list[Tab]
    part: Part
    feed: FeedPage
    answers_accepted: int


def member_page(member: Member, person: Person, *, part: Part, before: talk.Cursor | None) -> MemberPage:
    topics, answers = talk.counts_of(member.pk)
    review_count = reviews.count_of(member)
    if part is Part.REVIEWS:
        feed = FeedPage(items=reviews.feed(member=member))
    else:
        topics_page = talk.topics_of(member.pk, person, before=before)
        feed = FeedPage(topics_page.items, topics_page.before)
    return MemberPage(
        member=member,
        is_me=person is not None and person.pk == member.pk,
        badges=slots.collect("members.badge", [member.pk])[member.pk],
        standing=loyalty.standing(member),
        tabs=[
            Tab(_("Topics"), "?", part is Part.TOPICS, topics),
            Tab(_("Reviews"), "?part=reviews", part is Part.REVIEWS, review_count),
        ],
        part=part,
        feed=feed,
        answers_accepted=answers,
    )
