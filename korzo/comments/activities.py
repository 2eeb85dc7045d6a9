"""What can happen to a comment. A kind with `notice_label` and `notice_sentence` is news for the member concerned."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind
from korzo.comments.permissions import may_hear_comment
from korzo.kit.formats import spoken


def tags_of(label: str, subject_id: int) -> tuple[str, ...]:
    """Whatever shows the comments of one thing, or counts them."""
    return (f"comments:{label}:{subject_id}",)


@dataclass(frozen=True, kw_only=True)
class CommentKind(Kind):
    comment_id: int
    of_label: str
    of_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("comments.comment", self.comment_id)

    def link(self) -> str:
        return reverse("comments:comment", args=[self.comment_id])

    def stale(self) -> tuple[str, ...]:
        return (*tags_of(self.of_label, self.of_id), f"comment:{self.comment_id}")

    def visible_to(self, member_id: int | None) -> bool:
        """Asked anew each time: it may be taken away, and its page may be closed, after something happened there."""
        return may_hear_comment(member_id, self.comment_id)


@dataclass(frozen=True, kw_only=True)
class CommentPosted(CommentKind):
    """Everybody reads it from now on. The member concerned wrote what it answers, or the page that it stands under."""

    verb: ClassVar[str] = "comments.posted"
    icon: ClassVar[str] = "message-circle"
    sentence = _("commented")
    notice_label = _("Somebody answers your comment")
    notice_by_mail: ClassVar[bool] = True
    is_answer: bool
    by_guest: bool = False

    def notice_sentence(self) -> str:
        if self.is_answer:
            return gettext("Somebody answered your comment.")
        return gettext("Somebody commented on what you wrote.")


@dataclass(frozen=True, kw_only=True)
class CommentMentioned(CommentKind):
    """The member concerned was named."""

    verb: ClassVar[str] = "comments.mentioned"
    icon: ClassVar[str] = "at-sign"
    sentence = _("mentioned somebody in a comment")
    notice_label = _("Somebody mentions you in a comment")
    notice_by_mail: ClassVar[bool] = True

    def notice_sentence(self) -> str:
        return gettext("Somebody mentioned you in a comment.")

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class CommentHeard(CommentKind):
    """The member concerned follows what it stands under."""

    verb: ClassVar[str] = "comments.heard"
    icon: ClassVar[str] = "message-circle"
    sentence = _("commented on something that is followed")
    notice_label = _("New comments on what you follow")

    def notice_sentence(self) -> str:
        return gettext("There is a new comment on something that you follow.")

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class CommentEdited(CommentKind):
    verb: ClassVar[str] = "comments.edited"
    icon: ClassVar[str] = "pencil"
    sentence = _("changed a comment")
    version: int

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class CommentRemoved(CommentKind):
    """The member concerned is its author."""

    verb: ClassVar[str] = "comments.removed"
    icon: ClassVar[str] = "eye-off"
    sentence = _("took a comment away")
    by_author: bool

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class CommentShownAgain(CommentKind):
    """The member concerned is its author."""

    verb: ClassVar[str] = "comments.shown_again"
    icon: ClassVar[str] = "eye"
    sentence = _("put a comment back")

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class CommentsFound(Kind):
    """The member concerned confirmed an address with which comments were written as a guest. They decide."""

    verb: ClassVar[str] = "comments.found"
    icon: ClassVar[str] = "message-circle"
    sentence = _("wrote comments as a guest")
    notice_label = _("Comments that you wrote as a guest")
    of_member_id: int
    count: int

    def subject(self) -> tuple[str, int] | None:
        return ("members.member", self.of_member_id)

    def link(self) -> str:
        return reverse("comments:yours")

    def notice_sentence(self) -> str:
        words = ngettext(
            "You wrote %(count)s comment as a guest. You can put your name on it.",
            "You wrote %(count)s comments as a guest. You can put your name on them.",
            self.count,
        )
        return words % {"count": spoken(self.count)}


@dataclass(frozen=True, kw_only=True)
class CommentTakenOver(CommentKind):
    """The member concerned wrote it as a guest, and their name stands there now."""

    verb: ClassVar[str] = "comments.taken_over"
    icon: ClassVar[str] = "user-check"
    sentence = _("put their name on a comment")

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class RulesChanged(Kind):
    """The owner opened or closed comments somewhere, let guests in, or wrote another notice."""

    verb: ClassVar[str] = "comments.rules_changed"
    icon: ClassVar[str] = "settings"
    sentence = _("changed the rules of comments")
    record_only: ClassVar[bool] = True

    def stale(self) -> tuple[str, ...]:
        return ("comments",)


KINDS = (
    CommentPosted,
    CommentMentioned,
    CommentHeard,
    CommentEdited,
    CommentRemoved,
    CommentShownAgain,
    CommentsFound,
    CommentTakenOver,
    RulesChanged,
)
