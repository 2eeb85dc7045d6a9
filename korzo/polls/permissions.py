"""Who may vote, see how the vote stands, change or close: the sentence for a person, and the rows, side by side."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korzo.kit import formats
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can, check_signed_in
from korzo.members.queries import by_ids
from korzo.polls.models import Poll, PollClosure, Survey
from korzo.polls.subjects import register, subject_of

__all__ = ["MANAGE", "RUN_SURVEYS", "SEE_RESULTS", "check_vote", "register", "visible_to"]

# Closing and correcting polls of others.
MANAGE = ability("polls.manage", Member.Role.MODERATOR, Member.Role.STAFF)
# Seeing how a vote stands before the members do.
SEE_RESULTS = ability("polls.see_results", Member.Role.STAFF)
RUN_SURVEYS = ability("polls.run_surveys", Member.Role.STAFF)

# A slip of the finger is found at once; until then the options may change even under the first votes.
FREE_FOR = timedelta(minutes=5)
# Fewer would tell what a single person chose.
ANONYMOUS_BALLOTS_MIN = 5
OPTIONS_MAX = 20
OPTIONS_OF_MEMBER_MAX = 3


def visible_to(person: Person, polls: Collection[Poll]) -> list[Poll]:
    """Those of these polls whose subject this person may see: one question for each kind of subject."""
    wanted: dict[str, set[int]] = {}
    for poll in polls:
        wanted.setdefault(poll.subject_label, set()).add(poll.subject_id)
    seen = {label: subject_of(label).visible_to(person, ids) for label, ids in wanted.items()}
    return [poll for poll in polls if poll.subject_id in seen[poll.subject_label]]


def may_see(person: Person, poll: Poll) -> bool:
    return bool(visible_to(person, [poll]))


def may_hear_poll(member_id: int | None, poll_id: int) -> bool:
    """For the live channel: whoever sees what the poll stands below."""
    poll = Poll.objects.filter(pk=poll_id).first()
    person = by_ids({member_id}).get(member_id) if member_id is not None else None
    return poll is not None and may_see(person, poll)


def closed_at(poll: Poll, at: datetime) -> datetime | None:
    """When it closed, by our clock; the date counts from its second on, whenever the job comes by."""
    closure = PollClosure.objects.filter(poll=poll).first()
    if closure is not None:
        return closure.at
    return poll.closes_at if poll.closes_at is not None and poll.closes_at <= at else None


def check_open(poll: Poll, at: datetime) -> None:
    ended = closed_at(poll, at)
    if ended is not None:
        when = formats.long_date_and_time(timezone.localtime(ended), get_language())
        raise Refused(_("This poll closed on %(when)s, so nothing was counted any more.") % {"when": when})


def check_vote(person: Person, poll: Poll, at: datetime) -> Member:
    member = check_signed_in(person)
    if not may_see(member, poll):
        raise Refused(_("This poll is no longer here."))
    subject = subject_of(poll.subject_label)
    if subject.check_vote is not None:
        subject.check_vote(member, poll.subject_id)
    check_open(poll, at)
    return member


def check_edit(person: Person, poll: Poll, at: datetime) -> Member:
    member = _check_own(person, poll)
    check_open(poll, at)
    return member


def check_close(person: Person, poll: Poll) -> Member:
    """A poll that has closed can be closed again: nothing happens."""
    return _check_own(person, poll)


def _check_own(person: Person, poll: Poll) -> Member:
    member = check_signed_in(person)
    if not may_see(member, poll):
        raise Refused(_("This poll is no longer here."))
    if not is_own(member, poll.author_id):
        raise Refused(_("Only the person who asked, or the team, can change this poll."))
    return member


def is_own(person: Person, author_id: int | None) -> bool:
    """Whether this person may change and close what that author asked."""
    return person is not None and (person.pk == author_id or can(person, MANAGE))


def may_change_options(poll: Poll, at: datetime) -> bool:
    """Freely until somebody voted, and in any case in the first minutes; after that options are only added."""
    return poll.ballot_count == 0 or at < poll.created_at + FREE_FOR


def sees_results(person: Person, shows_results: str, *, has_voted: bool, is_closed: bool) -> bool:
    """Whether the rule of the poll lets this person see how it stands. Anonymous ones have their own floor beside."""
    if can(person, SEE_RESULTS):
        return True
    if shows_results == Poll.Results.STAFF:
        return False
    if shows_results == Poll.Results.CLOSED:
        return is_closed
    return is_closed or has_voted or shows_results == Poll.Results.ALWAYS


def surveys_visible_to(person: Person) -> QuerySet[Survey]:
    """Published ones for everybody, closed ones too: their page says so. The team sees what it works on."""
    everything = Survey.objects.all()
    return everything if can(person, RUN_SURVEYS) else everything.filter(versions__isnull=False).distinct()
