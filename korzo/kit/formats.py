"""Numbers, money and dates as the reader writes them, over Babel.

Babel changes separators but not digits, and knows no Persian calendar: both are added here. What machines read (codes,
addresses, the `datetime` attribute) stays in Latin digits and the Gregorian calendar, and never comes through here.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

import jdatetime
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent
from django.utils import translation
from django.utils.translation import gettext

type Number = int | float | Decimal

# After a week "9 days ago" makes the reader count; a date does not.
AGO_LIMIT = timedelta(days=7)
# Below this everything is "just now": the page itself may be older than that.
NOW_LIMIT = timedelta(seconds=45)

_NBSP = "\u00a0"
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
# Persian has its own digits, not the Arabic ones (U+0660), and its own separators and percent sign.
_PERSIAN = str.maketrans("0123456789%", "۰۱۲۳۴۵۶۷۸۹٪")
_PERSIAN_SEPARATORS = str.maketrans({",": "٬", ".": "٫"})
# How many digits stand behind the point, in the pattern of a language: "#,##0.###".
_FRACTION = re.compile(r"\.[#0]+")
_GROUPED_NUMBER = re.compile(r"\d[\d,.]*")
_ONE_SIGN_AND_SPACE = re.compile(rf"^(\u200e?\W){_NBSP}(?=\S)")
_PERSIAN_MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)


class Calendar(StrEnum):
    GREGORIAN = "gregorian"
    PERSIAN = "persian"


@lru_cache(maxsize=64)
def locale_of(language: str | None) -> Locale:
    """Babel's locale for a language code of Django's ("en", "en-gb"); English where it is unknown."""
    try:
        return Locale.parse((language or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def calendar_of(language: str | None) -> Calendar:
    return Calendar.PERSIAN if locale_of(language).language == "fa" else Calendar.GREGORIAN


def number(value: Number, language: str | None, *, decimals_max: int | None = None) -> str:
    rounded = value if decimals_max is None else round(Decimal(str(value)), decimals_max)
    return _persian_number(format_decimal(rounded, locale=locale_of(language)), language)


def fixed(value: Number, language: str | None, *, decimals: int) -> str:
    """With zeros at the end: in a column the points stand below one another."""
    locale = locale_of(language)
    pattern = _FRACTION.sub("." + "0" * decimals, locale.decimal_formats[None].pattern)
    return _persian_number(format_decimal(Decimal(str(value)), format=pattern, locale=locale), language)


def spoken(value: Number) -> str:
    """In a sentence: `_("Choose %(n)s.") % {"n": spoken(3)}`, in the language of now. `%d` knows Latin digits only."""
    return number(value, translation.get_language())


def compact_number(value: Number, language: str | None) -> str:
    """12,400 as 12K: for counters in narrow places, never where the exact number matters."""
    text = format_compact_decimal(value, locale=locale_of(language), fraction_digits=1)
    return _persian_number(_plain_spaces(text), language)


def percent(share: Number, language: str | None, *, decimals: int = 0) -> str:
    """A share between 0 and 1."""
    locale = locale_of(language)
    pattern = locale.percent_formats[None].pattern.replace("#,##0", "#,##0." + "0" * decimals) if decimals else None
    return _persian_number(_plain_spaces(format_percent(share, format=pattern, locale=locale)), language)


def money(amount: Number, currency: str, language: str | None) -> str:
    text = _plain_spaces(format_currency(amount, currency, locale=locale_of(language)))
    if calendar_of(language) is Calendar.PERSIAN:
        text = _ONE_SIGN_AND_SPACE.sub(r"\1", text)
    return _persian_number(text, language)


def number_range(low: Number, high: Number, language: str | None) -> str:
    """An isolated "10–20": a bare range turns round in a right-to-left line."""
    return isolated(f"{number(low, language)}–{number(high, language)}")


def long_date(day: date, language: str | None, calendar: Calendar | None = None) -> str:
    """21 March 2026."""
    if (calendar or calendar_of(language)) is Calendar.PERSIAN:
        persian = _persian(day)
        return local_digits(f"{persian.day} {_persian_month(day, language)} {persian.year}", language)
    return local_digits(_plain_spaces(format_date(day, "long", locale=locale_of(language))), language)


def brief_date(day: date, language: str | None, calendar: Calendar | None = None) -> str:
    """21 Mar 2026: no longer than "5 minutes ago", in whose place it stands."""
    if (calendar or calendar_of(language)) is Calendar.PERSIAN:
        return long_date(day, language, calendar)
    return local_digits(_plain_spaces(format_date(day, "medium", locale=locale_of(language))), language)


def short_date(day: date, language: str | None, calendar: Calendar | None = None) -> str:
    """21/03/26: for tables and tight lines."""
    if (calendar or calendar_of(language)) is Calendar.PERSIAN:
        persian = _persian(day)
        return local_digits(f"{persian.year}/{persian.month}/{persian.day}", language)
    return local_digits(_plain_spaces(format_date(day, "short", locale=locale_of(language))), language)


def day_and_month(day: date, language: str | None, calendar: Calendar | None = None) -> str:
    """21 March, for a day of this year or of every year."""
    if (calendar or calendar_of(language)) is Calendar.PERSIAN:
        return local_digits(f"{_persian(day).day} {_persian_month(day, language)}", language)
    return local_digits(_plain_spaces(format_skeleton("MMMMd", day, locale=locale_of(language))), language)


def month_and_year(day: date, language: str | None, calendar: Calendar | None = None) -> str:
    """March 2026: how long somebody has been a member."""
    if (calendar or calendar_of(language)) is Calendar.PERSIAN:
        return local_digits(f"{_persian_month(day, language)} {_persian(day).year}", language)
    return local_digits(_plain_spaces(format_skeleton("yMMMM", day, locale=locale_of(language))), language)


def month_name(day: date, language: str | None, calendar: Calendar | None = None) -> str:
    """The short name of the month, for a calendar leaf."""
    if (calendar or calendar_of(language)) is Calendar.PERSIAN:
        return _persian_month(day, language)
    return format_date(day, "LLL", locale=locale_of(language))


def day_number(day: date, language: str | None, calendar: Calendar | None = None) -> str:
    """The number of the day in its month, for a calendar leaf."""
    persian = (calendar or calendar_of(language)) is Calendar.PERSIAN
    return local_digits(str(_persian(day).day if persian else day.day), language)


def weekday(day: date, language: str | None) -> str:
    return format_date(day, "EEEE", locale=locale_of(language))


def clock(moment: datetime, language: str | None) -> str:
    return local_digits(_plain_spaces(format_time(moment, "short", locale=locale_of(language))), language)


def long_date_and_time(moment: datetime, language: str | None, calendar: Calendar | None = None) -> str:
    """The moment must already stand in the reader's time zone."""
    return f"{long_date(moment.date(), language, calendar)}, {clock(moment, language)}"


def ago(moment: datetime, language: str | None, *, now: datetime | None = None) -> str:
    """Two hours ago, or the date when that is more than a week away. Works for the future too."""
    passed = (now or datetime.now(UTC)) - moment
    if abs(passed) > AGO_LIMIT:
        return long_date(moment.date(), language)
    if abs(passed) < NOW_LIMIT:
        with translation.override(language):
            return gettext("just now")
    text = format_timedelta(-passed, add_direction=True, threshold=1, locale=locale_of(language))
    return local_digits(_plain_spaces(text), language)


def local_digits(text: str, language: str | None) -> str:
    """Persian digits in a Persian text. Gujarati readers are used to Latin ones."""
    return text.translate(_PERSIAN) if calendar_of(language) is Calendar.PERSIAN else text


def isolated(text: str) -> str:
    """For places without markup (a mail subject, `alt`, `title`): the value keeps its own direction."""
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"


def _persian_number(text: str, language: str | None) -> str:
    if calendar_of(language) is not Calendar.PERSIAN:
        return text
    return _GROUPED_NUMBER.sub(lambda found: found[0].translate(_PERSIAN_SEPARATORS), text).translate(_PERSIAN)


def _plain_spaces(text: str) -> str:
    """One kind of space that does not break, whatever the release of CLDR prefers this year."""
    return text.replace("\u202f", _NBSP).replace("\u2009", _NBSP)


def _persian(day: date) -> jdatetime.date:
    return jdatetime.date.fromgregorian(year=day.year, month=day.month, day=day.day)


def _persian_month(day: date, language: str | None) -> str:
    index = _persian(day).month - 1
    if calendar_of(language) is Calendar.PERSIAN:
        return _PERSIAN_MONTHS[index]
    return str(jdatetime.date.j_months_en[index])
