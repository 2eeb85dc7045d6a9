"""What the team does to look after topics."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind
from korzo.discussions.activities.kinds import TopicKind


@dataclass(frozen=True, kw_only=True)
class Cared(TopicKind):
    """The team looked after a topic. The fact is what we keep: nobody gets a notice."""

    record_only: ClassVar[bool] = True

    def heard_on(self) -> tuple[str, ...]:
        return (f"topic:{self.topic_id}",)

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class TopicClosed(Cared):
    verb: ClassVar[str] = "discussions.topic_closed"
    icon: ClassVar[str] = "lock"
    sentence = _("closed a topic")


@dataclass(frozen=True, kw_only=True)
class TopicReopened(Cared):
    verb: ClassVar[str] = "discussions.topic_reopened"
    icon: ClassVar[str] = "lock-open"
    sentence = _("opened a topic again")


@dataclass(frozen=True, kw_only=True)
class TopicPinned(Cared):
    verb: ClassVar[str] = "discussions.topic_pinned"
    icon: ClassVar[str] = "pin"
    sentence = _("pinned a topic")


@dataclass(frozen=True, kw_only=True)
class TopicUnpinned(Cared):
    verb: ClassVar[str] = "discussions.topic_unpinned"
    icon: ClassVar[str] = "pin"
    sentence = _("took a pin off a topic")


@dataclass(frozen=True, kw_only=True)
class TopicFeatured(Cared):
    verb: ClassVar[str] = "discussions.topic_featured"
    icon: ClassVar[str] = "sparkles"
    sentence = _("featured a topic")


@dataclass(frozen=True, kw_only=True)
class TopicUnfeatured(Cared):
    verb: ClassVar[str] = "discussions.topic_unfeatured"
    icon: ClassVar[str] = "sparkles"
    sentence = _("no longer features a topic")


@dataclass(frozen=True, kw_only=True)
class TopicScheduled(Cared):
    verb: ClassVar[str] = "discussions.topic_scheduled"
    icon: ClassVar[str] = "clock"
    sentence = _("will publish a topic later")


@dataclass(frozen=True, kw_only=True)
class TopicTagged(Cared):
    verb: ClassVar[str] = "discussions.topic_tagged"
    icon: ClassVar[str] = "tag"
    sentence = _("changed the tags of a topic")


@dataclass(frozen=True, kw_only=True)
class TopicMoved(Cared):
    verb: ClassVar[str] = "discussions.topic_moved"
    icon: ClassVar[str] = "move"
    sentence = _("moved a topic")
    record_only: ClassVar[bool] = False
    of_space_id: int
    to_space_id: int


@dataclass(frozen=True, kw_only=True)
class Rearranged(Cared):
    """Posts of this topic stand in another now, or the other way round."""

    record_only: ClassVar[bool] = False
    other_topic_id: int

    def stale(self) -> tuple[str, ...]:
        return (*super().stale(), f"topic:{self.other_topic_id}")

    def heard_on(self) -> tuple[str, ...]:
        return (f"topic:{self.topic_id}", f"topic:{self.other_topic_id}")


@dataclass(frozen=True, kw_only=True)
class TopicsMerged(Rearranged):
    """All posts of `other_topic_id` came into this topic."""

    verb: ClassVar[str] = "discussions.topics_merged"
    icon: ClassVar[str] = "merge"
    sentence = _("joined two topics")


@dataclass(frozen=True, kw_only=True)
class TopicSplit(Rearranged):
    """This topic was made of posts of `other_topic_id`."""

    verb: ClassVar[str] = "discussions.topic_split"
    icon: ClassVar[str] = "scissors"
    sentence = _("made a topic of its own from some posts")


@dataclass(frozen=True, kw_only=True)
class TagChanged(Kind):
    """A tag got another name, or went into another."""

    verb: ClassVar[str] = "discussions.tag_changed"
    icon: ClassVar[str] = "tag"
    sentence = _("changed a tag")
    record_only: ClassVar[bool] = True
    tag_id: int
    into_tag_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("discussions.tag", self.tag_id)

    def stale(self) -> tuple[str, ...]:
        return ("talk", "tags")
