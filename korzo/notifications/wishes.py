"""How somebody wishes to hear of one kind of news."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from korzo.discussions.activities import AnswerAsked
from korzo.notifications import kinds
from korzo.notifications.kinds import NoticeKind
from korzo.notifications.models import Manner, Preference


@dataclass(frozen=True)
class Wish:
    on_site: bool
    by_mail: bool
    by_push: bool = False
    in_letter: bool = False

    @property
    def is_none(self) -> bool:
        """Neither here nor anywhere: no row is kept."""
        return not (self.on_site or self.by_mail or self.by_push or self.in_letter)


def default_wish(kind: NoticeKind | None, preset: str) -> Wish:
    """What holds where a member said nothing about this kind."""
    if kind is None:
        return Wish(on_site=True, by_mail=False)
    if preset == Manner.Preset.EVERYTHING:
        return Wish(on_site=True, by_mail=True, by_push=True)
    if preset == Manner.Preset.LETTER:
        return Wish(on_site=True, by_mail=False, in_letter=True)
    return Wish(on_site=True, by_mail=kind.by_mail, by_push=kind.by_mail)


def wish_from(row: Preference) -> Wish:
    return Wish(row.on_site, row.by_mail, row.by_push, row.in_letter)


def wishes_of(member_ids: Collection[int], verb: str) -> Mapping[int, Wish]:
    """Of all these members for one kind, with two questions."""
    own = {row.member_id: wish_from(row) for row in Preference.objects.filter(member_id__in=member_ids, kind=verb)}
    rest = [pk for pk in member_ids if pk not in own]
    presets = dict(Manner.objects.filter(member_id__in=rest).values_list("member_id", "preset"))
    kind = kinds.get(verb)
    return own | {pk: default_wish(kind, presets.get(pk, Manner.Preset.FOR_ME)) for pk in rest}


def wish_of(member_id: int, verb: str) -> Wish:
    return wishes_of([member_id], verb)[member_id]


def not_to_be_asked(member_ids: Collection[int]) -> set[int]:
    """Who switched off, on all channels, that questions are offered to them."""
    return {pk for pk, wish in wishes_of(member_ids, AnswerAsked.verb).items() if wish.is_none}
