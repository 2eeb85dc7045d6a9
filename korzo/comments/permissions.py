"""Who may comment, change, take away and decide: the sentence for a person, and the rows for a list, side by side."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.comments import subjects
from korzo.comments.models import Comment, Rules
from korzo.comments.subjects import Seen
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can, check_can, check_signed_in
from korzo.moderation.queries.newcomers import is_too_old_to_edit

MODERATE = ability("comments.moderate", Member.Role.MODERATOR, Member.Role.STAFF)
EDIT_ANY = ability("comments.edit_any", Member.Role.STAFF)
CHANGE_RULES = ability("comments.change_rules", Member.Role.STAFF)

# More in one thread nobody follows; a new comment does.
ANSWERS_MAX = 50


def visible_to(person: Person) -> QuerySet[Comment]:
    """What this person reads of a thing that they may see: all that is shown, and of their own what is not."""
    if can(person, MODERATE):
        return Comment.objects.all()
    shown = Q(state=Comment.State.VISIBLE)
    if person is None:
        return Comment.objects.filter(shown)
    # What one took away oneself is gone for oneself as well.
    own = Q(author=person) & (Q(removal__isnull=True) | Q(removal__by_author=False))
    return Comment.objects.filter(shown | own)


def may_read(person: Person, pk: int) -> bool:
    """As everybody reads it: it is shown, under something that this person may see."""
    comment = Comment.objects.filter(pk=pk, state=Comment.State.VISIBLE).first()
    return comment is not None and bool(subjects.seen_among(person, [(comment.subject_label, comment.subject_id)]))


def may_hear_comment(member_id: int | None, pk: int) -> bool:
    present = Member.objects.get_queryset().present()
    return may_read(present.filter(pk=member_id).first() if member_id is not None else None, pk)


def why_closed(label: str, seen: Seen, rules: Rules, now: datetime) -> str:
    """The sentence that stands in the place of the form; empty while comments are open."""
    if label in rules.closed_labels or not seen.is_open:
        return _("Comments are closed here. You can still read them.")
    closes_at = closing_of(seen, rules)
    if closes_at is not None and closes_at <= now:
        return _("Comments closed after a while, as they do here. You can still read them.")
    return ""


def closing_of(seen: Seen, rules: Rules) -> datetime | None:
    if seen.begins_at is None or not rules.closes_after_days:
        return None
    return seen.begins_at + timedelta(days=rules.closes_after_days)


def check_open(person: Person, label: str, seen: Seen, rules: Rules, now: datetime) -> None:
    """The team may add a last word."""
    refusal = why_closed(label, seen, rules, now)
    if refusal and not can(person, MODERATE):
        raise Refused(refusal)


def check_comment(person: Person, label: str, seen: Seen, rules: Rules, now: datetime) -> Member:
    """For a thing that the person may see."""
    member = check_signed_in(person)
    check_open(member, label, seen, rules, now)
    return member


def check_guest(label: str, seen: Seen, rules: Rules, now: datetime) -> None:
    if not rules.guests_may:
        raise Refused(_("Please sign in to comment."))
    check_open(None, label, seen, rules, now)


def check_parent(parent: Comment, label: str, pk: int) -> None:
    if (parent.subject_label, parent.subject_id) != (label, pk) or parent.parent_id is not None:
        raise Refused(_("This comment is not here any more. Your words are kept below."))
    if not parent.is_visible:
        raise Refused(_("The comment that you answer was taken away meanwhile."))
    if parent.answer_count >= ANSWERS_MAX:
        raise Refused(_("This thread grew long. Please begin a new comment."))


def is_removed(comment: Comment) -> bool:
    return hasattr(comment, "removal")


def is_held(comment: Comment) -> bool:
    return hasattr(comment, "hold")


def check_edit(person: Person, comment: Comment, at: datetime | None = None) -> Member:
    now = at or timezone.now()
    member = check_signed_in(person)
    if is_removed(comment):
        raise Refused(_("This comment was taken away and cannot be changed."))
    if can(member, EDIT_ANY):
        return member
    if comment.author_id != member.pk:
        raise Refused(_("Only the person who wrote this can change it."))
    if is_held(comment):
        raise Refused(_("This comment waits for the team. You can change it once they have looked at it."))
    if is_too_old_to_edit(member, comment.created_at, now):
        raise Refused(_("The time for changing this comment is over. Please ask a moderator, or answer it."))
    return member


def can_edit(person: Person, comment: Comment, at: datetime) -> bool:
    return _allows(check_edit, person, comment, at)


def check_remove(person: Person, comment: Comment) -> Member:
    """One's own, also while it waits; the rest is the team's."""
    member = check_signed_in(person)
    if comment.author_id != member.pk and not can(member, MODERATE):
        raise Refused(_("Only its author or a moderator can take this comment away."))
    return member


def can_remove(person: Person, comment: Comment) -> bool:
    return not is_removed(comment) and _allows(check_remove, person, comment)


def check_moderate(person: Person) -> Member:
    member = check_signed_in(person)
    check_can(member, MODERATE)
    return member


def check_react(person: Person, comment: Comment) -> Member:
    member = check_signed_in(person)
    if not comment.is_visible:
        raise Refused(_("This comment is not shown, so nobody reacts to it."))
    return member


def acts_everywhere(person: Person) -> bool:
    """Whether this person may do something with others’ comments."""
    return can(person, MODERATE) or can(person, EDIT_ANY)


def _allows(check: Callable[..., object], *args: object) -> bool:
    try:
        check(*args)
    except Refused:
        return False
    return True
