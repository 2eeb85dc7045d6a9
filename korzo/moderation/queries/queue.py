"""The queue as the team reads it: what waits, and one item with all that is needed to decide it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from korzo.kit.errors import Missing
from korzo.kit.html import stored
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.members.queries import Byline, bylines
from korzo.moderation.models import Appeal, Decision, Flag, Item, LegalNotice, Sanction
from korzo.moderation.permissions import check_moderate
from korzo.moderation.queries.members import Record, record_of
from korzo.moderation.registry import Moderated, Seen, is_moderated, moderated
from korzo.moderation.spam.sentences import sentence_of

# A morning's work; the rest comes up as these are decided.
LISTED_MAX = 60
# Three before it and three after, as the guide of the desk says; a room may know fewer.
CONTEXT_MAX = 6


def waiting(kind: str = "") -> QuerySet[Item]:
    """What is open: the law's matters and second looks first by their age, flags by their weight."""
    rows = Item.objects.filter(closed_at__isnull=True).select_related("author", "claimed_by")
    if kind in Item.Kind.values:
        rows = rows.filter(kind=kind)
    return rows.order_by("-score", "opened_at", "pk")


def counts() -> dict[str, int]:
    """How many of each kind wait, and all together under the empty name."""
    rows = Item.objects.filter(closed_at__isnull=True).values("kind").annotate(count=Count("pk")).order_by("kind")
    found = dict.fromkeys(Item.Kind.values, 0) | {row["kind"]: row["count"] for row in rows}
    return {"": sum(found.values()), **found}


def get_item_for(person: Person, pk: int) -> Item:
    check_moderate(person)
    item = Item.objects.select_related("author", "claimed_by", "notice", "appeal__statement").filter(pk=pk).first()
    if item is None:
        raise Missing(str(pk))
    return item


@dataclass(frozen=True)
class Neighbour:
    """A thing that stands before or after it, with who wrote it."""

    seen: Seen
    by: Byline


@dataclass(frozen=True)
class Case:
    """One item with everything beside it."""

    item: Item
    kind_name: str
    now: Seen | None
    is_edited: bool
    html: str
    author: Byline
    record: Record | None
    flags: Sequence[tuple[Flag, Byline]]
    held_for: Sequence[str]
    before: Sequence[Neighbour]
    after: Sequence[Neighbour]
    notice: LegalNotice | None
    appeal: Appeal | None
    ban: Sanction | None
    decision: Decision | None
    edit_url: str
    # Somebody else has it before their eyes just now.
    claimed_by: str

    @property
    def seen_version(self) -> int | None:
        return self.now.version if self.now else None


def case_of(item: Item, person: Member) -> Case:
    kind = moderated(item.label) if is_moderated(item.label) else None
    now = kind.one(item.subject_id) if kind and item.subject_id is not None else None
    flags = list(item.flags.order_by("pk"))
    around = _around(kind, item, now)
    faces = bylines([item.author_id, *(one.member_id for one in flags), *(one.author_id for one in around)])
    neighbours = [Neighbour(one, faces[one.author_id]) for one in around]
    place = (now.at, now.pk) if now else None
    return Case(
        item=item,
        kind_name=str(kind.name) if kind else "",
        now=now,
        is_edited=now is not None and now.version != item.subject_version,
        html=stored(item.html),
        author=faces[item.author_id],
        record=record_of(item.author) if item.author is not None else None,
        flags=[(one, faces[one.member_id]) for one in flags],
        held_for=[sentence_of(one["code"], one["facts"]) for one in item.held_for],
        before=[one for one in neighbours if place and (one.seen.at, one.seen.pk) < place],
        after=[one for one in neighbours if place and (one.seen.at, one.seen.pk) > place],
        notice=getattr(item, "notice", None),
        appeal=getattr(item, "appeal", None),
        ban=_ban_of(item),
        decision=item.decisions.select_related("by").filter(undone_at__isnull=True).first(),
        edit_url=kind.edit_url(now.pk) if kind and now else "",
        claimed_by=_other_holder(item, person),
    )


def _ban_of(item: Item) -> Sanction | None:
    if item.kind != Item.Kind.BAN or item.subject_id is None:
        return None
    return Sanction.objects.select_related("by").filter(pk=item.subject_id).first()


def _around(kind: Moderated | None, item: Item, now: Seen | None) -> list[Seen]:
    if kind is None or now is None:
        return []
    return [one for one in kind.context(now.pk) if one.pk != item.subject_id][:CONTEXT_MAX]


def _other_holder(item: Item, person: Member) -> str:
    holder, until = item.claimed_by, item.claimed_until
    if holder is None or holder.pk == person.pk or until is None or until <= timezone.now():
        return ""
    return holder.name


def drifts() -> list[str]:
    """Items whose figures are not those of their flags: none, unless we made a mistake."""
    wrong = []
    rows = Item.objects.annotate(counted=Count("flags"), weighed=Sum("flags__weight", default=0))
    for item in rows.filter(kind=Item.Kind.FLAGS):
        if (item.flag_count, item.score) != (item.counted, item.weighed):
            wrong.append(f"{item}: {item.flag_count}/{item.score} kept, {item.counted}/{item.weighed} counted")
    return wrong


def reasons_in(item: Item) -> list[tuple[str, int]]:
    """What was said about it, the most frequent first, for the list."""
    said = Counter(flag.get_reason_display() for flag in item.flags.all())
    return [(str(name), count) for name, count in said.most_common()]


def get_decision(pk: int, person: Member) -> Decision | None:
    """One's own that still stands, to be taken back."""
    return Decision.objects.select_related("item").filter(pk=pk, by=person, undone_at__isnull=True).first()
