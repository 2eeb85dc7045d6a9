"""What happens to ideas."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from korzo.discussions.activities.kinds import TopicKind
from korzo.discussions.models import IdeaState


@dataclass(frozen=True, kw_only=True)
class IdeaVoted(TopicKind):
    """The member concerned had the idea."""

    verb: ClassVar[str] = "discussions.idea_voted"
    icon: ClassVar[str] = "chevron-up"
    sentence = _("voted for an idea")
    record_only: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class IdeaVoteTakenBack(IdeaVoted):
    verb: ClassVar[str] = "discussions.idea_vote_taken_back"
    sentence = _("took a vote back")


@dataclass(frozen=True, kw_only=True)
class IdeaStateChanged(TopicKind):
    """The member concerned had the idea; those who want it are told by `IdeaNews`."""

    verb: ClassVar[str] = "discussions.idea_state_changed"
    icon: ClassVar[str] = "sprout"
    sentence = _("said what becomes of an idea")
    state: str
    change_id: int


@dataclass(frozen=True, kw_only=True)
class IdeasMerged(TopicKind):
    """The votes for `other_topic_id` count for this idea now."""

    verb: ClassVar[str] = "discussions.ideas_merged"
    record_only: ClassVar[bool] = True
    icon: ClassVar[str] = "merge"
    sentence = _("joined two ideas")
    other_topic_id: int

    def stale(self) -> tuple[str, ...]:
        return (*super().stale(), f"topic:{self.other_topic_id}")


@dataclass(frozen=True, kw_only=True)
class IdeaNews(TopicKind):
    """One for each who wants the idea, the member concerned, and for each change once."""

    verb: ClassVar[str] = "discussions.idea_news"
    icon: ClassVar[str] = "sprout"
    sentence = _("hears what became of an idea")
    notice_label = _("Something becomes of an idea that you want")
    notice_by_mail: ClassVar[bool] = True
    state: str

    def notice_sentence(self) -> str:
        return {
            IdeaState.NEW: gettext("An idea that you want is open again."),
            IdeaState.CONSIDERING: gettext("The team is considering an idea that you want."),
            IdeaState.PLANNED: gettext("An idea that you want is planned."),
            IdeaState.DONE: gettext("An idea that you want is there."),
            IdeaState.DECLINED: gettext("The team decided about an idea that you want, and says why."),
            IdeaState.MERGED: gettext("Two ideas were joined into one that you want."),
        }[IdeaState(self.state)]

    def heard_on(self) -> tuple[str, ...]:
        return ()

    def stale(self) -> tuple[str, ...]:
        return ()

    def visible_to(self, member_id: int | None) -> bool:
        return False
