"""What the team decides about a comment: taken away and put back, published after a look or not."""

from datetime import datetime

from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.comments.actions.letters import write_letter
from korzo.comments.actions.publish import tell_comment
from korzo.comments.actions.settle import hold_comment, settle
from korzo.comments.actions.weigh import LABEL
from korzo.comments.actions.words import tell_mentioned
from korzo.comments.activities import CommentEdited, CommentRemoved, CommentShownAgain, tags_of
from korzo.comments.models import Comment, CommentHold, CommentMention, CommentRemoval
from korzo.comments.permissions import check_moderate
from korzo.kit.errors import Refused
from korzo.kit.generations import bump_on_commit
from korzo.members.models import Member
from korzo.moderation.actions import Steps, of_team


class CommentSteps(Steps[Comment, CommentHold, CommentRemoval]):
    """Guests are told by letter."""

    label = LABEL
    owner = "comment"
    holds = CommentHold
    removals = CommentRemoval

    def check(self, actor: Member) -> object:
        return check_moderate(actor)

    def held(self, pk: int) -> Comment:
        return hold_comment(pk)

    def settled(self, thing: Comment) -> Comment:
        return settle(thing.pk)

    def check_put_back(self, thing: Comment, removal: CommentRemoval) -> None:
        if removal.by_author:
            raise Refused(_("The author took this comment away. Only they could bring it back."))

    def tell_taken_away(self, thing: Comment, removal: CommentRemoval, *, actor: Member | None, at: datetime) -> None:
        by_author = removal.by_author
        if not by_author:
            write_letter(thing, "hidden")
        record(
            CommentRemoved(
                comment_id=thing.pk, of_label=thing.subject_label, of_id=thing.subject_id, by_author=by_author
            ),
            actor_id=actor.pk if actor else None,
            actor_kind=Activity.ActorKind.MEMBER if by_author and actor else of_team(actor),
            member_id=thing.author_id,
            occurred_at=at,
        )

    def tell_put_back(self, thing: Comment, *, actor: Member | None, at: datetime) -> None:
        record(
            CommentShownAgain(comment_id=thing.pk, of_label=thing.subject_label, of_id=thing.subject_id),
            actor_id=actor.pk if actor else None,
            actor_kind=of_team(actor),
            member_id=thing.author_id,
            occurred_at=at,
        )

    def tell_released(self, thing: Comment, hold: CommentHold, *, actor: Member | None, at: datetime) -> None:
        if not thing.is_visible:
            return
        named = [one.member for one in CommentMention.objects.filter(comment=thing).select_related("member")]
        tell_mentioned(thing, named, at=at)
        if not hold.stood_before:
            tell_comment(thing, at=at)
            write_letter(thing, "released")
            return
        record(
            CommentEdited(
                comment_id=thing.pk, of_label=thing.subject_label, of_id=thing.subject_id, version=thing.version
            ),
            actor_id=actor.pk if actor else None,
            actor_kind=of_team(actor),
            member_id=thing.author_id,
            occurred_at=at,
        )

    def tell_waiting(self, thing: Comment) -> None:
        if CommentHold.objects.filter(comment=thing, refused_at__isnull=False).exists():
            write_letter(thing, "refused")
        bump_on_commit(*tags_of(thing.subject_label, thing.subject_id), f"comment:{thing.pk}")


STEPS = CommentSteps()
hide_comment, show_comment = STEPS.hide, STEPS.show
release_comment, refuse_comment = STEPS.release, STEPS.refuse
