"""How long work tells where it stands: one row for each key, written in the transaction of the work itself."""

from datetime import datetime, timedelta

from django.utils import timezone

from korzo.jobs.models import Progress

# What was finished is worth a look for some days, then it only makes the list longer.
FINISHED_KEPT = timedelta(days=7)


def report_progress(key: str, done: int, total: int | None, words: str, *, cursor: str | None = None) -> None:
    """Say how far the work called `key` has come; the first report, and the first after its end, begin it anew.

    `total` is None while it is unknown. `words` is a source string marked by `gettext_noop`. `cursor` is the work's own
    note of where to go on (None keeps the last one): written in the same transaction as the batch it tells of, no batch
    is done twice or left out, however the process ends.
    """
    now = timezone.now()
    changes: dict[str, object] = {"done": done, "total": total, "words": words, "moved_at": now}
    if cursor is not None:
        changes["cursor"] = cursor
    if Progress.objects.filter(key=key, finished_at__isnull=True).update(**changes):
        return
    begun = Progress(key=key, words=words, done=done, total=total, cursor=cursor or "", started_at=now, moved_at=now)
    Progress.objects.bulk_create(
        [begun],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["words", "done", "total", "cursor", "started_at", "moved_at", "finished_at"],
    )


def finish_progress(key: str) -> None:
    """The work is done: it stays in the list for a week, and its next report begins from the start."""
    now = timezone.now()
    Progress.objects.filter(key=key, finished_at__isnull=True).update(finished_at=now, moved_at=now, cursor="")


def drop_progress(key: str) -> None:
    """Forget the work and where it stood; whoever begins it again begins at the start."""
    Progress.objects.filter(key=key).delete()


def forget_progress(before: datetime | None = None) -> int:
    """What was finished long ago. Unfinished work stays, for its cursor is needed."""
    limit = before or timezone.now() - FINISHED_KEPT
    count, _by_model = Progress.objects.filter(finished_at__lt=limit).delete()
    return count
