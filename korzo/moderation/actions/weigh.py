"""Should a person look at this text before others do? Asked within the transaction that writes the text.

The checks stand in the order of their cost. They hold a text with reasons and delete nothing; two things refuse it at
once, with a sentence for its author: a word of a list that says so, and a rate (`actions.rates`). The number of
questions to the database does not depend on the text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Case, F, Q, Value, When

from korzo.kit.errors import FieldRefused
from korzo.members.models import Member
from korzo.moderation.actions.origins import note_origin
from korzo.moderation.models.spam import LinkHost, SpamRules, Token, Trace, WordList
from korzo.moderation.queries.policy import first_posts_wait
from korzo.moderation.queries.spam import lists_in_use, the_spam_rules
from korzo.moderation.queries.weights import trust_of
from korzo.moderation.spam import bayes, lists
from korzo.moderation.spam.likeness import Likeness, likeness_of
from korzo.moderation.spam.links import hosts_from, is_among
from korzo.moderation.spam.reading import Read, read
from korzo.moderation.spam.submission import Reason, Submission, Verdict
from korzo.moderation.spam.tokens import tokens_of

# By trust: who has read a while may link as others do; whom we know longer is not taken for new at all.
LINKS_FREE_FROM_LEVEL, KNOWN_FROM_LEVEL = 1, 2
# Nobody reads a form and answers it in less.
TYPED_SECONDS_MIN = 3.0
DUPLICATES_WITHIN = timedelta(days=7)
# What was taken for spam is known for longer.
SPAM_KNOWN_FOR = timedelta(days=30)
# Whoever posts the same text a thousand times is found by any of them.
LOOKED_AT_MAX = 200
# Somebody known here may say the same thing in three places; the fourth looks like a stolen account.
DUPLICATES_OF_KNOWN_MAX = 3
WAVE_WITHIN = timedelta(days=7)
# With this one it is the third.
WAVE_BEFORE = 2
# So many texts of known members with links to a site, and it is a good address here.
KNOWN_FROM = 20
REMOVED_MIN = 2


@dataclass(frozen=True)
class _Case:
    """One submission with all that the checks share."""

    submission: Submission
    read: Read
    rules: SpamRules
    is_new: bool
    # Whether all their links together are too many.
    counts_links: bool
    # Sites that nobody trusts by name, and what is known about them.
    hosts: tuple[str, ...]
    known: Mapping[str, LinkHost]


class _Near(NamedTuple):
    """A text that looks like this one."""

    author_id: int | None
    at: datetime
    is_spam: bool


def weigh(submission: Submission) -> Verdict:
    """The verdict; FieldRefused where a list of the owner says so. The team's own texts are never held."""
    author = submission.author
    rules = the_spam_rules()
    text = read(submission.text, submission.html)
    trusted = hosts_from(rules.trusted_hosts)
    hosts = tuple(host for host in text.links.hosts if not is_among(host, trusted))
    known = {row.host: row for row in LinkHost.objects.filter(host__in=hosts)} if hosts else {}
    new = is_new(submission, rules)
    case = _Case(submission, text, rules, new, new and _counts_links(author), hosts, known)
    if author is not None and author.is_staff:
        _vouch(case)
        return Verdict()
    reasons = [*_form(case), *_words(case), *_links(case)]
    reasons += [*_likeness(case), *_first(case)]
    likelihood = _likelihood(case)
    if likelihood is not None and rules.filter_holds and likelihood >= bayes.HELD_FROM:
        reasons.append(Reason("filter"))
    _remember_links(case, is_clean=not reasons)
    if author is not None:
        note_origin(author, address=submission.address, browser=submission.browser, at=submission.at)
    return Verdict(bool(reasons), tuple(reasons), _asks_proof(case), likelihood)


def is_new(submission: Submission, rules: SpamRules) -> bool:
    """Guests always are; members until they have posted once and some days have gone by."""
    author = submission.author
    if author is None or submission.is_first_post:
        return True
    if author.is_staff or author.joined_at <= submission.at - timedelta(days=rules.newcomer_days):
        return False
    return trust_of(author.pk) < KNOWN_FROM_LEVEL


def _counts_links(author: Member | None) -> bool:
    return author is None or trust_of(author.pk) < LINKS_FREE_FROM_LEVEL


def _asks_proof(case: _Case) -> bool:
    """A guest who may be a machine lets the browser count for a second; nobody with an account is asked."""
    return case.submission.author is None and not case.submission.is_proven


# The form


def _form(case: _Case) -> list[Reason]:
    reasons = []
    seconds = case.submission.seconds_typed
    if seconds is not None and seconds < TYPED_SECONDS_MIN and case.is_new:
        reasons.append(Reason("quick"))
    if case.submission.trap_filled:
        reasons.append(Reason("trap"))
    if _asks_proof(case):
        reasons.append(Reason("unproven"))
    return reasons


# The owner's words


def _words(case: _Case) -> list[Reason]:
    language = case.submission.language
    asked = [one for one in lists_in_use(case.rules.lists_version) if one.language in {"", language}]
    named: list[str] = []
    for one, found in zip(asked, lists.find([lists.compiled(one.entries) for one in asked], case.read), strict=True):
        if found.entries and one.effect == WordList.Effect.REFUSE:
            raise FieldRefused("body", one.sentence or lists.refused_sentence(found.entries))
        named += found.entries
    shown = list(dict.fromkeys(named))[: lists.NAMED_MAX]
    return [Reason("words", {"words": ", ".join(shown)})] if shown else []


# Where it leads


def _links(case: _Case) -> list[Reason]:
    reasons = []
    if case.counts_links and case.read.links.count > case.rules.links_max:
        reasons.append(Reason("links", {"most": case.rules.links_max}))
    for host in case.hosts:
        code = _why_host(case, case.known.get(host, LinkHost(host=host)))
        if code:
            reasons.append(Reason(code, {"host": host}))
    return reasons[: lists.NAMED_MAX]


def _why_host(case: _Case, row: LinkHost) -> str:
    if row.removed >= REMOVED_MIN and row.removed > row.approved:
        return "removed_host"
    if not case.is_new:
        return ""
    if row.newcomers >= WAVE_BEFORE and row.wave_from > case.submission.at - WAVE_WITHIN and row.vouched < KNOWN_FROM:
        return "host_wave"
    is_unknown = case.submission.is_first_post and not row.approved + row.vouched
    return "unknown_host" if is_unknown and case.rules.unknown_hosts_wait else ""


def _remember_links(case: _Case, *, is_clean: bool) -> None:
    """Each post of somebody new adds to a wave; one of somebody known that nothing held makes the site known."""
    if case.is_new and not case.submission.is_edit:
        _join_wave(case.hosts, case.known, case.submission.at)
    elif is_clean and not case.is_new:
        _vouch(case)


def _join_wave(hosts: Sequence[str], known: Mapping[str, LinkHost], at: datetime) -> None:
    if hosts:
        _meet([host for host in hosts if host not in known], at)
        goes_on = Q(wave_from__gt=at - WAVE_WITHIN)
        LinkHost.objects.filter(host__in=hosts).update(
            newcomers=Case(When(goes_on, then=F("newcomers") + 1), default=1),
            wave_from=Case(When(goes_on, then=F("wave_from")), default=Value(at)),
        )


def _vouch(case: _Case) -> None:
    """Well-known sites are left alone: else all who link to the same one would wait for each other."""
    known = case.known
    wanting = [host for host in case.hosts if host not in known or known[host].vouched < KNOWN_FROM]
    if wanting:
        _meet([host for host in wanting if host not in known], case.submission.at)
        LinkHost.objects.filter(host__in=wanting).update(vouched=F("vouched") + 1)


def _meet(hosts: Sequence[str], at: datetime) -> None:
    if hosts:
        made = [LinkHost(host=host, met_at=at, wave_from=at) for host in sorted(hosts)]
        LinkHost.objects.bulk_create(made, ignore_conflicts=True)


# What was posted before


def _likeness(case: _Case) -> list[Reason]:
    likeness = likeness_of(case.read.words)
    if likeness is None:
        return []
    near = _near(likeness)
    _keep(likeness, case.submission)
    if any(one.is_spam for one in near):
        return [Reason("like_spam")]
    week = case.submission.at - DUPLICATES_WITHIN
    # A text that is changed is like itself.
    own = case.submission.author.pk if case.submission.is_edit and case.submission.author else None
    times = sum(1 for one in near if one.at > week and (own is None or one.author_id != own))
    return [Reason("duplicate")] if times > (0 if case.is_new else DUPLICATES_OF_KNOWN_MAX - 1) else []


def _near(likeness: Likeness) -> list[_Near]:
    """The rows that share a band, by one index each. Old ones are cleared away, so the question names no time."""
    first, second, third, fourth = likeness.bands
    shared = Q(band_1=first) | Q(band_2=second) | Q(band_3=third) | Q(band_4=fourth)
    rows = Trace.objects.filter(shared).values_list("author_id", "at", "is_spam", "signature")[:LOOKED_AT_MAX]
    return [
        _Near(author_id, at, is_spam)
        for author_id, at, is_spam, signature in rows
        if likeness.is_near(bytes(signature))
    ]


def _keep(likeness: Likeness, submission: Submission) -> None:
    first, second, third, fourth = likeness.bands
    Trace.objects.create(
        author=submission.author,
        at=submission.at,
        band_1=first,
        band_2=second,
        band_3=third,
        band_4=fourth,
        signature=likeness.signature,
    )


# What people decided before


def _likelihood(case: _Case) -> float | None:
    rules = case.rules
    if not bayes.is_ready(rules.spam_count, rules.honest_count):
        return None
    rows = Token.objects.filter(token__in=tokens_of(case.read)).values_list("token", "spam", "honest")
    counts = [bayes.Count(*row) for row in rows]
    return bayes.likelihood(counts, spam=rules.spam_count, honest=rules.honest_count)


def _first(case: _Case) -> list[Reason]:
    waits = case.submission.is_first_post and first_posts_wait()
    return [Reason("first_post")] if waits else []
