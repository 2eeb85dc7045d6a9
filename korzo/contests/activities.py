"""What can happen in a contest. Votes tell the contest and not the entry: who chose what is nobody's news."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind
from korzo.contests.queries.parties import followers_of, followers_without_entry, followers_without_vote, parties_of
from korzo.contests.tags import tags_of
from korzo.contests.words import moment_shown, title_of
from korzo.kit.formats import isolated


@dataclass(frozen=True, kw_only=True)
class ContestKind(Kind):
    contest_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("contests.contest", self.contest_id)

    def link(self) -> str:
        return reverse("contests:contest", args=[self.contest_id])

    def stale(self) -> tuple[str, ...]:
        return tags_of(self.contest_id)

    @property
    def title(self) -> str:
        return isolated(title_of(self.contest_id))


@dataclass(frozen=True, kw_only=True)
class EntryKind(ContestKind):
    """The member concerned is the author of the entry."""

    entry_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("contests.entry", self.entry_id)

    def link(self) -> str:
        return reverse("contests:entry", args=[self.entry_id])


@dataclass(frozen=True, kw_only=True)
class ContestMade(ContestKind):
    """A draft of the team."""

    verb: ClassVar[str] = "contests.made"
    icon: ClassVar[str] = "trophy"
    sentence = _("began to prepare a contest")
    record_only: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class ContestChanged(ContestKind):
    verb: ClassVar[str] = "contests.changed"
    icon: ClassVar[str] = "pencil"
    sentence = _("changed a contest")


@dataclass(frozen=True, kw_only=True)
class ContestAnnounced(ContestKind):
    """Everybody reads of it. Followers hear of it when it opens."""

    verb: ClassVar[str] = "contests.announced"
    icon: ClassVar[str] = "megaphone"
    sentence = _("announced a contest")

    def visible_to(self, member_id: int | None) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class ContestOpened(ContestKind):
    verb: ClassVar[str] = "contests.opened"
    icon: ClassVar[str] = "trophy"
    sentence = _("opened a contest")
    notice_label = _("A contest opens")

    def notice_members(self) -> list[int]:
        return followers_of(self.contest_id)

    def notice_sentence(self) -> str:
        return gettext("The contest “%(title)s” is open.") % {"title": self.title}

    def visible_to(self, member_id: int | None) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class PhaseClosesSoon(ContestKind):
    """One for sending in and one for voting, to followers who have not done it. `until` is a moment in ISO 8601."""

    verb: ClassVar[str] = "contests.closes_soon"
    icon: ClassVar[str] = "clock"
    sentence = _("reminded of a contest")
    notice_label = _("Sending in or voting ends in a day")
    phase: str
    until: str

    def notice_members(self) -> list[int]:
        return (
            followers_without_entry(self.contest_id)
            if self.phase == "entry"
            else followers_without_vote(self.contest_id)
        )

    def notice_sentence(self) -> str:
        facts = {"title": self.title, "when": moment_shown(self.until, get_language())}
        if self.phase == "entry":
            return gettext("“%(title)s” takes entries until %(when)s.") % facts
        return gettext("In “%(title)s” the vote is open until %(when)s.") % facts


@dataclass(frozen=True, kw_only=True)
class VotingOpened(ContestKind):
    verb: ClassVar[str] = "contests.voting_opened"
    icon: ClassVar[str] = "vote"
    sentence = _("opened the vote of a contest")
    record_only: ClassVar[bool] = True

    def visible_to(self, member_id: int | None) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class ContestCancelled(ContestKind):
    verb: ClassVar[str] = "contests.cancelled"
    icon: ClassVar[str] = "circle-x"
    sentence = _("called a contest off")
    notice_label = _("A contest that you take part in is called off")

    def notice_members(self) -> list[int]:
        return parties_of(self.contest_id)

    def notice_sentence(self) -> str:
        return gettext("The contest “%(title)s” was called off. Its page says why.") % {"title": self.title}


@dataclass(frozen=True, kw_only=True)
class ContestDecided(ContestKind):
    """The results stand. `places` holds entry ids from the first place on; whoever gives prizes listens to this."""

    verb: ClassVar[str] = "contests.decided"
    icon: ClassVar[str] = "trophy"
    sentence = _("published the results of a contest")
    notice_label = _("The results of a contest that you took part in")
    places: list[int]

    def notice_members(self) -> list[int]:
        return parties_of(self.contest_id)

    def notice_sentence(self) -> str:
        return gettext("The results of “%(title)s” are there.") % {"title": self.title}

    def link(self) -> str:
        return reverse("contests:results", args=[self.contest_id])

    def visible_to(self, member_id: int | None) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class JurorNamed(ContestKind):
    verb: ClassVar[str] = "contests.juror_named"
    icon: ClassVar[str] = "scale"
    sentence = _("asked somebody to judge a contest")
    notice_label = _("You are asked to judge a contest")

    def notice_sentence(self) -> str:
        return gettext("You are in the jury of “%(title)s”. Thank you!") % {"title": self.title}


@dataclass(frozen=True, kw_only=True)
class JurorReleased(ContestKind):
    verb: ClassVar[str] = "contests.juror_released"
    icon: ClassVar[str] = "user-minus"
    sentence = _("took somebody out of the jury of a contest")
    notice_label = _("You are no longer in a jury")

    def notice_sentence(self) -> str:
        return gettext("You are no longer in the jury of “%(title)s”.") % {"title": self.title}


@dataclass(frozen=True, kw_only=True)
class EntryPublished(EntryKind):
    """Everybody sees it."""

    verb: ClassVar[str] = "contests.entry_published"
    icon: ClassVar[str] = "image-plus"
    sentence = _("took part in a contest")

    def visible_to(self, member_id: int | None) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class EntryReceived(EntryKind):
    """To its author, so that they can find it again."""

    verb: ClassVar[str] = "contests.entry_received"
    icon: ClassVar[str] = "circle-check"
    sentence = _("received an entry")
    notice_label = _("Your entry is in")

    def notice_sentence(self) -> str:
        return gettext("Your entry for “%(title)s” is in. Good luck!") % {"title": self.title}


@dataclass(frozen=True, kw_only=True)
class EntryChanged(EntryKind):
    verb: ClassVar[str] = "contests.entry_changed"
    icon: ClassVar[str] = "pencil"
    sentence = _("changed an entry")


@dataclass(frozen=True, kw_only=True)
class EntryWithdrawn(EntryKind):
    verb: ClassVar[str] = "contests.entry_withdrawn"
    icon: ClassVar[str] = "undo-2"
    sentence = _("withdrew an entry")


@dataclass(frozen=True, kw_only=True)
class EntryHidden(EntryKind):
    """Its author hears why from the moderation room."""

    verb: ClassVar[str] = "contests.entry_hidden"
    icon: ClassVar[str] = "eye-off"
    sentence = _("hid an entry")


@dataclass(frozen=True, kw_only=True)
class EntryShown(EntryKind):
    verb: ClassVar[str] = "contests.entry_shown"
    icon: ClassVar[str] = "eye"
    sentence = _("showed an entry again")
    notice_label = _("Your entry is shown again")

    def notice_sentence(self) -> str:
        return gettext("Your entry for “%(title)s” is shown again.") % {"title": self.title}


@dataclass(frozen=True, kw_only=True)
class Voted(ContestKind):
    """Once for each member and contest."""

    verb: ClassVar[str] = "contests.voted"
    icon: ClassVar[str] = "vote"
    sentence = _("voted in a contest")
    record_only: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Judged(ContestKind):
    """A juror's first marks in a contest."""

    verb: ClassVar[str] = "contests.judged"
    icon: ClassVar[str] = "scale"
    sentence = _("judged in a contest")
    record_only: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class VoteSetAside(ContestKind):
    """The member concerned gave it. Nothing of theirs is left out in silence."""

    verb: ClassVar[str] = "contests.vote_set_aside"
    icon: ClassVar[str] = "scale"
    sentence = _("left votes out of a count")
    notice_label = _("A vote of yours is not counted, and why")

    def notice_sentence(self) -> str:
        return gettext("A vote of yours in “%(title)s” is not counted. The page of the contest says why.") % {
            "title": self.title
        }


KINDS: tuple[type[Kind], ...] = (
    ContestMade,
    ContestChanged,
    ContestAnnounced,
    ContestOpened,
    PhaseClosesSoon,
    VotingOpened,
    ContestCancelled,
    ContestDecided,
    JurorNamed,
    JurorReleased,
    EntryPublished,
    EntryReceived,
    EntryChanged,
    EntryWithdrawn,
    EntryHidden,
    EntryShown,
    Voted,
    Judged,
    VoteSetAside,
)
