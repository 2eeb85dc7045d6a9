"""People as reviews show them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from korzo.kit import slots
from korzo.kit.slots import Badge
from korzo.members.models import Member
from korzo.reviews.models import Review


@dataclass(frozen=True)
class Byline:
    """What `ui/byline.html` and `ui/avatar.html` read. Without a name it is a former member."""

    name: str = ""
    url: str = ""
    avatar_url: str = ""
    key: int = 0
    staff: bool = False
    gone: bool = True
    badges: list[Badge] = field(default_factory=list)


def badges_of(members: Iterable[Member | None]) -> dict[int, list[Badge]]:
    """One round of badges for a whole page."""
    return slots.collect("members.badge", [one.pk for one in members if one is not None and one.erased_at is None])


def byline(member: Member | None, badges: dict[int, list[Badge]]) -> Byline:
    if member is None or member.erased_at is not None:
        return Byline()
    return Byline(
        name=member.name,
        url=member.get_absolute_url(),
        avatar_url=member.avatar_url,
        key=member.pk,
        staff=member.is_team,
        gone=False,
        badges=badges.get(member.pk, []),
    )


def author_of(review: Review, badges: dict[int, list[Badge]]) -> Byline:
    """A reviewer without an account here has a name and no page."""
    if review.author is None and review.display_name:
        return Byline(name=review.display_name, gone=False)
    return byline(review.author, badges)
