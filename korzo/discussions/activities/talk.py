"""What members do in the talk, and what is done with one post."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind
from korzo.discussions.activities.kinds import PostKind, TopicKind


@dataclass(frozen=True, kw_only=True)
class SpaceOpened(Kind):
    verb: ClassVar[str] = "discussions.space_opened"
    icon: ClassVar[str] = "messages-square"
    sentence = _("opened a space")
    record_only: ClassVar[bool] = True
    space_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("discussions.space", self.space_id)

    def stale(self) -> tuple[str, ...]:
        return ("spaces",)


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(SpaceOpened):
    """`reading_changed`: other people than before may come in, so all that was found there is looked at again."""

    verb: ClassVar[str] = "discussions.space_changed"
    icon: ClassVar[str] = "settings"
    sentence = _("changed a space")
    record_only: ClassVar[bool] = False
    reading_changed: bool = False

    def stale(self) -> tuple[str, ...]:
        return ("spaces", "talk")


@dataclass(frozen=True, kw_only=True)
class TopicStarted(TopicKind):
    verb: ClassVar[str] = "discussions.topic_started"
    icon: ClassVar[str] = "message-square-plus"
    sentence = _("began a topic")
    space_id: int
    is_question: bool
    has_pictures: bool
    product_id: int | None = None
    kind: str = ""
    # Only what everybody may read is told to everybody.
    is_public: bool = True

    def heard_on(self) -> tuple[str, ...]:
        return (f"space:{self.space_id}", *(["talk"] if self.is_public else []))


@dataclass(frozen=True, kw_only=True)
class ReplyPosted(PostKind):
    """The member concerned is the author of the topic."""

    verb: ClassVar[str] = "discussions.reply_posted"
    icon: ClassVar[str] = "message-circle"
    sentence = _("replied")
    number: int
    is_answer: bool
    has_pictures: bool


@dataclass(frozen=True, kw_only=True)
class PostEdited(PostKind):
    verb: ClassVar[str] = "discussions.post_edited"
    icon: ClassVar[str] = "pencil"
    sentence = _("changed a post")
    record_only: ClassVar[bool] = True
    version: int

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class PostRemoved(PostKind):
    """The member concerned is the author of the post."""

    verb: ClassVar[str] = "discussions.post_removed"
    icon: ClassVar[str] = "eye-off"
    sentence = _("took a post away")
    number: int
    by_author: bool

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(PostKind):
    """The member concerned wrote the answer; `of_asker` says that it is the asker's own."""

    verb: ClassVar[str] = "discussions.answer_accepted"
    icon: ClassVar[str] = "circle-check"
    sentence = _("accepted an answer")
    of_asker: bool


@dataclass(frozen=True, kw_only=True)
class AnswerAcceptanceWithdrawn(PostKind):
    """The member concerned wrote the answer."""

    verb: ClassVar[str] = "discussions.answer_acceptance_withdrawn"
    icon: ClassVar[str] = "rotate-ccw"
    sentence = _("no longer accepts an answer")
    of_asker: bool


@dataclass(frozen=True, kw_only=True)
class MemberMentioned(PostKind):
    """The member concerned was named in the post."""

    verb: ClassVar[str] = "discussions.member_mentioned"
    icon: ClassVar[str] = "at-sign"
    sentence = _("mentioned somebody")

    def visible_to(self, member_id: int | None) -> bool:
        return False

    def heard_on(self) -> tuple[str, ...]:
        """They get a notice of their own; the others hear of the post itself."""
        return ()


@dataclass(frozen=True, kw_only=True)
class GroupMentioned(PostKind):
    """A whole group was called in the post."""

    verb: ClassVar[str] = "discussions.group_mentioned"
    icon: ClassVar[str] = "users-round"
    sentence = _("called a group")
    group_id: int

    def visible_to(self, member_id: int | None) -> bool:
        return False

    def heard_on(self) -> tuple[str, ...]:
        """They get notices of their own; the others hear of the post itself."""
        return ()


@dataclass(frozen=True, kw_only=True)
class PostShownAgain(PostKind):
    """The member concerned is the author of the post."""

    verb: ClassVar[str] = "discussions.post_shown_again"
    icon: ClassVar[str] = "eye"
    sentence = _("put a post back")
    number: int

    def visible_to(self, member_id: int | None) -> bool:
        return False
