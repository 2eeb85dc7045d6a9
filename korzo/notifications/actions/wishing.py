"""How a member wishes to be told."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.notifications import kinds
from korzo.notifications.models import Manner, Preference
from korzo.notifications.timing import next_letter_at
from korzo.notifications.wishes import Wish, wish_of

# What an unsubscribing link names in place of a kind.
LETTER = "letter"
HOURS_A_DAY = 24
DAYS_A_WEEK = 7


def choose(wishes: Mapping[str, Wish], *, actor: Person) -> None:
    """Keep a member's wishes. Kinds that nobody knows are left out."""
    member = check_signed_in(actor)
    with transaction.atomic():
        for kind in kinds.all_kinds():
            wish = wishes.get(kind.verb)
            if wish is not None:
                Preference.objects.update_or_create(member=member, kind=kind.verb, defaults=vars(wish))


def choose_manner(
    preset: str, *, actor: Person, rhythm: str = "", hour: int = 8, weekday: int = 0, at: datetime | None = None
) -> Manner:
    """One of the three, which takes the place of all single wishes.

    Who wants the letter alone gets one each week, where nothing else was said.
    """
    member = check_signed_in(actor)
    if preset not in Manner.Preset.values:
        raise FieldRefused("preset", _("Please choose one of the three."))
    wanted = rhythm or Manner.Rhythm.NEVER
    if preset == Manner.Preset.LETTER and wanted == Manner.Rhythm.NEVER:
        wanted = Manner.Rhythm.WEEKLY
    if wanted not in Manner.Rhythm.values:
        raise FieldRefused("rhythm", _("Please choose how often the letter should come."))
    if not (0 <= hour < HOURS_A_DAY and 0 <= weekday < DAYS_A_WEEK):
        raise FieldRefused("hour", _("Please choose an hour and a day from the lists."))
    with transaction.atomic():
        known = Manner.objects.filter(member=member).first()
        if known is None or known.preset != preset:
            Preference.objects.filter(member=member).delete()
        manner, _made = Manner.objects.update_or_create(
            member=member, defaults={"preset": preset, "rhythm": wanted, "hour": hour, "weekday": weekday}
        )
        _plan(manner, member, at or timezone.now())
    return manner


def _plan(manner: Manner, member: Member, at: datetime) -> None:
    manner.next_letter_at = next_letter_at(manner, member, at)
    manner.save(update_fields=["next_letter_at"])


def unsubscribe(member_id: int, *, kind: str = "") -> bool:
    """No more mail of one kind, or of any. Asked for by a signed link, so nobody needs to be signed in."""
    if not Member.objects.get_queryset().present().filter(pk=member_id).exists():
        return False
    with transaction.atomic():
        if kind in {"", LETTER}:
            Manner.objects.filter(member_id=member_id).update(rhythm=Manner.Rhythm.NEVER, next_letter_at=None)
        wanted = [one.verb for one in kinds.all_kinds() if not kind or one.verb == kind]
        for verb in wanted:
            wish = wish_of(member_id, verb)
            Preference.objects.update_or_create(
                member_id=member_id,
                kind=verb,
                defaults={
                    "on_site": wish.on_site,
                    "by_push": wish.by_push,
                    "by_mail": False,
                    "in_letter": wish.in_letter and bool(kind),
                },
            )
    return bool(wanted) or kind == LETTER
