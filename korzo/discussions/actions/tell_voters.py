"""Telling those who want an idea what became of it, a few at a time."""

from django.db import transaction

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.activities import IdeaNews
from korzo.discussions.models import IdeaChange, IdeaMerge, IdeaVote
from korzo.discussions.permissions import readers_among
from korzo.members.models import Member

# One short transaction each, however many people want it.
TOLD_AT_ONCE = 200


def tell_voters(change_id: int, *, behind: int = 0) -> int:
    """The next members after the id `behind`, in the order of their ids; 0 when all were told. Twice told is told once.

    Of two ideas that were joined, all who wanted either hear it, and both authors do.
    """
    change = IdeaChange.objects.select_related("topic__space").get(pk=change_id)
    merge = IdeaMerge.objects.select_related("into__space").filter(topic=change.topic_id).first()
    topic = merge.into if merge else change.topic
    authors = {pk for pk in (change.topic.author_id, topic.author_id) if pk is not None}
    votes = IdeaVote.objects.filter(topic=topic)
    people = Member.objects.filter(is_active=True, erased_at__isnull=True, pk__gt=behind).exclude(pk=change.by_id or 0)
    found = people.filter(pk__in=votes.values("member_id")) | people.filter(pk__in=authors)
    members = list(found.order_by("pk")[:TOLD_AT_ONCE])
    with transaction.atomic():
        for member in readers_among(topic.space, members):
            record(
                IdeaNews(topic_id=topic.pk, state=change.state),
                actor_id=change.by_id,
                actor_kind=Activity.ActorKind.STAFF,
                member_id=member.pk,
                occurred_at=change.at,
                dedupe_key=f"discussions.idea_news:{change_id}:{member.pk}",
            )
    return members[-1].pk if len(members) == TOLD_AT_ONCE else 0
