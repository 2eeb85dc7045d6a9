"""What many tests do: flags, decisions, letting the half minute pass."""

from datetime import timedelta

from django.utils import timezone

from korzo.activity.models import Outgoing
from korzo.members.models import Member
from korzo.moderation import actions
from korzo.moderation.actions import Choice
from korzo.moderation.models import Decision, Item
from korzo.moderation.registry import is_moderated, moderated
from korzo.moderation.tests.wall import LABEL
from tests.cast import let_letters_leave, let_worker_finish


def flagged(pk: int, *members: Member, reason: str = "spam") -> Item:
    for member in members:
        actions.flag(LABEL, pk, actor=member, reason=reason)
    return Item.objects.get(kind=Item.Kind.FLAGS, label=LABEL, subject_id=pk, closed_at__isnull=True)


def choice(item: Item, verb: str, *, reason: str = "spam", words: str = "", **more: object) -> Choice:
    """As the page would send it: with the versions of now."""
    item.refresh_from_db()
    seen = None
    if is_moderated(item.label) and item.subject_id is not None:
        seen = moderated(item.label).one(item.subject_id)
    return Choice(verb, item.version, seen.version if seen else None, reason, words, **more)  # type: ignore[arg-type]


def decided(item: Item, actor: Member, verb: str, **more: object) -> Decision:
    return actions.decide(item, actor=actor, choice=choice(item, verb, **more))  # type: ignore[arg-type]


def half_a_minute_passes() -> None:
    """What waited for it is due, told, and sent."""
    Outgoing.objects.filter(state=Outgoing.State.WAITING).update(not_before=timezone.now() - timedelta(seconds=1))
    let_letters_leave()
    let_worker_finish()
    let_letters_leave()


def newcomers(count: int) -> list[Member]:
    """Members beside the cast, known for a month."""
    long_ago = timezone.now() - timedelta(days=30)
    people = [
        Member(email=f"m{number}@example.com", name=f"M{number}", handle=f"m{number}", joined_at=long_ago, password="!")
        for number in range(count)
    ]
    return Member.objects.bulk_create(people)
