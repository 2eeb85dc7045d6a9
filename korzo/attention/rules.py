"""The rules of the gate, in the order in which they are asked; the first that decides wins. Nothing here writes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce

from korzo.attention.digests import digests_of
from korzo.attention.models import Channel, ContactLog, ContactPolicy, ContactWish, Purpose, Suppression, Verdict
from korzo.attention.quiet import Quiet
from korzo.members.models import Consent, Member
from korzo.members.queries import seen_at, zone_of

WANTS_CONSENT = frozenset({Purpose.NEWS, Purpose.OFFERS, Purpose.REVIEWS, Purpose.ADS})
OF_THE_SHOP = frozenset({Purpose.NEWS, Purpose.OFFERS, Purpose.REVIEWS})
OF_THE_COMMUNITY = frozenset({Purpose.COMMUNITY, Purpose.ASKS})
# A person who is answered, or who waits for a code, wants it now.
AT_ANY_HOUR = frozenset({Purpose.TRANSACTIONAL, Purpose.SERVICE})
# Whose zone is not known gets what is day in most places around the shop.
NARROW_START, NARROW_END = 18, 10
# Who was neither here nor bought anything for half a year is not written to on the shop's behalf.
SUNSET_AFTER = timedelta(days=183)
MONTH = timedelta(days=30)
DAY = timedelta(days=1)
# A message on its way counts; longer than a sender's lease, so that one whose worker was killed frees its place.
CLAIM_COUNTS_FOR = timedelta(minutes=10)
# Quiet hours after the budget, the budget after quiet hours: each turn moves on, and a year of them would be a mistake.
TURNS_MAX = 50


@dataclass(frozen=True)
class Question:
    """May this person be contacted: why, how, when. `expires`: of no use afterwards."""

    member: Member
    purpose: Purpose
    channel: Channel
    at: datetime
    urgent: bool = False
    expires: datetime | None = None
    # The contact that asks again does not stand in its own way.
    contact_id: int = 0
    policy: ContactPolicy = field(default_factory=ContactPolicy)
    wish: ContactWish = field(default_factory=ContactWish)


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    rule: str
    until: datetime | None = None
    facts: dict[str, Any] = field(default_factory=dict)


type Rule = Callable[[Question], Answer | None]


def answer(asked: Question) -> Answer:
    for rule in (_gone, _suppressed, _no_consent, _sunset, _rhythm):
        found = rule(asked)
        if found is not None:
            return found
    return _in_time(asked)


def _refused(rule: str, **facts: Any) -> Answer:
    return Answer(Verdict.REFUSED, rule, facts=facts)


def _gone(asked: Question) -> Answer | None:
    if asked.member.erased_at is not None:
        return _refused("erased")
    # An account that is not open yet, or no longer, still gets its codes and receipts.
    if not asked.member.is_active and asked.purpose is not Purpose.TRANSACTIONAL:
        return _refused("closed")
    return None


def _suppressed(asked: Question) -> Answer | None:
    if asked.channel is not Channel.MAIL:
        return None
    reasons = suppressions(asked.member.email)
    if Suppression.Reason.HARD_BOUNCE in reasons:
        return _refused("hard_bounce")
    for reason in (Suppression.Reason.COMPLAINT, Suppression.Reason.UNSUBSCRIBED):
        if reason in reasons and asked.purpose is not Purpose.TRANSACTIONAL:
            return _refused(reason.value)
    if Suppression.Reason.SUNSET in reasons and asked.purpose in OF_THE_SHOP:
        return _refused("sunset")
    return None


def suppressions(address: str) -> set[str]:
    return set(Suppression.objects.filter(digest__in=digests_of(address)).values_list("reason", flat=True))


def consent_key(purpose: str, channel: str) -> str:
    """Each purpose and channel is a choice of its own."""
    return f"{purpose}.{channel}"


def _no_consent(asked: Question) -> Answer | None:
    if asked.purpose not in WANTS_CONSENT:
        return None
    key = consent_key(asked.purpose, asked.channel)
    latest = Consent.objects.filter(member=asked.member, purpose=key).order_by("-at", "-pk").first()
    return None if latest is not None and latest.given else _refused("no_consent")


def _sunset(asked: Question) -> Answer | None:
    if asked.purpose in OF_THE_SHOP and seen_at(asked.member) < asked.at - SUNSET_AFTER:
        return _refused("sunset", days=SUNSET_AFTER.days)
    return None


def _rhythm(asked: Question) -> Answer | None:
    if asked.purpose in OF_THE_SHOP and asked.wish.rhythm == ContactWish.Rhythm.NEVER:
        return _refused("rhythm")
    return None


def _in_time(asked: Question) -> Answer:
    """Calm mode, quiet hours and budget move the moment on, until all three agree with it."""
    moment, reason, facts = asked.at, "", dict[str, Any]()
    for _turn in range(TURNS_MAX):
        for rule in (_calm, _quiet, _budget):
            later = rule(asked, moment)
            if later is not None and later.until is not None and later.until > moment:
                moment, reason, facts = later.until, reason or later.rule, facts or later.facts
                break
        else:
            break
    if moment <= asked.at:
        return Answer(Verdict.ALLOWED, "free")
    if asked.expires is not None and moment > asked.expires:
        return _refused("expired", because=reason, **facts)
    return Answer(Verdict.DEFERRED, reason, until=moment, facts=facts)


def _deferred(rule: str, until: datetime, **facts: Any) -> Answer:
    return Answer(Verdict.DEFERRED, rule, until=until, facts=facts)


def _calm(asked: Question, at: datetime) -> Answer | None:
    until = asked.policy.calm_until
    if until is None or at >= until or asked.urgent or asked.purpose in AT_ANY_HOUR:
        return None
    return _deferred("calm", until)


def _quiet(asked: Question, at: datetime) -> Answer | None:
    if asked.urgent or asked.purpose in AT_ANY_HOUR:
        return None
    quiet = quiet_of(asked.member, asked.policy, asked.wish)
    if not quiet.covers(at):
        return None
    return _deferred("quiet", quiet.next_allowed(at), zone=quiet.zone.key, start=quiet.start, end=quiet.end)


def quiet_of(member: Member, policy: ContactPolicy, wish: ContactWish) -> Quiet:
    zone, start, end = zone_of(member), policy.quiet_from, policy.quiet_until
    if wish.quiet_from is not None and wish.quiet_until is not None:
        start, end = wish.quiet_from, wish.quiet_until
    elif zone is None and start != end:
        start, end = NARROW_START, NARROW_END
    return Quiet(zone or ZoneInfo(settings.TIME_ZONE), start, end, policy.is_quiet_on_sundays)


def _budget(asked: Question, at: datetime) -> Answer | None:
    if asked.urgent:
        return None
    if asked.purpose in OF_THE_SHOP:
        cap, window, counted = asked.policy.news_max, timedelta(days=asked.policy.news_within_days), OF_THE_SHOP
        if asked.wish.rhythm == ContactWish.Rhythm.MONTHLY:
            cap, window = 1, MONTH
    elif asked.purpose in OF_THE_COMMUNITY:
        cap, window, counted = asked.policy.community_max, DAY, OF_THE_COMMUNITY
    else:
        return None
    free = _free_at(asked, at, cap, window, counted)
    hours = int(window.total_seconds() // 3600)
    return _deferred("budget", free, cap=cap, hours=hours) if free is not None else None


def _free_at(
    asked: Question, at: datetime, cap: int, window: timedelta, counted: frozenset[Purpose]
) -> datetime | None:
    """None while there is room. Over all channels: a person has one head."""
    if cap == 0:
        return at + window
    went = Q(sent_at__isnull=False) | Q(claimed_at__gt=asked.at - CLAIM_COUNTS_FOR)
    rows = ContactLog.objects.filter(went, member=asked.member, purpose__in=counted, claimed_at__isnull=False)
    times = (
        rows.exclude(pk=asked.contact_id)
        .annotate(moment=Coalesce("sent_at", "claimed_at"))
        .filter(moment__gt=at - window)
        .order_by("-moment")
        .values_list("moment", flat=True)[:cap]
    )
    taken = list(times)
    return taken[-1] + window if len(taken) >= cap else None
