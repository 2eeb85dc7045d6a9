"""Who may do what in a contest: the sentence for a person, and the rows for a list, side by side."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from korzo.contests.models import Contest, Entry, Juror
from korzo.contests.phases import Phase, phase_at
from korzo.contests.words import moment_shown
from korzo.kit.errors import Refused
from korzo.kit.formats import spoken
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can, check_can, check_signed_in
from korzo.members.queries import holds
from korzo.moderation.permissions import check_may_write

RUN = ability("contests.run", Member.Role.STAFF)
MODERATE = ability("contests.moderate", Member.Role.MODERATOR, Member.Role.STAFF)

# One row for each is sorted for a page; the gallery of the largest contest still takes milliseconds.
ENTRIES_IN_CONTEST_MAX = 5_000


def visible_to(person: Person) -> QuerySet[Contest]:
    """Announced ones for everybody; the team also sees what it prepares."""
    return Contest.objects.all() if can(person, RUN) else Contest.objects.filter(announcement__isnull=False)


def entries_visible_to(person: Person) -> QuerySet[Entry]:
    """Standing ones for everybody, one's own whatever became of them, and all but withdrawn ones for the team."""
    rows = Entry.objects.filter(contest__in=visible_to(person))
    if can(person, MODERATE):
        return rows.filter(withdrawal__isnull=True)
    if person is None or not person.is_active:
        return rows.filter(is_standing=True)
    return rows.filter(Q(is_standing=True) | Q(author=person, withdrawal__isnull=True))


def check_run(person: Person) -> Member:
    member = check_signed_in(person)
    check_can(member, RUN)
    return member


def check_moderate(person: Person) -> Member:
    member = check_signed_in(person)
    check_can(member, MODERATE)
    return member


def check_running(contest: Contest) -> None:
    if hasattr(contest, "cancellation"):
        raise Refused(_("This contest was called off."))
    if not hasattr(contest, "announcement"):
        raise Refused(_("This contest is not announced yet."))


def check_phase(contest: Contest, phase: Phase, at: datetime) -> None:
    """By the clock of the server, whatever the page said when it was opened."""
    check_running(contest)
    if hasattr(contest, "result"):
        # Whoever waited for the row while it was counted came too late, whatever their clock says.
        raise Refused(_("The results stand already."))
    if phase_at(contest, at) is phase:
        return
    opens, closes = _bounds(contest, phase)
    if at < opens:
        raise Refused(_TOO_EARLY[phase]() % {"when": moment_shown(opens, get_language())})
    raise Refused(_TOO_LATE[phase]() % {"when": moment_shown(closes, get_language())})


def _bounds(contest: Contest, phase: Phase) -> tuple[datetime, datetime]:
    if phase is Phase.ENTRY:
        return contest.opens_at, contest.entries_until
    if phase is Phase.JURY:
        return contest.entries_until, contest.jury_until or contest.entries_until
    return contest.jury_until or contest.entries_until, contest.votes_until or contest.entries_until


_TOO_EARLY: dict[Phase, Callable[[], str]] = {
    Phase.ENTRY: lambda: _("Entries are welcome from %(when)s on."),
    Phase.JURY: lambda: _("The jury begins on %(when)s, when all entries are in."),
    Phase.VOTE: lambda: _("The vote begins on %(when)s."),
}
_TOO_LATE: dict[Phase, Callable[[], str]] = {
    Phase.ENTRY: lambda: _(
        "Entries were taken until %(when)s, so this one came too late. What you wrote is kept as a draft."
    ),
    Phase.JURY: lambda: _("The jury had time until %(when)s, so these marks came too late."),
    Phase.VOTE: lambda: _("The vote ended on %(when)s, so this was not counted any more."),
}


def check_enter(person: Person, contest: Contest, at: datetime) -> Member:
    """Whether they may at all; how many they have is asked with the rows held."""
    member = check_may_write(person)
    check_running(contest)
    _check_not_of_team(member)
    if contest.enter_key and not holds(member, contest.enter_key):
        raise Refused(_who_may(contest.enter_key))
    if is_juror(member, contest):
        raise Refused(_("You are in the jury, so you do not take part yourself."))
    check_phase(contest, Phase.ENTRY, at)
    return member


def _check_not_of_team(member: Member) -> None:
    if member.is_team:
        raise Refused(_("You speak for the shop, so you do not take part in its contests."))


def _who_may(key: str) -> str:
    if key.startswith("owns:"):
        return _("Those who own the product take part here. Link your purchase, and you can join in.")
    if key.startswith("trust:"):
        return _("Members who have been here for a while take part here.")
    return _("Only members with a certain right take part here.")


def check_entries_left(member: Member, contest: Contest) -> None:
    """The caller holds the contest's row and the member's."""
    mine = Entry.objects.filter(contest=contest, author=member, withdrawal__isnull=True).count()
    if mine >= contest.entries_each:
        sentence = ngettext(
            "You may send in %(count)s entry. Yours is there already.",
            "You may send in %(count)s entries. Yours are there already.",
            contest.entries_each,
        )
        raise Refused(sentence % {"count": spoken(contest.entries_each)})
    if Entry.objects.filter(contest=contest).count() >= ENTRIES_IN_CONTEST_MAX:
        raise Refused(_("This contest has as many entries as it can hold."))


def check_own(person: Person, entry: Entry, at: datetime) -> Member:
    """Changing and withdrawing are the author's alone, and only while entries are taken."""
    member = check_signed_in(person)
    if entry.author_id != member.pk:
        raise Refused(_("Only the person who sent this in can change it."))
    if hasattr(entry, "withdrawal"):
        raise Refused(_("This entry was withdrawn."))
    check_phase(entry.contest, Phase.ENTRY, at)
    return member


def check_edit(person: Person, entry: Entry, at: datetime) -> Member:
    check_may_write(person)
    return check_own(person, entry, at)


def check_vote(person: Person, entry: Entry, at: datetime) -> Member:
    member = check_signed_in(person)
    contest = entry.contest
    check_running(contest)
    _check_not_of_team(member)
    if not contest.has_votes:
        raise Refused(_("In this contest the jury decides."))
    if not entry.is_standing:
        raise Refused(_("This entry is not shown any more."))
    if entry.author_id == member.pk:
        raise Refused(_("This is your own entry. Others will say how they like it."))
    if is_juror(member, contest):
        raise Refused(_("You are in the jury, so your marks are your say."))
    check_phase(contest, Phase.VOTE, at)
    return member


def check_mark(person: Person, entry: Entry, at: datetime) -> Juror:
    member = check_signed_in(person)
    juror = Juror.objects.filter(contest=entry.contest, member=member).first()
    if juror is None:
        raise Refused(_("Only the jury gives marks here."))
    if not entry.is_standing:
        raise Refused(_("This entry is not shown any more."))
    check_phase(entry.contest, Phase.JURY, at)
    return juror


def is_juror(person: Person, contest: Contest) -> bool:
    return person is not None and Juror.objects.filter(contest=contest, member=person).exists()


def is_young(member: Member, contest: Contest) -> bool:
    """Whether the account was made after the contest was announced: its votes do not count, and the page says so."""
    return member.joined_at > contest.announcement.at


def allows(check: Callable[..., object], *args: object) -> bool:
    """The same rule as the refusal, asked as a question."""
    try:
        check(*args)
    except Refused:
        return False
    return True
