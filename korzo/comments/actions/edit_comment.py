from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.comments.actions.settle import hold_comment, settle
from korzo.comments.actions.team import STEPS
from korzo.comments.actions.weigh import LABEL, look_at
from korzo.comments.actions.words import Ready, Written, keep_mentions, make_ready
from korzo.comments.activities import CommentEdited
from korzo.comments.models import Comment
from korzo.comments.permissions import check_edit
from korzo.comments.queries.rules import the_rules
from korzo.kit.errors import Refused
from korzo.kit.html import CLEANER_VERSION
from korzo.kit.tongue import guess_language
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions import Deed, ask_outside, take_turn
from korzo.moderation.permissions import check_may_write
from korzo.writing.actions import Version, drop_draft, keep_change


def edit_comment(
    comment: Comment,
    *,
    actor: Person,
    written: Written,
    version: int | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Comment:
    """`version` is the one that the person saw. Words that the checks hold back take the comment from view until
    somebody of the team looked at them.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_comment(comment.pk)
        member = check_edit(actor, held, moment)
        check_may_write(member)
        take_turn(Deed.EDIT, member=member, at=moment)
        ready = make_ready(written, actor=member, at=moment)
        of_author = held.author.language if held.author else held.language
        language = guess_language(ready.plain, of_author=of_author)
        look = look_at(written, ready, author=member, rules=the_rules(), at=moment, is_edit=True)
        if not _save(held, ready, seen=version or comment.version, language=language, at=moment):
            raise Refused(_("Somebody changed this comment meanwhile. Your words are kept here; please look at both."))
        _keep_former(held, ready, by=member, reason=reason, at=moment)
        drop_draft(written.draft_key, actor=member)
        ask_outside(LABEL, held.pk, look, agent=written.agent)
        if look.is_held:
            STEPS.hold_back(held, look.verdict, author=member, at=moment, stood_before=held.is_visible)
        changed = settle(held.pk)
        keep_mentions(changed, ready, actor=member, at=moment)
        own = member.pk == held.author_id
        record(
            CommentEdited(
                comment_id=held.pk,
                of_label=held.subject_label,
                of_id=held.subject_id,
                version=changed.version,
            ),
            actor_id=member.pk,
            actor_kind=Activity.ActorKind.MEMBER if own else Activity.ActorKind.STAFF,
            member_id=held.author_id,
            occurred_at=moment,
        )
    return changed


def _save(comment: Comment, ready: Ready, *, seen: int, language: str, at: datetime) -> int:
    return Comment.objects.filter(pk=comment.pk, version=seen).update(
        html=ready.html,
        plain=ready.plain,
        cleaner_version=CLEANER_VERSION,
        language=language,
        version=F("version") + 1,
        edited_at=at,
    )


def _keep_former(comment: Comment, ready: Ready, *, by: Member, reason: str, at: datetime) -> None:
    """`comment` still holds the former words. A slip of the pen that is corrected at once leaves none."""
    before = Version(
        version=comment.version,
        html=comment.html,
        plain=comment.plain,
        by=comment.author,
        at=comment.edited_at or comment.created_at,
    )
    after = Version(version=comment.version + 1, html=ready.html, plain=ready.plain, by=by, at=at, reason=reason)
    keep_change(
        LABEL,
        comment.pk,
        before=before,
        after=after,
        first_written_at=comment.created_at,
        was_answered=bool(comment.answer_count),
    )
