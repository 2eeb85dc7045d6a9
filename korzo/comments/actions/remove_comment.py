"""An author takes their comment away, or somebody of the team does it in its place."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.comments.actions.settle import hold_comment
from korzo.comments.actions.team import STEPS
from korzo.comments.actions.weigh import LABEL
from korzo.comments.models import REASON_LENGTH_MAX, Comment, CommentRemoval, Guest
from korzo.comments.permissions import check_remove
from korzo.kit.errors import FieldRefused, Missing
from korzo.members.permissions import Person
from korzo.moderation.actions import forget_frozen, one_line
from korzo.writing.actions import forget_revisions


def remove_comment(comment: Comment, *, actor: Person, reason: str = "", at: datetime | None = None) -> CommentRemoval:
    """Out of view, with who and why; asking twice changes nothing."""
    with transaction.atomic():
        held = hold_comment(comment.pk)
        member = check_remove(actor, held)
        own = member.pk == held.author_id
        if not own and not one_line(reason, REASON_LENGTH_MAX):
            raise FieldRefused("reason", _("Please say why. The author will read it."))
        moment = at or timezone.now()
        removal, _is_new = STEPS.take_away(held, actor=member, reason=reason, at=moment, by_author=own)
    return removal


def remove_as_guest(pk: int, *, at: datetime | None = None) -> CommentRemoval:
    """By the link in our letter: name, mail and words are gone for good. A line stays where others answered."""
    moment = at or timezone.now()
    with transaction.atomic():
        comment = hold_comment(pk)
        if not hasattr(comment, "guest"):
            raise Missing(str(pk))
        removal, _is_new = STEPS.take_away(comment, actor=None, reason="", at=moment, by_author=True)
        # Also where the team took it away before: it is the guest's own, and nobody puts it back.
        CommentRemoval.objects.filter(pk=removal.pk).update(by_author=True)
        Guest.objects.filter(comment=comment).update(name="", mail="")
        Comment.objects.filter(pk=pk).update(html="", plain="", version=comment.version + 1)
        forget_revisions(LABEL, [pk])
        forget_frozen(LABEL, [pk])
    return removal
