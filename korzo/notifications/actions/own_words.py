"""News that its room words itself: for the member concerned, or for many whom the activity names."""

from collections.abc import Sequence
from itertools import batched

from korzo.activity.models import Activity
from korzo.jobs.actions import enqueue_many
from korzo.notifications import tasks
from korzo.notifications.actions.notify import News, notify_many
from korzo.notifications.actions.watchers import BATCH


def tell_several(activity: Activity, member_ids: Sequence[int]) -> None:
    """A handful at once; a crowd in jobs of one batch each, written in the transaction of the delivery."""
    if len(member_ids) <= BATCH:
        tell_in_own_words(activity, member_ids)
        return
    enqueue_many((tasks.tell_in_own_words, [activity.pk, list(batch)], {}) for batch in batched(member_ids, BATCH))


def tell_in_own_words(activity: Activity, member_ids: Sequence[int]) -> int:
    """What is about one thing is one notice until it is read. Telling a batch twice changes nothing."""
    kind = activity.kind
    label, pk = kind.subject() or ("activity", activity.pk)
    key = f"{activity.verb}:{label}:{pk}"
    news = [News(member_id, activity.verb, key, kind.link(), {}) for member_id in member_ids]
    return len(notify_many(news, cause=activity)) if news else 0
