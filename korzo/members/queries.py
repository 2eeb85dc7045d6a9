"""What others may ask about members."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.activity.queries import about_member
from korzo.edge.recording import reads, remembered, remembered_many
from korzo.kit import slots
from korzo.kit.errors import Missing
from korzo.kit.slots import Badge
from korzo.members import handles
from korzo.members.barring import mail_hashes
from korzo.members.models import BarredMail, Grant, Member, MemberQuerySet, Mute
from korzo.members.permissions import Person, mutes_visible_to, visible_to
from korzo.members.setup import is_waiting_for_owner

# "Etc/GMT+5" is five hours west, which nobody expects who chooses it.
CONTINENTS = frozenset({
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
})  # fmt: skip


def get_member_for(person: Person, handle: str) -> Member:
    pk = visible_to(person).in_any_case("handle", handle).values_list("pk", flat=True).first()
    if pk is None:
        raise Missing(handle)
    reads(f"member:{pk}")
    member = visible_to(person).filter(pk=pk).first()
    if member is None:
        raise Missing(handle)
    return member


def by_handles(handles: list[str]) -> dict[str, Member]:
    """Members by their handle in lower case, for mentions. At most as many as were asked for."""
    wanted = [handle.lower() for handle in handles]
    rows = Member.objects.get_queryset().present().annotate(folded=Lower("handle")).filter(folded__in=wanted)
    return {one.handle.lower(): one for one in rows}


def free_handles(names: Sequence[str]) -> list[str]:
    """Handles that nobody has yet, one for each name, for those who come in by the hundred. Who writes them down holds
    them first: `actions.hold_handles`.
    """
    return handles.free_handles(names)


def barred_among(mails: Iterable[str]) -> set[str]:
    """Addresses that may not come back yet."""
    hashed = {one: mail for mail in mails for one in mail_hashes(mail)}
    barred = BarredMail.objects.filter(mail_hash__in=hashed, until__gt=timezone.now())
    return {hashed[one] for one in barred.values_list("mail_hash", flat=True)}


def by_ids(ids: set[int]) -> dict[int, Member]:
    return Member.objects.in_bulk(ids)


def holds(member: Person, key: str) -> bool:
    """Whether a right is held today, from whatever source."""
    if member is None:
        return False
    now = timezone.now()
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=now), member=member, key=key).exists()


def holders(key: str, among: set[int]) -> set[int]:
    """Which of these members hold a right today: one query for a whole page."""
    now = timezone.now()
    rows = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=now), key=key, member_id__in=among)
    return set(rows.values_list("member_id", flat=True))


@dataclass(frozen=True)
class RightOffered:
    """A grant that a form can ask for: its key, and how the team calls those who hold it."""

    key: str
    label: str


@dataclass(frozen=True)
class RightsOffered:
    """The rights that one room gives, under a heading; the lowest `rank` stands first."""

    heading: str
    rights: tuple[RightOffered, ...]
    rank: int


def rights_offered() -> list[RightsOffered]:
    """All rights that rooms above give, for forms that ask who may: levels, groups, owners of a product."""
    found: list[RightsOffered] = slots.collect("members.rights", [0])[0]
    return sorted((one for one in found if one.rights), key=lambda one: one.rank)


def deaf_to(author_id: int | None) -> set[int]:
    """Members who muted or blocked this author: no notice of theirs goes to them."""
    if author_id is None:
        return set()
    return set(Mute.objects.filter(other_id=author_id).values_list("member_id", flat=True))


def blockers_of(author_id: int | None) -> set[int]:
    """Members who blocked this author, who can neither mention nor write to them, nor learns that it is so.

    Who joined the team since is heard again.
    """
    if author_id is None:
        return set()
    rows = Mute.objects.filter(other_id=author_id, is_block=True, other__role=Member.Role.MEMBER)
    return set(rows.values_list("member_id", flat=True))


def team_ids() -> frozenset[int]:
    """Who cannot be blocked. Hardly ever changed, so it is remembered."""
    return frozenset(remembered("members.team", make=_team))


def _team() -> tuple[int, ...]:
    reads("members")
    return tuple(Member.objects.exclude(role=Member.Role.MEMBER).values_list("pk", flat=True))


def whom_muted(member_id: int) -> Mapping[int, bool]:
    """Whom a member muted, True where blocked. Asked on each of their pages and hardly ever changed."""
    return dict(remembered("members.mutes", member_id, make=lambda: _mutes(member_id)))


def _mutes(member_id: int) -> tuple[tuple[int, bool], ...]:
    reads(f"mutes:{member_id}", "mutes")
    return tuple(Mute.objects.filter(member_id=member_id).values_list("other_id", "is_block"))


def muted_by(person: Person) -> set[int]:
    """Whose words this person does not want to see."""
    return set(mutes_visible_to(person).values_list("other_id", flat=True)) if person else set()


def mutes_of(person: Person) -> list[Mute]:
    """For their settings, by name."""
    return list(mutes_visible_to(person).select_related("other").order_by("other__name", "pk"))


def waits_for_owner() -> bool:
    reads("members")
    return is_waiting_for_owner()


def confirmed_mails(member: Member) -> list[str]:
    """Mail addresses that this person has proved to be theirs, in lower case. Only for matching, never for showing."""
    rows = EmailAddress.objects.filter(user=member, verified=True).values_list("email", flat=True)
    return [mail.lower() for mail in rows]


def about(member: Member) -> dict[str, Any]:
    """All that the house keeps about a person, room by room, for their export."""
    parts: dict[str, Any] = {
        "profile": {
            "name": member.name,
            "mail": member.email,
            "handle": member.handle,
            "town": member.town,
            "bio": member.bio,
            "language": member.language,
            "time_zone": member.time_zone,
            "joined_at": member.joined_at.isoformat(),
            "last_seen_at": member.last_seen_at.isoformat() if member.last_seen_at else None,
        },
        "consents": list(member.consents.values("purpose", "given", "text", "language", "at")),
        "grants": list(member.grants.values("key", "source", "granted_at", "until")),
        "muted": list(mutes_visible_to(member).order_by("at", "pk").values("other__handle", "is_block", "at")),
        "activities": list(about_member(member.pk).values("verb", "occurred_at", "data")),
    }
    for part in slots.collect("members.export", [member.pk])[member.pk]:
        parts.update(part)
    return parts


@cache
def time_zones() -> frozenset[str]:
    """The names that somebody may choose: places, not the abbreviations and old names beside them."""
    return frozenset(name for name in available_timezones() if name == "UTC" or name.split("/")[0] in CONTINENTS)


def zone_of(member: Member) -> ZoneInfo | None:
    """None while nobody said where their day is."""
    return ZoneInfo(member.time_zone) if member.time_zone in time_zones() else None


def seen_at(member: Member) -> datetime:
    """When this person was here last, as far as anything tells."""
    last_act = (
        Activity.objects.filter(actor_id=member.pk).order_by("-occurred_at").values_list("occurred_at", flat=True)
    )
    known = (member.joined_at, member.last_seen_at, member.last_login, last_act.first())
    return max(moment for moment in known if moment is not None)


def member_count() -> int:
    reads("members")
    return Member.objects.get_queryset().present().count()


def latest_faces(limit: int) -> list[Member]:
    """Those who came last and show their face."""
    reads("members")
    return list(Member.objects.get_queryset().present().exclude(avatar="").order_by("-joined_at", "-pk")[:limit])


def joined_since(moment: datetime) -> MemberQuerySet:
    """Newcomers, newest first."""
    return Member.objects.get_queryset().present().filter(joined_at__gte=moment).order_by("-joined_at", "-pk")


def found_for_staff(text: str, role: str = "", *, by_mail: bool) -> MemberQuerySet:
    """All accounts, for the team's list. Who may not see addresses cannot find somebody by one either."""
    rows = Member.objects.get_queryset().filter(erased_at__isnull=True)
    if text:
        fits = Q(name__icontains=text) | Q(handle__icontains=text)
        rows = rows.filter(fits | Q(email__icontains=text) if by_mail else fits)
    if role:
        rows = rows.filter(role=role)
    return rows.order_by("-joined_at", "-pk")


@dataclass(frozen=True)
class Byline:
    """What `ui/byline.html` and `ui/avatar.html` read. Without a name it is a former member."""

    name: str = ""
    handle: str = ""
    url: str = ""
    avatar_url: str = ""
    key: int = 0
    staff: bool = False
    gone: bool = True
    badges: list[Badge] = field(default_factory=list)


def bylines(ids: Iterable[int | None]) -> dict[int | None, Byline]:
    """By member id, with an empty byline for everybody who left: one question and one round of badges for a page.

    They are remembered: on one page the same people write in several rooms.
    """
    wanted = sorted({pk for pk in ids if pk is not None})
    return _OrGone({pk: one for pk, one in remembered_many("members.byline", wanted, _bylines).items() if not one.gone})


def _bylines(wanted: list[int]) -> dict[int, Byline]:
    reads(*(f"member:{pk}" for pk in wanted))
    rows = Member.objects.filter(pk__in=wanted, erased_at__isnull=True)
    present = {one.pk: one for one in rows}
    badges = slots.collect("members.badge", present)
    return {pk: byline(present.get(pk), badges) for pk in wanted}


class _OrGone(dict[int | None, Byline]):
    def __missing__(self, key: int | None) -> Byline:
        return Byline()


def byline(member: Member | None, badges: dict[int, list[Badge]]) -> Byline:
    if member is None or member.erased_at is not None:
        return Byline()
    return Byline(
        name=member.name,
        handle=member.handle,
        url=member.get_absolute_url(),
        avatar_url=member.avatar_url,
        key=member.pk,
        staff=member.is_team,
        gone=False,
        badges=badges.get(member.pk, []),
    )
