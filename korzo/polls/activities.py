"""What can happen to a poll or a survey. What somebody chose is in none of these."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind


@dataclass(frozen=True, kw_only=True)
class PollKind(Kind):
    """The member concerned is the author of the poll."""

    record_only: ClassVar[bool] = True
    poll_id: int
    of_label: str
    of_id: int

    def subject(self) -> tuple[str, int] | None:
        return (self.of_label, self.of_id)

    def link(self) -> str:
        return reverse("polls:poll", args=[self.poll_id])

    def stale(self) -> tuple[str, ...]:
        return (f"poll:{self.poll_id}",)


@dataclass(frozen=True, kw_only=True)
class PollOpened(PollKind):
    verb: ClassVar[str] = "polls.poll_opened"
    icon: ClassVar[str] = "vote"
    sentence = _("began a poll")

    def stale(self) -> tuple[str, ...]:
        return (*super().stale(), f"polls:{self.of_label}:{self.of_id}")


@dataclass(frozen=True, kw_only=True)
class PollClosed(PollKind):
    """Without an actor its date had come."""

    verb: ClassVar[str] = "polls.poll_closed"
    icon: ClassVar[str] = "lock"
    sentence = _("closed a poll")

    def heard_on(self) -> tuple[str, ...]:
        return (f"poll:{self.poll_id}",)


@dataclass(frozen=True, kw_only=True)
class BallotCast(PollKind):
    """Recorded for open polls only, and once for each member: changing one's mind is not news."""

    verb: ClassVar[str] = "polls.ballot_cast"
    icon: ClassVar[str] = "vote"
    sentence = _("voted in a poll")


@dataclass(frozen=True, kw_only=True)
class SurveyKind(Kind):
    record_only: ClassVar[bool] = True
    survey_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("polls.survey", self.survey_id)

    def link(self) -> str:
        return reverse("surveys:by_id", args=[self.survey_id])

    def stale(self) -> tuple[str, ...]:
        return (f"survey:{self.survey_id}",)


@dataclass(frozen=True, kw_only=True)
class SurveyOpened(SurveyKind):
    """Also each time that a new version is published."""

    verb: ClassVar[str] = "polls.survey_opened"
    icon: ClassVar[str] = "clipboard-list"
    sentence = _("published a survey")
    version: int


@dataclass(frozen=True, kw_only=True)
class SurveyClosed(SurveyKind):
    verb: ClassVar[str] = "polls.survey_closed"
    icon: ClassVar[str] = "lock"
    sentence = _("closed a survey")


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(SurveyKind):
    """Recorded for surveys that are not anonymous."""

    verb: ClassVar[str] = "polls.survey_answered"
    icon: ClassVar[str] = "list-checks"
    sentence = _("answered a survey")

    def stale(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(Kind):
    """The number and the comment stand in the report of the team, not in the log."""

    verb: ClassVar[str] = "polls.opinion_given"
    icon: ClassVar[str] = "heart-handshake"
    sentence = _("said whether they would recommend us")
    record_only: ClassVar[bool] = True
    quarter: int


KINDS = (PollOpened, PollClosed, BallotCast, SurveyOpened, SurveyClosed, SurveyAnswered, OpinionGiven)
