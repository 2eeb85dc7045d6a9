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
from korzo.reactions.queries import follow_key
from korzo.reviews import queries as reviews
from korzo.web.queries.feed_page import FeedPage


class Part(StrEnum):
    ANSWERS = "answers"
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
    badges: list[Badge]
    standing: Standing
    tabs: list[Tab]
    part: Part
    feed: FeedPage
    answers_accepted: int

    @property
    def head_key(self) -> str:
        return f"{self.member.pk} head"

    @property
    def follow_key(self) -> str:
        return follow_key([("members.member", self.member.pk)])

    @property
    def points_key(self) -> str:
        return f"{self.member.pk} points"


def member_page(member: Member, *, part: Part, before: talk.Cursor | None) -> MemberPage:
    topics, accepted = talk.counts_of(member.pk)
    return MemberPage(
        member=member,
        badges=slots.collect("members.badge", [member.pk])[member.pk],
        standing=loyalty.standing(member),
        tabs=[
            Tab(_("Answers"), "?", part is Part.ANSWERS, talk.reply_count(member.pk)),
            Tab(_("Topics"), "?part=topics", part is Part.TOPICS, topics),
            Tab(_("Reviews"), "?part=reviews", part is Part.REVIEWS, reviews.count_of(member)),
        ],
        part=part,
        feed=_feed(member, part, before),
        answers_accepted=accepted,
    )


def _feed(member: Member, part: Part, before: talk.Cursor | None) -> FeedPage:
    if part is Part.REVIEWS:
        return FeedPage(items=reviews.feed(member=member))
    if part is Part.ANSWERS:
        return FeedPage(items=talk.replies_of(member.pk).items)
    page = talk.topics_of(member.pk, before=before)
    return FeedPage(page.items, page.before)
