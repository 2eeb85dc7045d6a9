"""What can happen in the talk."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind


@dataclass(frozen=True, kw_only=True)
class TopicKind(Kind):
    topic_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("discussions.topic", self.topic_id)

    def link(self) -> str:
        return reverse("discussions:topic_by_id", args=[self.topic_id])

    def stale(self) -> tuple[str, ...]:
        """All lists across the talk are one tag: they show numbers that any of these changes."""
        return (f"topic:{self.topic_id}", "talk")

    def visible_to(self, member_id: int | None) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class PostKind(TopicKind):
    """The member concerned is named in each; the subject is the post."""

    post_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("discussions.post", self.post_id)

    def link(self) -> str:
        return reverse("discussions:post", args=[self.post_id])

    def stale(self) -> tuple[str, ...]:
        return (*super().stale(), f"post:{self.post_id}")

    def heard_on(self) -> tuple[str, ...]:
        """Whoever reads the topic sees all of this anyway: which post, and that it is new, changed or gone."""
        return (f"topic:{self.topic_id}",)


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
class TopicStarted(TopicKind):
    verb: ClassVar[str] = "discussions.topic_started"
    icon: ClassVar[str] = "message-square-plus"
    sentence = _("began a topic")
    space_id: int
    is_question: bool
    has_pictures: bool
    product_id: int | None = None

    def heard_on(self) -> tuple[str, ...]:
        return (f"space:{self.space_id}", "talk")


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


KINDS = (
    SpaceOpened,
    TopicStarted,
    ReplyPosted,
    PostEdited,
    PostRemoved,
    AnswerAccepted,
    AnswerAcceptanceWithdrawn,
    MemberMentioned,
)
