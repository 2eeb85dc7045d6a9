"""Background work of the talk."""

from django.utils.translation import gettext_lazy as _

from korzo.discussions import actions
from korzo.discussions.queries.all_ids import reply_ids_in, topic_ids_in
from korzo.jobs.actions import Priority, job
from korzo.search import actions as search

# Bounds the work of one round; what is left is taken up at the next one.
ROUNDS_MAX = 1_000
INDEXED_AT_ONCE = 1_000


@job(
    title=_("Publishing topics whose time has come"),
    idempotent=True,
    every="1 minute",
    unique="discussions.publish_due",
)
def publish_due() -> int:
    return actions.publish_due_topics()


@job(title=_("Telling members what became of an idea"), idempotent=True, unique="discussions.tell_voters:{change_id}")
def tell_voters(change_id: int) -> None:
    behind = 0
    for _round in range(ROUNDS_MAX):
        behind = actions.tell_voters(change_id, behind=behind)
        if not behind:
            return


@job(
    title=_("Looking after questions that wait"),
    idempotent=True,
    every="10 minutes",
    unique="discussions.look_after_questions",
    duplicates="drop",
)
def look_after_questions() -> int:
    return actions.look_after_questions()


@job(
    title=_("Asking whether an answer helped"),
    idempotent=True,
    every="30 minutes",
    unique="discussions.remind_askers",
    duplicates="drop",
)
def remind_askers() -> int:
    return actions.remind_askers()


@job(title=_("Telling members that a question is solved"), idempotent=True, unique="discussions.tell_solved:{topic_id}")
def tell_solved(topic_id: int) -> None:
    behind = 0
    for _round in range(ROUNDS_MAX):
        behind = actions.tell_solved(topic_id, behind=behind)
        if not behind:
            return


@job(
    title=_("Weighing answers anew"),
    idempotent=True,
    priority=Priority.BULK,
    unique="discussions.weigh_all",
    lease_seconds=3600,
)
def weigh_all() -> None:
    behind = 0
    while behind := actions.weigh_all(behind=behind):
        pass


@job(
    title=_("Searching a space anew"),
    idempotent=True,
    priority=Priority.BULK,
    unique="discussions.index_space:{space_id}",
    lease_seconds=3600,
)
def index_space(space_id: int) -> None:
    """Other people than before may come in. What they find there is looked at again, in short pieces."""
    for kind, ids_in in (("topic", topic_ids_in), ("reply", reply_ids_in)):
        behind = 0
        while found := ids_in(space_id, behind, INDEXED_AT_ONCE):
            search.index(kind, found)
            behind = found[-1]


@job(
    title=_("Adding up what was read long ago"),
    idempotent=True,
    priority=Priority.BULK,
    cron="23 3 * * *",
    unique="discussions.thin_reading",
    duplicates="drop",
    lease_seconds=3600,
)
def thin_reading() -> int:
    gone = 0
    for _round in range(ROUNDS_MAX):
        went = actions.thin_reading()
        gone += went
        if not went:
            break
    return gone


@job(
    title=_("Looking from where on topics are unread"),
    idempotent=True,
    priority=Priority.BULK,
    cron="43 3 * * *",
    unique="discussions.settle_first_unread",
    duplicates="drop",
    lease_seconds=3600,
)
def settle_first_unread() -> None:
    behind = 0
    while found := actions.readers_to_settle(behind=behind):
        actions.settle_first_unread(found)
        behind = found[-1]
