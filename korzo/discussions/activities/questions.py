"""What becomes of questions, and who is told."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from korzo.attention.models import Purpose
from korzo.discussions.activities.kinds import TopicKind


@dataclass(frozen=True, kw_only=True)
class _Aside(TopicKind):
    """Between few people; whoever reads the topic sees what came of it."""

    def heard_on(self) -> tuple[str, ...]:
        return ()

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class SameQuestionAsked(_Aside):
    """The member concerned asked first."""

    verb: ClassVar[str] = "discussions.same_question_asked"
    icon: ClassVar[str] = "users"
    sentence = _("has the same question")
    record_only: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class SameQuestionTakenBack(SameQuestionAsked):
    verb: ClassVar[str] = "discussions.same_question_taken_back"
    sentence = _("no longer has the same question")


@dataclass(frozen=True, kw_only=True)
class QuestionWithdrawn(TopicKind):
    """The member concerned asked it."""

    verb: ClassVar[str] = "discussions.question_withdrawn"
    icon: ClassVar[str] = "circle-x"
    sentence = _("took a question back")
    record_only: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class QuestionAskedAgain(QuestionWithdrawn):
    verb: ClassVar[str] = "discussions.question_asked_again"
    icon: ClassVar[str] = "circle-help"
    sentence = _("asked a question again")


@dataclass(frozen=True, kw_only=True)
class _OfTwo(_Aside):
    """The member concerned asked the question that may lead to another."""

    of_topic_id: int

    def stale(self) -> tuple[str, ...]:
        return (*super().stale(), f"topic:{self.of_topic_id}")


@dataclass(frozen=True, kw_only=True)
class DuplicateProposed(_OfTwo):
    verb: ClassVar[str] = "discussions.duplicate_proposed"
    icon: ClassVar[str] = "copy"
    sentence = _("found the same question elsewhere")
    notice_label: ClassVar[Promise] = _("Somebody finds your question asked before")

    def notice_sentence(self) -> str:
        return gettext("Perhaps your question has an answer already: somebody found the same one. Please have a look.")


@dataclass(frozen=True, kw_only=True)
class DuplicateConfirmed(_OfTwo):
    verb: ClassVar[str] = "discussions.duplicate_confirmed"
    icon: ClassVar[str] = "copy"
    sentence = _("found that a question was asked before")
    notice_label: ClassVar[Promise] = _("Your question leads to another")

    def notice_sentence(self) -> str:
        return gettext("Your question was asked before, and leads to the other one now. You will hear of its answer.")


@dataclass(frozen=True, kw_only=True)
class DuplicateDeclined(_OfTwo):
    verb: ClassVar[str] = "discussions.duplicate_declined"
    icon: ClassVar[str] = "circle-x"
    sentence = _("found that it is another question")
    record_only: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class DuplicateTakenBack(DuplicateDeclined):
    verb: ClassVar[str] = "discussions.duplicate_taken_back"
    icon: ClassVar[str] = "rotate-ccw"
    sentence = _("made a question stand by itself again")


@dataclass(frozen=True, kw_only=True)
class QuestionSolved(_Aside):
    """One for each who waits for it: they have the same question, or one that leads here."""

    verb: ClassVar[str] = "discussions.question_solved"
    icon: ClassVar[str] = "circle-check"
    sentence = _("hears that a question is solved")
    notice_label: ClassVar[Promise] = _("A question that you have, too, is solved")
    notice_by_mail: ClassVar[bool] = True

    def notice_sentence(self) -> str:
        return gettext("A question that you have, too, is solved.")

    def stale(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class AnswerAsked(_Aside):
    """The member concerned may know an answer. Shown nowhere but in their notices."""

    verb: ClassVar[str] = "discussions.answer_asked"
    icon: ClassVar[str] = "hand-heart"
    sentence = _("is asked whether they know an answer")
    notice_label: ClassVar[Promise] = _("A question waits that you may know an answer to")
    notice_by_mail: ClassVar[bool] = True
    notice_purpose: ClassVar[Purpose] = Purpose.ASKS
    is_owner: bool

    def notice_sentence(self) -> str:
        if self.is_owner:
            return gettext("Somebody has a question about something that you own. Do you know an answer?")
        return gettext("You answered well before. Here is a question that still waits: do you know an answer?")

    def stale(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class QuestionPassedOn(TopicKind):
    """Nobody answered within the promise of its space. `stage`: whose turn it is now."""

    verb: ClassVar[str] = "discussions.question_passed_on"
    icon: ClassVar[str] = "hourglass"
    sentence = _("a question waited longer than promised")
    record_only: ClassVar[bool] = True
    stage: str
    asked: int

    def visible_to(self, member_id: int | None) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class QuestionWithTeam(_Aside):
    """One for each of the team, the member concerned."""

    verb: ClassVar[str] = "discussions.question_with_team"
    icon: ClassVar[str] = "life-buoy"
    sentence = _("hears that a question waits for the team")
    notice_label: ClassVar[Promise] = _("A question waits for the team")

    def notice_sentence(self) -> str:
        return gettext("A question found no answer among the members. It is with the team now.")

    def stale(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class AcceptanceReminded(_Aside):
    """The member concerned asked, others answered, and nobody knows whether it helped."""

    verb: ClassVar[str] = "discussions.acceptance_reminded"
    icon: ClassVar[str] = "circle-check"
    sentence = _("is asked whether an answer helped")
    notice_label: ClassVar[Promise] = _("Your question has answers: did one help?")
    notice_by_mail: ClassVar[bool] = True

    def notice_sentence(self) -> str:
        return gettext("Your question has answers. Did one of them help? Mark it, and others will find it first.")

    def stale(self) -> tuple[str, ...]:
        return ()
