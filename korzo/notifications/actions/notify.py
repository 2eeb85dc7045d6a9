"""One notice for each key until it is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from korzo.activity.models import Activity
from korzo.members.models import Member
from korzo.members.queries import deaf_to
from korzo.notifications.actions.planning import plan, tell_unread
from korzo.notifications.models import Notice
from korzo.notifications.wishes import Wish, wishes_of

# Beyond this many faces one notice only counts; nobody reads the fiftieth name.
ACTORS_KEPT_MAX = 50
WRITTEN = [
    "kind", "activity_id", "params", "link", "actor_ids", "actor_count", "on_site", "created_at", "at", "read_at",
]  # fmt: skip


@dataclass(frozen=True)
class News:
    """What one member should hear."""

    member_id: int
    kind: str
    key: str
    link: str
    params: Mapping[str, Any]


def notify(news: News, *, cause: Activity) -> Notice | None:
    """For one member; None where they do not hear of it."""
    return next(iter(notify_many([news], cause=cause)), None)


def notify_many(news: Sequence[News], *, cause: Activity) -> list[Notice]:
    """One kind of news about one activity, for many members. The number of questions hardly depends on how many.

    Nobody hears of their own acts, or of somebody whom they muted, and nobody who left hears anything. Telling the
    same again changes nothing, so that a batch may be repeated. What leaves the house is planned in this transaction.
    """
    listening = _listening({one.member_id for one in news}, cause)
    if not listening:
        return []
    wishes = wishes_of(listening, news[0].kind)
    wanted = {one.member_id: one for one in news if one.member_id in listening and not wishes[one.member_id].is_none}
    with transaction.atomic():
        notices, opened = _write(wanted, wishes, cause)
        tell_unread(one.member_id for one in notices if one.on_site)
        for notice in opened:
            plan(notice, wishes[notice.member_id], listening[notice.member_id])
    return notices


def _listening(member_ids: set[int], cause: Activity) -> dict[int, Member]:
    wanted = member_ids - {cause.actor_id} - deaf_to(cause.actor_id)
    return {one.pk: one for one in Member.objects.get_queryset().present().filter(pk__in=wanted)}


def _write(
    wanted: Mapping[int, News], wishes: Mapping[int, Wish], cause: Activity
) -> tuple[list[Notice], list[Notice]]:
    """All the notices, and those that are news again: new, or read before."""
    fresh = [_fresh(one, wishes[pk], cause) for pk, one in wanted.items()]
    # Whoever comes second finds the row of who came first, and joins it.
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    keys = {(one.member_id, one.key): one for one in fresh}
    rows = _locked(keys)
    opened, joined = [], []
    for row in rows:
        if row.activity_id == cause.pk:
            opened.append(row)
            continue
        if row.read_at is not None:
            opened.append(row)
        _renew(row, keys[row.member_id, row.key])
        joined.append(row)
    Notice.objects.bulk_update(joined, WRITTEN)
    return rows, opened


def _fresh(news: News, wish: Wish, cause: Activity) -> Notice:
    actors = [cause.actor_id] if cause.actor_id is not None else []
    return Notice(
        member_id=news.member_id,
        key=news.key,
        kind=news.kind,
        activity_id=cause.pk,
        params=dict(news.params),
        link=news.link,
        actor_ids=actors,
        actor_count=len(actors),
        on_site=wish.on_site,
        created_at=cause.occurred_at,
        at=cause.occurred_at,
        read_at=None if wish.on_site else cause.occurred_at,
    )


def _locked(keys: Iterable[tuple[int, str]]) -> list[Notice]:
    """In one order, so that two batches never wait for one another."""
    wanted = set(keys)
    rows = Notice.objects.select_for_update().filter(
        member_id__in={member_id for member_id, _key in wanted}, key__in={key for _member_id, key in wanted}
    )
    return [row for row in rows.order_by("pk") if (row.member_id, row.key) in wanted]


def _renew(row: Notice, fresh: Notice) -> None:
    """Further news under an unread notice: faces are added, and it keeps leading to where reading should begin."""
    if row.read_at is None:
        actors, count = joined_actors(row.actor_ids, row.actor_count, fresh.actor_ids)
        fresh.actor_ids, fresh.actor_count = actors, count
        fresh.created_at, fresh.link = row.created_at, row.link
    for name in WRITTEN:
        setattr(row, name, getattr(fresh, name))


def joined_actors(known: Sequence[int], count: int, new: Sequence[int]) -> tuple[list[int], int]:
    """The newest first, each once; beyond the limit only the number grows."""
    added = [pk for pk in new if pk not in known]
    actors = [*new, *(pk for pk in known if pk not in new)][:ACTORS_KEPT_MAX]
    return actors, count + len(added)


def take_back(*, member_id: int, key: str, actor_id: int | None = None) -> None:
    """What was told is no longer so. Unread news goes, or loses the one face; what was read stays as it was."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(member_id=member_id, key=key, read_at__isnull=True).first()
        if notice is None:
            return
        left = [pk for pk in notice.actor_ids if pk != actor_id]
        if actor_id is None or not left:
            notice.delete()
            tell_unread([member_id])
            return
        if len(left) < len(notice.actor_ids):
            notice.actor_ids = left
            notice.actor_count = max(notice.actor_count - 1, len(left))
            notice.save(update_fields=["actor_ids", "actor_count"])
