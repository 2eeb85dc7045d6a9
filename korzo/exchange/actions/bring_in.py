"""The import itself: batch after batch, each in one transaction with the note of how far it is.

However the process ends, what was committed is there with its note, and what was not is not: nothing is lost, and
nothing comes twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.exchange import places
from korzo.exchange.actions.faces import bring_faces
from korzo.exchange.actions.groups import bring_groups
from korzo.exchange.actions.known import Bring, ours
from korzo.exchange.actions.old_addresses import address_rows
from korzo.exchange.actions.open_topics import open_topics
from korzo.exchange.actions.opinions import bring_ballots, bring_polls, bring_reactions, bring_votes
from korzo.exchange.actions.people import bring_people
from korzo.exchange.actions.pictures import bring_pictures
from korzo.exchange.actions.posts import bring_posts
from korzo.exchange.actions.spaces import bring_spaces
from korzo.exchange.actions.topics import bring_topics
from korzo.exchange.activities import CommunityImported
from korzo.exchange.models import Import, Kind, OldAddress
from korzo.exchange.rows import key_of
from korzo.exchange.staging import Staged, Staging
from korzo.jobs.actions import finish_progress, report_progress
from korzo.jobs.queries import cursor_of, progress_of
from korzo.kit.generations import bump_on_commit

WORDS = gettext_noop("Bringing in a community")
# Large enough that the price of a statement is shared by hundreds, small enough that a page of somebody who writes
# meanwhile waits for less than a second.
BATCH = 400
# Every space that a file may hold, and all that are folded into others: whether there is room is asked once.
SPACES_AT_ONCE = 100_000

type Listener = Callable[[str, int, int], None]
"""Hears the step, how many rows are done, and how many there are in all."""


@dataclass(frozen=True)
class Step:
    """`kind` are the rows that it walks through."""

    name: str
    kind: str
    bring: Bring
    batch: int = BATCH


def bring_redirects(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    del staging
    by_kind: dict[str, list[Staged]] = {}
    for row in rows:
        by_kind.setdefault(row.text("kind"), []).append(row)
    for kind, some in by_kind.items():
        known = ours(kind, (row.key_of("to") for row in some))
        stood = [
            ([row.text("path")], known[key]) for row in some if (key := key_of(row.text("to"), row.key.source)) in known
        ]
        OldAddress.objects.bulk_create(address_rows(brought, kind, stood), ignore_conflicts=True)


STEPS = (
    # The first, while the room for them that was reckoned a moment ago is still there; all in one batch.
    Step("spaces", Kind.SPACES, bring_spaces, SPACES_AT_ONCE),
    Step("people", Kind.PEOPLE, bring_people),
    Step("groups", Kind.GROUPS, bring_groups, 20),
    Step("topics", Kind.TOPICS, bring_topics),
    Step("posts", Kind.POSTS, bring_posts),
    Step("reactions", Kind.REACTIONS, bring_reactions),
    Step("polls", Kind.POLLS, bring_polls),
    Step("ballots", Kind.BALLOTS, bring_ballots),
    Step("votes", Kind.VOTES, bring_votes),
    Step("open", Kind.TOPICS, open_topics, 50),
    # Each picture takes a second of drawing, and the transaction waits for it.
    Step("files", Kind.FILES, bring_pictures, 4),
    Step("faces", Kind.PEOPLE, bring_faces, 20),
    Step("redirects", Kind.REDIRECTS, bring_redirects),
)


def progress_key(import_id: int) -> str:
    return f"exchange.import.{import_id}"


def bring_in(import_id: int, *, listener: Listener | None = None) -> Import:
    """Go on until the end from where it stands."""
    brought = Import.objects.get(pk=import_id)
    if brought.state != Import.State.RUNNING:
        return brought
    staging = Staging(places.rows_of(brought.token), brought.source)
    try:
        total = sum(staging.count(step.kind) for step in STEPS)
        with override(brought.language):
            while _batch(brought.pk, staging, total, listener):
                pass
    finally:
        staging.close()
    brought.refresh_from_db()
    places.forget(brought.token)
    return brought


def _batch(import_id: int, staging: Staging, total: int, listener: Listener | None) -> bool:
    """One batch, or the end. Two processes at the same import wait for each other at its row."""
    key = progress_key(import_id)
    with transaction.atomic():
        brought = Import.objects.select_for_update().get(pk=import_id)
        if brought.state != Import.State.RUNNING:
            return False
        name, _colon, place = cursor_of(key).partition(":")
        at = next((number for number, step in enumerate(STEPS) if step.name == name), 0)
        found = _next(staging, at, int(place or 0))
        if found is None:
            _finish(brought)
            return False
        step, rows = found
        step.bring(brought, staging, rows)
        before = progress_of(key)
        done = (before.done if before and before.finished_at is None else 0) + len(rows)
        report_progress(key, done, total, WORDS, cursor=f"{step.name}:{rows[-1].place}")
    if listener:
        listener(step.name, done, total)
    return True


def _next(staging: Staging, at: int, place: int) -> tuple[Step, list[Staged]] | None:
    for number, step in enumerate(STEPS[at:]):
        rows = staging.behind(step.kind, place if number == 0 else 0, step.batch)
        if rows:
            return step, rows
    return None


def _finish(brought: Import) -> None:
    brought.state, brought.finished_at = Import.State.FINISHED, timezone.now()
    brought.save(update_fields=["state", "finished_at"])
    counts = brought.found.get("counts", {})
    record(
        CommunityImported(
            import_id=brought.pk,
            people=counts.get(Kind.PEOPLE, 0),
            topics=counts.get(Kind.TOPICS, 0),
            posts=counts.get(Kind.POSTS, 0),
        ),
        actor_id=brought.sender_id,
        actor_kind=Activity.ActorKind.STAFF,
        occurred_at=brought.finished_at,
    )
    finish_progress(progress_key(brought.pk))
    bump_on_commit("spaces", "talk", "members")
