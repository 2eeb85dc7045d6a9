"""The reason of each decision as a sentence for the person whom it concerns."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from korzo.attention.models import ContactLog, Purpose, Verdict
from korzo.kit import formats

type Sentence = Callable[[ContactLog], str]


def reason_of(row: ContactLog) -> str:
    if row.sent_at is not None:
        return _sent_because(Purpose(row.purpose))
    if row.verdict == Verdict.REFUSED:
        return _REFUSED.get(row.rule, _other)(row)
    if row.verdict == Verdict.DEFERRED:
        return _DEFERRED.get(row.rule, _other)(row)
    return _("It waits a little, and goes unless you have seen the news on the site by then.")


def _sent_because(purpose: Purpose) -> str:
    return {
        Purpose.TRANSACTIONAL: _("It concerns your account or an order, so it goes at any hour."),
        Purpose.SERVICE: _("Somebody answered you."),
        Purpose.REMINDER: _("You asked to be reminded."),
        Purpose.COMMUNITY: _("You chose to hear of this in your settings."),
        Purpose.ASKS: _("You own the product, or answered well before. You can switch this off in your settings."),
        Purpose.NEWS: _("You agreed to get news from the shop."),
        Purpose.OFFERS: _("You agreed to get offers."),
        Purpose.REVIEWS: _("You agreed to be asked about what you bought."),
        Purpose.ADS: _("You agreed to it."),
    }[purpose]


def _other(_row: ContactLog) -> str:
    return _("It was held back.")


def _expired(row: ContactLog) -> str:
    if row.facts.get("because") == "quiet":
        return _("Your quiet hours would have ended too late for it.")
    return _("There was no free place in time, because we do not write more often than agreed.")


def _quiet(row: ContactLog) -> str:
    hours = {"start": _hour(row.facts.get("start")), "end": _hour(row.facts.get("end")), "at": _moment(row)}
    return _("Quiet hours are from %(start)s to %(end)s, so it waits until %(at)s.") % hours


def _budget(row: ContactLog) -> str:
    cap, days = int(row.facts.get("cap", 0)), int(row.facts.get("hours", 0)) // 24
    language = get_language()
    span = ngettext("a day", "%(days)s days", days) % {"days": formats.number(days, language)}
    words = ngettext(
        "We send at most %(cap)s message in %(span)s. The next free place is %(at)s.",
        "We send at most %(cap)s messages in %(span)s. The next free place is %(at)s.",
        cap,
    )
    return words % {"cap": formats.number(cap, language), "span": span, "at": _moment(row)}


def _calm(row: ContactLog) -> str:
    return _("The shop asked for calm until %(at)s.") % {"at": _moment(row)}


def _said(words: Callable[[], str]) -> Sentence:
    return lambda _row: words()


_DEFERRED: dict[str, Sentence] = {"quiet": _quiet, "budget": _budget, "calm": _calm}
_REFUSED: dict[str, Sentence] = {
    "expired": _expired,
    "read": _said(lambda: _("You had seen it on the site by then.")),
    "here": _said(lambda: _("You were on the site, and saw it there.")),
    "taken_back": _said(lambda: _("What it told was taken back.")),
    "unwanted": _said(lambda: _("You chose not to hear of this any more.")),
    "empty": _said(lambda: _("There was nothing new to tell.")),
    "unseen": _said(lambda: _("It is about something that you cannot see.")),
    "no_device": _said(lambda: _("No device of yours is signed up for it.")),
    "unreachable": _said(lambda: _("Your device did not take it.")),
    "no_consent": _said(lambda: _("You have not agreed to get this.")),
    "rhythm": _said(lambda: _("You want to hear about your orders only.")),
    "sunset": _said(lambda: _("You were not here for half a year, so we leave you in peace.")),
    "closed": _said(lambda: _("Your account is not open.")),
    "erased": _said(lambda: _("The account is gone.")),
    "hard_bounce": _said(lambda: _("Your mailbox did not take our mail.")),
    "complaint": _said(lambda: _("You marked our mail as unwanted.")),
    "unsubscribed": _said(lambda: _("You asked for no mail at all.")),
}


def _hour(hour: object) -> str:
    return formats.local_digits(f"{hour:02d}:00", get_language()) if isinstance(hour, int) else ""


def _moment(row: ContactLog) -> str:
    """In the zone in which the rule reckoned."""
    if row.until is None:
        return ""
    return formats.long_date_and_time(_local(row.until, str(row.facts.get("zone", ""))), get_language())


def _local(moment: datetime, zone: str) -> datetime:
    try:
        return moment.astimezone(ZoneInfo(zone or settings.TIME_ZONE))
    except ZoneInfoNotFoundError:
        return moment.astimezone(ZoneInfo(settings.TIME_ZONE))
