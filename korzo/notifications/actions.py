"""Telling members, reading what was told, and wishing to be told otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import send_out
from korzo.activity.models import Activity
from korzo.community.queries import the_community
from korzo.kit.errors import Missing
from korzo.kit.generations import bump_on_commit
from korzo.live.actions import publish
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.notifications import kinds
from korzo.notifications.models import Notice, Preference
from korzo.notifications.permissions import visible_to

MAIL_SENDER = "notifications.mail"
# Who reads it on the site meanwhile gets no mail about it.
MAIL_WAIT = timedelta(minutes=10)
# In a demonstration mail goes nowhere but to the staff's page, where people look for it at once.
MAIL_WAIT_IN_DEMO = timedelta(0)
# Beyond this many faces one notice only counts; nobody reads the fiftieth name.
ACTORS_KEPT_MAX = 50


@dataclass(frozen=True)
class News:
    """What one member should hear."""

    member_id: int
    kind: str
    key: str
    link: str
    params: Mapping[str, int]


@dataclass(frozen=True)
class Wish:
    on_site: bool
    by_mail: bool


def notify(news: News, *, cause: Activity) -> Notice | None:
    """One notice for each key until it is read. Nobody hears of their own acts, and nobody who left hears anything.

    The row that sends the mail is written in the same transaction, once each time the notice opens.
    """
    if news.member_id == cause.actor_id:
        return None
    if not _is_here(news.member_id):
        return None
    wish = wish_of(news.member_id, news.kind)
    if not (wish.on_site or wish.by_mail):
        return None
    with transaction.atomic():
        notice, has_opened = _open(news, cause, wish)
        if wish.on_site:
            _tell_unread(news.member_id)
        if has_opened and wish.by_mail:
            send_out(
                MAIL_SENDER,
                key=f"{MAIL_SENDER}:{notice.pk}:{cause.pk}",
                payload={"notice_id": notice.pk, "activity_id": cause.pk},
                member_id=news.member_id,
                not_before=timezone.now() + _mail_wait(),
            )
    return notice


def _tell_unread(member_id: int) -> None:
    """To the open pages of this member, and to nobody else; the number that was remembered is stale."""
    bump_on_commit(f"notices:{member_id}")
    count = Notice.objects.filter(member_id=member_id, read_at__isnull=True, on_site=True).count()
    publish(f"member:{member_id}", "notifications.unread", {"count": count})


def _is_here(member_id: int) -> bool:
    return Member.objects.filter(pk=member_id, is_active=True, erased_at__isnull=True).exists()


def _open(news: News, cause: Activity, wish: Wish) -> tuple[Notice, bool]:
    """The notice, and whether it is news again: new, or read before."""
    actors = [cause.actor_id] if cause.actor_id is not None else []
    first = {
        "kind": news.kind,
        "activity_id": cause.pk,
        "params": dict(news.params),
        "link": news.link,
        "actor_ids": actors,
        "actor_count": len(actors),
        "on_site": wish.on_site,
        "created_at": cause.occurred_at,
        "at": cause.occurred_at,
        "read_at": None if wish.on_site else cause.occurred_at,
    }
    _notice, is_new = Notice.objects.get_or_create(member_id=news.member_id, key=news.key, defaults=first)
    notice = Notice.objects.select_for_update().get(member_id=news.member_id, key=news.key)
    if is_new:
        return notice, True
    has_opened = notice.read_at is not None
    if not has_opened:
        _join(first, notice)
    for name, value in first.items():
        setattr(notice, name, value)
    notice.save(update_fields=list(first))
    return notice, has_opened


def _join(first: dict[str, object], notice: Notice) -> None:
    """Further news under an unread notice: faces are added, and it keeps leading to where reading should begin."""
    known: list[int] = notice.actor_ids
    new = [pk for pk in _ids(first["actor_ids"]) if pk not in known]
    again = [pk for pk in _ids(first["actor_ids"]) if pk in known]
    first["actor_ids"] = [*new, *again, *(pk for pk in known if pk not in again)][:ACTORS_KEPT_MAX]
    first["actor_count"] = notice.actor_count + len(new)
    first["created_at"] = notice.created_at
    first["link"] = notice.link


def _ids(value: object) -> list[int]:
    return list(value) if isinstance(value, list) else []


def _mail_wait() -> timedelta:
    return MAIL_WAIT_IN_DEMO if the_community().is_demo else MAIL_WAIT


def take_back(*, member_id: int, key: str, actor_id: int | None = None) -> None:
    """What was told is no longer so. Unread news goes, or loses the one face; what was read stays as it was."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(member_id=member_id, key=key, read_at__isnull=True).first()
        if notice is None:
            return
        left = [pk for pk in notice.actor_ids if pk != actor_id]
        if actor_id is None or not left:
            notice.delete()
            _tell_unread(member_id)
            return
        if len(left) < len(notice.actor_ids):
            notice.actor_ids = left
            notice.actor_count = max(notice.actor_count - 1, len(left))
            notice.save(update_fields=["actor_ids", "actor_count"])


def mark_read(notice_id: int, *, actor: Person, at: datetime | None = None) -> Notice:
    """Reading twice changes nothing."""
    member = check_signed_in(actor)
    notice = visible_to(actor).filter(pk=notice_id).first()
    if notice is None:
        raise Missing(notice_id)
    with transaction.atomic():
        if visible_to(actor).filter(pk=notice_id, read_at__isnull=True).update(read_at=at or timezone.now()):
            _tell_unread(member.pk)
    return notice


def mark_all_read(*, actor: Person, at: datetime | None = None) -> int:
    member = check_signed_in(actor)
    with transaction.atomic():
        count = visible_to(actor).filter(read_at__isnull=True).update(read_at=at or timezone.now())
        if count:
            _tell_unread(member.pk)
    return count


def wish_of(member_id: int, kind: str) -> Wish:
    row = Preference.objects.filter(member_id=member_id, kind=kind).first()
    if row is not None:
        return Wish(row.on_site, row.by_mail)
    known = kinds.get(kind)
    return Wish(on_site=True, by_mail=known.by_mail if known else False)


def choose(wishes: Mapping[str, Wish], *, actor: Person) -> None:
    """Keep a member's wishes. Kinds that nobody knows are left out."""
    member = check_signed_in(actor)
    with transaction.atomic():
        for kind in kinds.all_kinds():
            wish = wishes.get(kind.verb)
            if wish is not None:
                Preference.objects.update_or_create(
                    member=member, kind=kind.verb, defaults={"on_site": wish.on_site, "by_mail": wish.by_mail}
                )


def unsubscribe(member_id: int, *, kind: str = "") -> bool:
    """No more mail of one kind, or of any. Asked for by a signed link, so nobody needs to be signed in."""
    if not _is_here(member_id):
        return False
    wanted = [one.verb for one in kinds.all_kinds() if not kind or one.verb == kind]
    with transaction.atomic():
        for verb in wanted:
            on_site = wish_of(member_id, verb).on_site
            Preference.objects.update_or_create(
                member_id=member_id, kind=verb, defaults={"on_site": on_site, "by_mail": False}
            )
    return bool(wanted)


def forget_member(member_id: int) -> int:
    """Part of a member's erasure. In the notices of others they stay as a face without a name."""
    with transaction.atomic():
        count, _by_model = Notice.objects.filter(member_id=member_id).delete()
        Preference.objects.filter(member_id=member_id).delete()
    return count
