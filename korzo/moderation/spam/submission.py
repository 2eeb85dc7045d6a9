"""What somebody sends, and what the checks say about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from korzo.members.models import Member
from korzo.moderation.spam.sentences import sentence_of

# Longer texts are refused by the forms. The checks never read further, so that nobody can keep them busy.
TEXT_LENGTH_MAX = 40_000
TITLE_LENGTH_MAX = 300


@dataclass(frozen=True)
class Submission:
    """A text on its way in. `author` is None for a guest.

    `seconds_typed` is None where the form could not say, which is no sign of anything. `address`, `browser` and
    `is_proven` are given by forms that know them: where the request came from, what the browser calls itself to us,
    and whether a guest's browser did its counting. `is_edit`: its author changes what stands here already.
    """

    subject_label: str
    author: Member | None
    title: str
    plain: str
    html: str
    language: str
    at: datetime
    seconds_typed: float | None = None
    trap_filled: bool = False
    is_first_post: bool = False
    address: str = ""
    browser: str = ""
    is_proven: bool = False
    is_edit: bool = False

    @property
    def text(self) -> str:
        """The words that the checks read: the title, then as much of the body as a post can hold."""
        title, plain = self.title[:TITLE_LENGTH_MAX], self.plain[:TEXT_LENGTH_MAX]
        return f"{title}\n{plain}" if title else plain


@dataclass(frozen=True)
class Reason:
    """Why a text waits. `facts` are what the sentence names; they are stored with it, and hold no text of the post."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """For the author, in the language of now."""
        return sentence_of(self.code, self.facts)

    def stored(self) -> dict[str, object]:
        return {"code": self.code, "facts": dict(self.facts)}


@dataclass(frozen=True)
class Verdict:
    """Whether a person should look before it is shown. `asks_proof`: a guest's browser may prove itself first.

    `likelihood` is that of our own filter, 0 to 1; None where it has learnt too little to say anything.
    """

    held: bool = False
    reasons: tuple[Reason, ...] = ()
    asks_proof: bool = False
    likelihood: float | None = None

    def stored(self) -> list[dict[str, object]]:
        return [reason.stored() for reason in self.reasons]
