"""Whole groups that are called by their handle: which may be, how they are kept, and that they are told once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.discussions.activities import GroupMentioned
from korzo.discussions.models import GroupMention, Post
from korzo.groups import queries as groups
from korzo.groups.models import Group
from korzo.groups.permissions import check_size
from korzo.kit.errors import FieldRefused
from korzo.members.models import Member
from korzo.moderation.actions import Deed, take_turn

# Each of them calls up to a hundred people away from what they do.
CALLED_IN_POST_MAX = 2
# A text may be full of signs; the question to the database stays small.
HANDLES_TRIED_MAX = 40


def called_in(handles: Sequence[str], *, actor: Member, before: Collection[int] = ()) -> dict[str, Group]:
    """By handle. One that this person may not call stays a word; one that is too large is said before anything is sent.

    `before` are the groups that the post called already, by id: they are no news, whoever edits it.
    """
    wanted = list(dict.fromkeys(handle.rstrip(".-").lower() for handle in handles))[:HANDLES_TRIED_MAX]
    if not wanted:
        return {}
    found = groups.mentioned(wanted, actor, known=before)
    new = [one for one in found.values() if one.pk not in before]
    if len(new) > CALLED_IN_POST_MAX:
        raise FieldRefused("body", _("You call several groups here. Please choose the one whom it is for."))
    counts = groups.people_counts(one.pk for one in new) if new else {}
    for one in new:
        check_size(actor, one, counts[one.pk])
    return found


def addresses_of_groups(called: Mapping[str, Group]) -> dict[str, str]:
    return {handle: group.get_absolute_url() for handle, group in called.items()}


def groups_called(post: Post) -> set[int]:
    return set(GroupMention.objects.filter(post=post).values_list("group_id", flat=True))


def keep_calls(post: Post, called: Mapping[str, Group], *, actor: Member, at: datetime) -> None:
    """Who is called for the first time is told, once the post stands; an edit tells nobody twice."""
    if not called:
        return
    before = groups_called(post)
    new = [group for group in called.values() if group.pk not in before]
    take_turn(Deed.GROUP_MENTION, member=actor, times=len(new))
    GroupMention.objects.bulk_create([GroupMention(post=post, group=group) for group in new])
    if post.is_standing:
        tell_called(post, [group.pk for group in new], actor_id=actor.pk, at=at)


def tell_called(post: Post, group_ids: Collection[int], *, actor_id: int | None, at: datetime) -> None:
    """Who of them may read it, and wants to hear of its author, is asked when it is delivered."""
    for pk in sorted(group_ids):
        record(
            GroupMentioned(topic_id=post.topic_id, post_id=post.pk, group_id=pk),
            actor_id=actor_id,
            occurred_at=at,
            dedupe_key=f"discussions.group_mentioned:{post.pk}:{pk}",
        )
