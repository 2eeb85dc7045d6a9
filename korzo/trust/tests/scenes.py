"""What people do that trust grows from, for the tests of this room."""

from datetime import datetime, timedelta
from itertools import count

from django.db.models import F
from django.utils import timezone

from korzo.discussions.actions import Written, accept_answer, post_reply, start_topic
from korzo.discussions.models import Kind, Post, Reader, ReadingDay, Space, Topic
from korzo.members.models import Grant, Member
from korzo.reactions.actions import react
from korzo.trust.models import Standing

_numbers = count(1)
POST = "discussions.post"


def reads_for(member: Member, *, days: int = 1, topics: int = 0, posts: int = 0, minutes: int = 0) -> None:
    """So much altogether, on the last so many days; they were seen just now."""
    reader, _is_new = Reader.objects.update_or_create(member=member, defaults={"seen_at": timezone.now()})
    today = timezone.localdate()
    for back in range(days):
        ReadingDay.objects.get_or_create(reader=reader, day=today - timedelta(days=back))
    ReadingDay.objects.filter(reader=reader, day=today).update(
        topics_entered=F("topics_entered") + topics,
        posts_read=F("posts_read") + posts,
        seconds=F("seconds") + minutes * 60,
    )


def becomes_new(member: Member) -> None:
    """All that the first level asks for."""
    reads_for(member, topics=5, posts=30, minutes=10)


def becomes_member(member: Member, asker: Member) -> None:
    """All that the second level asks for."""
    reads_for(member, days=15, topics=20, posts=100, minutes=60)
    for _one in range(3):
        answer = an_answer(a_question(asker), member)
    is_liked(answer, asker)
    first = answer.topic.first_post
    assert first is not None
    is_liked(first, member)


def a_question(asker: Member) -> Topic:
    space = Space.objects.get_or_create(slug="fit", defaults={"name": "Fit and sizes"})[0]
    number = next(_numbers)
    return start_topic(
        space,
        actor=asker,
        title=f"How does pair number {number} fit?",
        written=Written(f"I have narrow feet, and this is question number {number}."),
        kind=Kind.QUESTION,
        backfilled=True,
    )


def an_answer(topic: Topic, author: Member) -> Post:
    written = Written(f"Take half a size up, says answer number {next(_numbers)}.")
    return post_reply(topic, actor=author, written=written, backfilled=True)


def is_helped(asker: Member, helper: Member) -> Post:
    is_known(asker)
    answer = an_answer(a_question(asker), helper)
    accept_answer(answer, actor=asker)
    return answer


def is_liked(post: Post, by: Member, emoji: str = "heart") -> None:
    is_known(by)
    react(POST, post.pk, actor=by, author_id=post.author_id, emoji=emoji, backfilled=True)


def is_known(*people: Member) -> None:
    """They came before, so that what they give counts for others."""
    Standing.objects.bulk_create([Standing(member=one, level=1) for one in people], ignore_conflicts=True)


def level_of(member: Member) -> int:
    return Standing.objects.filter(pk=member.pk).values_list("level", flat=True).first() or 0


def keys_of(member: Member) -> list[str]:
    rows = Grant.objects.filter(member=member, key__startswith="trust:", source="trust")
    return sorted(rows.values_list("key", flat=True))


def joined(member: Member, at: datetime) -> None:
    Member.objects.filter(pk=member.pk).update(joined_at=at)
    member.refresh_from_db()
