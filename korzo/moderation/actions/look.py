"""The first look at new words, as each room takes it: nothing is written here, the text comes only afterwards."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from korzo.kit.tongue import guess_language
from korzo.members.models import Member
from korzo.moderation.actions.ask_akismet import ask_akismet
from korzo.moderation.actions.weigh import weigh
from korzo.moderation.spam.submission import Reason, Submission, Verdict


class Words(Protocol):
    """What was written, checked and cleaned."""

    @property
    def html(self) -> str: ...

    @property
    def plain(self) -> str: ...


class Form(Protocol):
    """What a form saw of its writer, for the checks of spam alone: none of it is kept with the text.

    `address` is where the request came from; `seconds_typed` is None where nobody could say.
    """

    @property
    def seconds_typed(self) -> float | None: ...

    @property
    def trap_filled(self) -> bool: ...

    @property
    def address(self) -> str: ...


@dataclass(frozen=True)
class Blind:
    """A form that sees nothing of whoever fills it in."""

    seconds_typed: float | None = None
    trap_filled: bool = False
    address: str = ""


@dataclass(frozen=True)
class Look:
    """What the checks said, and about what; nothing at all of what an import brings."""

    verdict: Verdict = field(default_factory=Verdict)
    submission: Submission | None = None

    @property
    def is_held(self) -> bool:
        return self.verdict.held

    def also_for(self, reason: Reason) -> "Look":
        """Held for one more reason of the room itself."""
        if any(one.code == reason.code for one in self.verdict.reasons):
            return self
        verdict = replace(self.verdict, held=True, reasons=(*self.verdict.reasons, reason))
        return replace(self, verdict=verdict)

    def but_for(self, codes: frozenset[str]) -> "Look":
        """Without what is no reason in this room."""
        reasons = tuple(one for one in self.verdict.reasons if one.code not in codes)
        return replace(self, verdict=replace(self.verdict, held=bool(reasons), reasons=reasons))


def look_at(
    label: str,
    words: Words,
    form: Form,
    *,
    author: Member,
    at: datetime,
    title: str = "",
    asked: str = "",
    is_first: bool = False,
    is_edit: bool = False,
) -> Look:
    """Of a member's words. `asked` are those of a poll, `is_first` says that nothing of theirs stands here yet."""
    submission = Submission(
        subject_label=label,
        author=author,
        title=title,
        plain=f"{words.plain}\n{asked}" if asked else words.plain,
        html=words.html,
        language=guess_language(words.plain, of_author=author.language),
        at=at,
        seconds_typed=form.seconds_typed,
        trap_filled=form.trap_filled,
        is_first_post=is_first,
        address=form.address,
        is_edit=is_edit,
    )
    return Look(weigh(submission), submission)


def ask_outside(label: str, pk: int, look: Look, *, agent: str) -> None:
    """A second opinion on what the checks let through, once it has its number; where the owner wants one."""
    if look.submission is not None and not look.is_held:
        ask_akismet(label, pk, look.submission, agent=agent)
