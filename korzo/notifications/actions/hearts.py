"""Reactions, gathered: those to one post are one notice, and from the third post on within two hours all are one."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from korzo.activity.models import Activity
from korzo.members.models import Member
from korzo.members.queries import deaf_to
from korzo.notifications.actions.notify import ACTORS_KEPT_MAX
from korzo.notifications.actions.planning import plan, tell_unread
from korzo.notifications.models import Notice
from korzo.notifications.wishes import Wish, wish_of

KIND = "reactions.given"
GATHERED_WITHIN = timedelta(hours=2)
# So many notices about different posts stand side by side; one more, and all become one.
APART_MAX = 2
MANY = "hearts:many:"
# Beyond this many the notice only counts, and what is taken back is found no more.
GIVEN_KEPT_MAX = 200

type Given = list[int | str]
"""What was reacted to (its id), by whom, and with what."""


def tell_of_reaction(
    activity: Activity, *, label: str, pk: int, emoji: str, link: str = "", topic_id: int | None = None
) -> None:
    member_id, actor_id = activity.member_id, activity.actor_id
    if member_id is None or actor_id is None or member_id == actor_id or member_id in deaf_to(actor_id):
        return
    wish = wish_of(member_id, KIND)
    with transaction.atomic():
        # One after the other for one receiver: whether this is the third is a question about all of theirs.
        present = Member.objects.select_for_update(no_key=True).filter(pk=member_id, is_active=True)
        member = present.filter(erased_at__isnull=True).first()
        if member is None or wish.is_none:
            return
        given: Given = [pk, actor_id, emoji]
        notice = _place_for(member_id, f"hearts:{label}:{pk}", activity)
        if notice.pk is not None and given in notice.params.get("given", []):
            return
        has_opened = notice.pk is None or notice.read_at is not None
        _put(notice, given, activity, wish, is_new=has_opened)
        if link and (has_opened or notice.key.startswith(MANY)):
            notice.link = link
        if topic_id and (has_opened or "topic_id" in notice.params):
            notice.params["topic_id"] = topic_id
        notice.save()
        if wish.on_site:
            tell_unread([member_id])
        if has_opened:
            plan(notice, wish, member)


def _place_for(member_id: int, key: str, activity: Activity) -> Notice:
    """The notice under which this one is told, gathered from others where it is the third."""
    rows = Notice.objects.select_for_update().filter(member_id=member_id, kind=KIND)
    same = rows.filter(key=key).first()
    if same is not None and same.read_at is None:
        return same
    begun_after = activity.occurred_at - GATHERED_WITHIN
    recent = list(rows.filter(read_at__isnull=True, created_at__gt=begun_after).order_by("created_at", "pk"))
    gathered = next((row for row in recent if row.key.startswith(MANY)), None)
    if gathered is not None:
        return gathered
    if len(recent) >= APART_MAX:
        return _gather(recent, activity)
    return same or Notice(member_id=member_id, kind=KIND, key=key, created_at=activity.occurred_at)


def _gather(rows: Sequence[Notice], activity: Activity) -> Notice:
    """All in the row of the oldest, so that what was planned about it finds it."""
    first, *others = rows
    for row in others:
        _keep(first, row.params.get("given", []))
        row.delete()
    first.key = f"{MANY}{activity.pk}"
    return first


def _put(notice: Notice, given: Given, activity: Activity, wish: Wish, *, is_new: bool) -> None:
    if is_new:
        notice.params, notice.actor_ids, notice.actor_count = {}, [], 0
        notice.created_at = activity.occurred_at
    _keep(notice, [given])
    notice.activity_id, notice.at = activity.pk, activity.occurred_at
    notice.on_site = wish.on_site
    notice.read_at = None if wish.on_site else activity.occurred_at


def _keep(notice: Notice, given: Sequence[Given]) -> None:
    known: list[Given] = notice.params.get("given", [])
    before = {one[1] for one in known}
    kept = [*given, *(one for one in known if one not in given)]
    new_faces = {one[1] for one in given} - before
    notice.params = notice.params | {"given": kept[:GIVEN_KEPT_MAX]}
    notice.actor_count += len(new_faces)
    notice.actor_ids = list(dict.fromkeys(one[1] for one in kept))[:ACTORS_KEPT_MAX]


def take_back_reaction(activity: Activity, *, pk: int, emoji: str) -> None:
    """Unread news loses it, and goes when it was the last; what was read stays as it was."""
    member_id, actor_id = activity.member_id, activity.actor_id
    if member_id is None or actor_id is None:
        return
    given: Given = [pk, actor_id, emoji]
    with transaction.atomic():
        rows = Notice.objects.select_for_update().filter(member_id=member_id, kind=KIND, read_at__isnull=True)
        notice = next((row for row in rows.order_by("pk") if given in row.params.get("given", [])), None)
        if notice is None:
            return
        left = [one for one in notice.params["given"] if one != given]
        if not left:
            notice.delete()
            tell_unread([member_id])
            return
        faces = list(dict.fromkeys(one[1] for one in left))
        if actor_id not in faces:
            notice.actor_count = max(notice.actor_count - 1, len(faces))
        notice.params = notice.params | {"given": left}
        notice.actor_ids = faces[:ACTORS_KEPT_MAX]
        notice.save(update_fields=["params", "actor_ids", "actor_count"])
