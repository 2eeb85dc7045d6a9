"""Choosing what to hear of, and being taken along by what one does. A choice is never overridden."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.kit.generations import bump_on_commit
from korzo.members.permissions import Person, check_signed_in
from korzo.reactions import subjects
from korzo.reactions.activities import Followed
from korzo.reactions.models import Follow
from korzo.reactions.permissions import check_follow, follows_visible_to

Level, Reason = Follow.Level, Follow.Reason


def follow(subject_label: str, subject_id: int, *, actor: Person, level: str, at: datetime | None = None) -> Follow:
    """The member's own choice, which nothing but another choice changes."""
    moment = at or timezone.now()
    wanted = Level(level)
    with transaction.atomic():
        member = check_follow(actor, subject_label, subject_id, wanted)
        before = follows_visible_to(member).filter(subject_label=subject_label, subject_id=subject_id).first()
        if before is not None and (before.level, before.reason) == (wanted, Reason.CHOSEN):
            return before
        chosen, _is_new = Follow.objects.update_or_create(
            subject_label=subject_label,
            subject_id=subject_id,
            member=member,
            defaults={"level": wanted.value, "reason": Reason.CHOSEN, "at": moment},
        )
        _tell(chosen, moment)
        bump_on_commit(_tag(member.pk))
    return chosen


def unfollow(subject_label: str, subject_id: int, *, actor: Person, at: datetime | None = None) -> bool:
    """Let go; also of what one may no longer see. Whether it was followed.

    What follows by itself keeps a row that says so: else the next reply would begin it all again.
    """
    moment = at or timezone.now()
    member = check_signed_in(actor)
    known = subjects.get(subject_label)
    with transaction.atomic():
        mine = follows_visible_to(member).filter(subject_label=subject_label, subject_id=subject_id)
        if known.follows_by_itself:
            was_followed = bool(mine.update(level=Level.NORMAL, reason=Reason.CHOSEN, at=moment))
        else:
            was_followed = bool(mine.delete()[0])
        if was_followed:
            kind = Followed(of_label=subject_label, of_id=subject_id, level=Level.NORMAL)
            record(kind, actor_id=member.pk, member_id=member.pk, occurred_at=moment)
            bump_on_commit(_tag(member.pk))
    return was_followed


def _tag(member_id: int) -> str:
    """All that one member follows is remembered as one piece."""
    return f"follows:{member_id}"


def _tell(chosen: Follow, moment: datetime) -> None:
    kind = Followed(of_label=chosen.subject_label, of_id=chosen.subject_id, level=chosen.level)
    record(kind, actor_id=chosen.member_id, member_id=chosen.member_id, occurred_at=moment)


def follow_by_itself(
    subject_label: str, subject_id: int, *, member_id: int, level: str, reason: str, at: datetime | None = None
) -> bool:
    """Because of what a member did; the reason is kept and shown. Whether anything changed.

    Never overrides a choice, and never hears less than before: whoever began a topic and replies in it still watches.
    """
    wanted, why = Level(level), Reason(reason)
    if why is Reason.CHOSEN or wanted not in {Level.WATCHING, Level.TRACKING}:
        raise ValueError(f"{level} because {reason} is no following by itself.")
    moment = at or timezone.now()
    row, is_new = Follow.objects.get_or_create(
        subject_label=subject_label,
        subject_id=subject_id,
        member_id=member_id,
        defaults={"level": wanted.value, "reason": why.value, "at": moment},
    )
    if is_new:
        bump_on_commit(_tag(member_id))
    if is_new or wanted is not Level.WATCHING:
        return is_new
    # Asked of the row and not of what was read: a choice that is made at this moment wins.
    tracked = Follow.objects.filter(pk=row.pk, level=Level.TRACKING).exclude(reason=Reason.CHOSEN)
    is_more = tracked.update(level=wanted.value, reason=why.value, at=moment)
    if is_more:
        bump_on_commit(_tag(member_id))
    return bool(is_more)


def stop_following_by_itself(subject_label: str, subject_id: int, *, member_id: int, reason: str) -> bool:
    """What was done is undone, and what followed from it. Whether it was followed for this reason and no other."""
    mine = Follow.objects.filter(subject_label=subject_label, subject_id=subject_id, member_id=member_id)
    removed, _by_model = mine.filter(reason=Reason(reason)).exclude(reason=Reason.CHOSEN).delete()
    if removed:
        bump_on_commit(_tag(member_id))
    return bool(removed)


def move_followers(subject_label: str, from_id: int, *, to_id: int) -> int:
    """Two became one: whoever followed the first follows the other, unless they do already. How many came along."""
    with transaction.atomic():
        there = Follow.objects.filter(subject_label=subject_label, subject_id=to_id)
        left = Follow.objects.filter(subject_label=subject_label, subject_id=from_id)
        moved = left.exclude(member_id__in=there.values("member_id")).update(subject_id=to_id)
        left.delete()
        # Of many members at once.
        bump_on_commit("follows")
    return moved
