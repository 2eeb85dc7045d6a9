"""How often one person may write, by what they write."""

from datetime import datetime, timedelta

from korzo.discussions.models import Post
from korzo.members.models import Member
from korzo.moderation.actions import TALK, TALK_OF_NEWCOMER, WritingPace, check_writing_pace
from korzo.moderation.queries.newcomers import has_first_day_limits

DAY = timedelta(days=1)
TOPICS = (WritingPace(3, timedelta(minutes=5)), WritingPace(20, DAY))
TOPICS_OF_NEWCOMER = (WritingPace(1, timedelta(minutes=2)), WritingPace(3, DAY))


def check_pace(member: Member, at: datetime, *, topics: bool) -> None:
    new = has_first_day_limits(member, at)
    if topics:
        opening = Post.objects.filter(number=1)
        check_writing_pace(opening, TOPICS_OF_NEWCOMER if new else TOPICS, author=member, at=at)
    else:
        replies = Post.objects.filter(number__gt=1)
        check_writing_pace(replies, TALK_OF_NEWCOMER if new else TALK, author=member, at=at)
