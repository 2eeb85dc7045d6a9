"""Who is new here, and what that means for writing: the same below posts, comments and whatever else is written."""

from datetime import datetime, timedelta

from korzo.members.models import Member
from korzo.moderation.queries.weights import trust_of

NEWCOMER_FOR = timedelta(hours=24)
# Whoever read a little, or bought something, is past the first day at once.
LIMITS_END_AT_LEVEL = 1
# Enough for a source and for an answer; advertisers and crowds need more.
LINKS_OF_NEWCOMER_MAX, MENTIONS_OF_NEWCOMER_MAX = 2, 3
# After that a text belongs to those who answered it; the team can still correct it.
EDIT_WINDOW = timedelta(days=30)
# Somebody new gets less time, because a quiet rewrite is the oldest trick of spam.
EDIT_WINDOW_OF_NEWCOMER = timedelta(hours=24)


def is_newcomer(member: Member, at: datetime) -> bool:
    return not member.is_staff and member.joined_at > at - NEWCOMER_FOR


def has_first_day_limits(member: Member, at: datetime) -> bool:
    """Somebody new whom nobody trusts yet: how much and how fast they write. Only newcomers cost a question."""
    return is_newcomer(member, at) and trust_of(member.pk) < LIMITS_END_AT_LEVEL


def is_too_old_to_edit(member: Member, written_at: datetime, at: datetime) -> bool:
    """Only what is older than a newcomer's window costs a newcomer's question."""
    if written_at >= at - EDIT_WINDOW_OF_NEWCOMER:
        return False
    return written_at < at - EDIT_WINDOW or has_first_day_limits(member, at)
