"""What a question is to whoever comes by, read from its rows: never nothing, and never two things."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from korzo.discussions.models import QuestionState, QuestionWait, Topic
from korzo.discussions.permissions import is_closed, leads_on
from korzo.kit import formats

# What a list needs beside the topic to tell its state.
QUESTION_STATES = ("duplicate", "withdrawal", "wait")
STATE_ICONS = {
    QuestionState.OPEN: "circle-help",
    QuestionState.EXPIRED: "hourglass",
    QuestionState.ANSWERED: "message-circle",
    QuestionState.ACCEPTED: "circle-check",
    QuestionState.DUPLICATE: "copy",
    QuestionState.WITHDRAWN: "circle-x",
    QuestionState.CLOSED: "lock",
}


@dataclass(frozen=True)
class QuestionShown:
    """`turn`: whose turn it is, where the promise of the space passed. `leads_to`: the same question, asked before."""

    state: QuestionState
    since: datetime
    same_count: int
    turn: str = ""
    leads_to: Topic | None = None

    @property
    def icon(self) -> str:
        return STATE_ICONS[self.state]

    @property
    def is_waiting(self) -> bool:
        return self.state in {QuestionState.OPEN, QuestionState.EXPIRED}

    @property
    def is_solved(self) -> bool:
        return self.state is QuestionState.ACCEPTED


def state_of(topic: Topic, *, is_solved: bool) -> QuestionState:
    """The topic comes with its closure and `QUESTION_STATES`."""
    if hasattr(topic, "duplicate"):
        return QuestionState.DUPLICATE
    if hasattr(topic, "withdrawal"):
        return QuestionState.WITHDRAWN
    if is_solved:
        return QuestionState.ACCEPTED
    if topic.is_waiting:
        return QuestionState.EXPIRED if hasattr(topic, "wait") else QuestionState.OPEN
    return QuestionState.ANSWERED if topic.reply_count or not is_closed(topic) else QuestionState.CLOSED


def question_shown(topic: Topic, *, is_solved: bool) -> QuestionShown:
    state = state_of(topic, is_solved=is_solved)
    leads_to = topic.duplicate.of if state is QuestionState.DUPLICATE else None
    return QuestionShown(
        state=state,
        since=topic.created_at,
        same_count=topic.same_count,
        turn=turn_of(topic),
        leads_to=leads_to if leads_to and leads_on(topic, leads_to) else None,
    )


def turn_of(topic: Topic) -> str:
    """Empty while the promise of its space holds."""
    if not (topic.is_waiting and hasattr(topic, "wait")):
        return ""
    wait: QuestionWait = topic.wait
    if wait.stage == QuestionWait.Stage.TEAM:
        return _("With the team")
    asked = wait.owners_asked + wait.helpers_asked
    shown = {"n": formats.number(asked, get_language())}
    if asked and not wait.helpers_asked:
        return ngettext("Asked %(n)s owner", "Asked %(n)s owners", asked) % shown
    if asked:
        return ngettext("Asked %(n)s member", "Asked %(n)s members", asked) % shown
    return _("Members were asked")


def same_text(topic: Topic) -> str:
    n = topic.same_count
    words = ngettext("%(n)s more asks this", "%(n)s more ask this", n)
    return words % {"n": formats.number(n, get_language())}
