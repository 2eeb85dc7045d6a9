from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.comments import subjects
from korzo.comments.actions.pace import check_pace
from korzo.comments.actions.publish import tell_comment
from korzo.comments.actions.settle import hold_subject, next_number, settle
from korzo.comments.actions.team import STEPS
from korzo.comments.actions.weigh import LABEL, look_at
from korzo.comments.actions.words import Ready, Written, keep_mentions, make_ready
from korzo.comments.models import Comment
from korzo.comments.permissions import check_comment, check_parent
from korzo.comments.queries.rules import the_rules
from korzo.kit.errors import Missing
from korzo.kit.html import CLEANER_VERSION
from korzo.kit.tongue import guess_language
from korzo.members.permissions import Person, check_signed_in
from korzo.moderation.actions import Look, ask_outside, check_not_twice, hold_writer
from korzo.moderation.permissions import check_may_write
from korzo.writing.actions import drop_draft


def post_comment(
    label: str,
    pk: int,
    *,
    actor: Person,
    written: Written,
    parent_id: int | None = None,
    at: datetime | None = None,
    backfilled: bool = False,
) -> Comment:
    """Under the thing of that label and id; with `parent_id` as an answer to one of its comments.

    Shown at once, or held until somebody of the team has looked (`state` says which).
    """
    with transaction.atomic():
        member = check_signed_in(actor)
        hold_writer(member)
        hold_subject(label, pk)
        # Only now: somebody who waited here must see what was written and closed meanwhile.
        moment = at or timezone.now()
        rules = the_rules()
        seen = subjects.get_for(member, label, pk)
        check_comment(member, label, seen, rules, moment)
        parent = parent_of(parent_id, label, pk)
        if not backfilled:
            check_may_write(member)
            check_pace(member, moment)
        ready = make_ready(written, actor=member, at=moment, backfilled=backfilled)
        look = Look()
        if not backfilled:
            check_not_twice(Comment.objects.all(), ready.plain, author=member, at=moment)
            look = look_at(written, ready, author=member, rules=rules, at=moment)
        comment = Comment(subject_label=label, subject_id=pk, parent=parent, author=member)
        add(comment, ready, language=guess_language(ready.plain, of_author=member.language), at=moment)
        drop_draft(written.draft_key, actor=member)
        if look.is_held:
            keep_mentions(comment, ready, actor=member, at=moment)
            return STEPS.hold_back(comment, look.verdict, author=member, at=moment)
        ask_outside(LABEL, comment.pk, look, agent=written.agent)
        shown = settle(comment.pk)
        tell_comment(shown, at=moment, backfilled=backfilled)
        keep_mentions(shown, ready, actor=member, at=moment, backfilled=backfilled)
    return shown


def parent_of(parent_id: int | None, label: str, pk: int) -> Comment | None:
    if parent_id is None:
        return None
    parent = Comment.objects.filter(pk=parent_id).first()
    if parent is None:
        raise Missing(str(parent_id))
    check_parent(parent, label, pk)
    return parent


def add(comment: Comment, ready: Ready, *, language: str, at: datetime) -> None:
    """The row itself, which is not shown before it is settled. The caller holds the subject."""
    comment.number = next_number(comment.subject_label, comment.subject_id)
    comment.html, comment.plain = ready.html, ready.plain
    comment.cleaner_version = CLEANER_VERSION
    comment.language = language
    comment.created_at = at
    comment.state = Comment.State.HELD
    comment.save(force_insert=True)
