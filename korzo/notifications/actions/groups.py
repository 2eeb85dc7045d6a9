"""Telling a group that is called in a post: at most a hundred of them at once, unless the team calls."""

from itertools import batched

from korzo.activity.models import Activity
from korzo.discussions.models import GroupMention, Topic
from korzo.discussions.permissions import posts_visible_to, readers_among
from korzo.groups.permissions import TOLD_BY_MENTION_MAX, fits_mention
from korzo.groups.queries import first_people_of, people_of
from korzo.jobs.actions import enqueue_many
from korzo.members.models import Member
from korzo.members.queries import blockers_of
from korzo.notifications import tasks
from korzo.notifications.actions.notify import News, notify_many
from korzo.notifications.actions.watchers import BATCH
from korzo.reactions.models import Follow


def called_by(post_id: int) -> set[int]:
    """Who is in the groups that this post calls."""
    return people_of(set(GroupMention.objects.filter(post=post_id).values_list("group_id", flat=True)))


def tell_group(activity: Activity, *, without: set[int]) -> int:
    """A handful at once; a crowd in jobs of one batch each, written in the transaction of the delivery."""
    group_id = getattr(activity.kind, "group_id", 0)
    people = first_people_of(group_id)
    author = Member.objects.filter(pk=activity.actor_id or 0).first()
    if not fits_mention(author, len(people)):
        # It grew after the post was written, or while it waited for a look: who came first is told.
        people = people[:TOLD_BY_MENTION_MAX]
    wanted = sorted(set(people) - without - {activity.actor_id} - blockers_of(activity.actor_id))
    if len(wanted) <= BATCH:
        tell_called(activity, wanted)
    else:
        enqueue_many((tasks.tell_called, [activity.pk, list(batch)], {}) for batch in batched(wanted, BATCH))
    return len(wanted)


def tell_called(activity: Activity, member_ids: list[int]) -> int:
    """Nobody is told of what they cannot read, or of a topic that they shut out. Telling twice changes nothing."""
    kind = activity.kind
    topic_id, post_id = getattr(kind, "topic_id", 0), getattr(kind, "post_id", 0)
    topic = Topic.objects.standing().select_related("space").filter(pk=topic_id).first()
    if topic is None or not member_ids:
        return 0
    shut_out = Follow.objects.filter(
        member_id__in=member_ids, subject_label="discussions.topic", subject_id=topic_id, level=Follow.Level.MUTED
    )
    people = Member.objects.get_queryset().present().filter(pk__in=member_ids)
    people = people.exclude(pk__in=shut_out.values("member_id"))
    readers = readers_among(topic.space, list(people))
    if not readers or not posts_visible_to(readers[0]).filter(pk=post_id).exists():
        return 0
    params = {"topic_id": topic_id, "post_id": post_id}
    # The key of a mention: whoever is named and called hears of the post once.
    news = [News(one.pk, activity.verb, f"mention:{post_id}", kind.link(), params) for one in readers]
    return len(notify_many(news, cause=activity))
