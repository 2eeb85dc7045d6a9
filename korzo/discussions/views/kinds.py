"""What each kind of topic is called where somebody begins one, and what its page says about its state."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.discussions.models import IdeaState, Kind, Topic
from korzo.discussions.permissions import is_closed
from korzo.discussions.queries.feed import KIND_ICONS, STATE_ICONS
from korzo.members.queries import Byline, byline


@dataclass(frozen=True)
class KindWords:
    chip: str | Promise
    icon: str
    heading: str | Promise
    lead: str | Promise
    title_label: str | Promise
    hint: str | Promise
    submit: str | Promise


_WORDS = {
    Kind.DISCUSSION: KindWords(
        _("Talk"),
        "messages-square",
        _("Begin a topic"),
        _("Show something, tell something, or start a talk."),
        _("Title"),
        _("Tell it in your own words. A picture helps."),
        pgettext_lazy("button", "Post"),
    ),
    Kind.QUESTION: KindWords(
        _("Question"),
        "circle-help",
        _("Ask a question"),
        _("One question at a time finds the best answers."),
        _("Your question in one sentence"),
        _("What did you try? What do you own? A picture helps."),
        pgettext_lazy("button", "Ask"),
    ),
    Kind.IDEA: KindWords(
        _("Idea"),
        "sprout",
        _("Share an idea"),
        _("One idea at a time, so that others can vote for it."),
        _("Your idea in one sentence"),
        _("What would be better with it, and for whom?"),
        _("Share the idea"),
    ),
    Kind.SHOWCASE: KindWords(
        _("Showcase"),
        "images",
        _("Show something"),
        _("Pictures first. Words are welcome, and not needed."),
        _("What do we see?"),
        _("A line about it, if you like."),
        pgettext_lazy("button", "Show it"),
    ),
    Kind.POLL: KindWords(
        _("Poll"),
        "chart-column",
        _("Ask everybody"),
        _("A question with a few answers to choose from."),
        _("Title"),
        _("Why do you want to know? A sentence is enough."),
        pgettext_lazy("button", "Ask"),
    ),
    Kind.ANNOUNCEMENT: KindWords(
        _("Announcement"),
        "megaphone",
        _("Announce something"),
        _("News from the team. Members read it, and may reply."),
        _("Headline"),
        _("What is new, and for whom?"),
        _("Publish"),
    ),
}


def words_of(kind: Kind) -> KindWords:
    return _WORDS[kind]


@dataclass(frozen=True)
class TopicState:
    """Beside the title of a topic, for everybody who may read it. Icons and words, and who closed it and why."""

    kind_icon: str
    kind_label: str
    idea_icon: str = ""
    idea_label: str = ""
    is_good: bool = False
    closed_by: Byline | None = None
    closed_at: object = None
    closed_because: str = ""
    joined_to: Topic | None = None
    publish_at: object = None
    is_held: bool = False


def topic_state(topic: Topic) -> TopicState:
    closed, joined = is_closed(topic), hasattr(topic, "idea_merge")
    kind, idea = Kind(topic.kind), IdeaState(topic.idea_state) if topic.is_idea else None
    plan = topic.schedule.publish_at if hasattr(topic, "schedule") else None
    return TopicState(
        kind_icon=KIND_ICONS.get(kind, ""),
        kind_label=str(kind.label) if kind in KIND_ICONS else "",
        idea_icon=STATE_ICONS[idea] if idea else "",
        idea_label=str(idea.label) if idea else "",
        is_good=idea in {IdeaState.DONE, IdeaState.PLANNED},
        closed_by=byline(topic.closure.by, {}) if closed and not joined else None,
        closed_at=topic.closure.at if closed else None,
        closed_because=topic.closure.reason if closed else "",
        joined_to=topic.idea_merge.into if joined else None,
        publish_at=timezone.localtime(plan) if plan else None,
        is_held=not topic.is_standing and plan is None,
    )
