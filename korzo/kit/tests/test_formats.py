"""Numbers, money and dates by the tables of seven languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from korzo.kit import formats
from korzo.kit.formats import Calendar

MILLION = Decimal("1234567.891")
NBSP = "\u00a0"


def plain(text: str) -> str:
    """The tables below are easier to read with plain spaces."""
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("language", "million", "thousand", "share", "price"),
    [
        ("en", "1,234,567.891", "1,234.5", "12%", "€1,234.50"),
        ("sk", "1 234 567,891", "1 234,5", "12 %", "1 234,50 €"),
        ("gu", "12,34,567.891", "1,234.5", "12%", "€1,234.50"),
        ("fa", "۱٬۲۳۴٬۵۶۷٫۸۹۱", "۱٬۲۳۴٫۵", "۱۲٪", "\u200e€۱٬۲۳۴٫۵۰"),
        ("it", "1.234.567,891", "1.234,5", "12%", "1.234,50 €"),
        ("uk", "1 234 567,891", "1 234,5", "12%", "1 234,50 EUR"),
        ("es", "1.234.567,891", "1.234,5", "12 %", "1.234,50 €"),
    ],
)
def test_numbers_follow_the_language(language: str, million: str, thousand: str, share: str, price: str) -> None:
    assert plain(formats.number(MILLION, language)) == million
    assert plain(formats.number(1234.5, language)) == thousand
    assert plain(formats.percent(0.12, language)) == share
    assert plain(formats.money(Decimal("1234.5"), "EUR", language)) == price


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["1,234.50", "70.00", "0.13"]),
        ("sk", ["1 234,50", "70,00", "0,13"]),
        ("gu", ["1,234.50", "70.00", "0.13"]),
        ("fa", ["۱٬۲۳۴٫۵۰", "۷۰٫۰۰", "۰٫۱۳"]),
    ],
)
def test_numbers_of_a_column_have_the_same_digits_behind_the_point(language: str, texts: list[str]) -> None:
    assert [plain(formats.fixed(one, language, decimals=2)) for one in (1234.5, 70, Decimal("0.128"))] == texts


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en", "March 21, 2026", "3/21/26"),
        ("en-gb", "21 March 2026", "21/03/2026"),
        ("sk", "21. marca 2026", "21. 3. 2026"),
        ("gu", "21 માર્ચ, 2026", "21/3/26"),
        ("fa", "۱ فروردین ۱۴۰۵", "۱۴۰۵/۱/۱"),
        ("it", "21 marzo 2026", "21/03/26"),
        ("uk", "21 березня 2026 р.", "21.03.26"),
        ("es", "21 de marzo de 2026", "21/3/26"),
    ],
)
def test_dates_follow_the_language(language: str, long: str, short: str) -> None:
    day = date(2026, 3, 21)
    assert plain(formats.long_date(day, language)) == long
    assert plain(formats.short_date(day, language)) == short


@pytest.mark.parametrize(
    ("day", "persian"),
    [
        (date(2026, 3, 21), "۱۴۰۵/۱/۱"),
        (date(2026, 3, 20), "۱۴۰۴/۱۲/۲۹"),
        (date(2026, 11, 23), "۱۴۰۵/۹/۲"),
        (date(2025, 3, 20), "۱۴۰۳/۱۲/۳۰"),
        (date(2030, 3, 20), "۱۴۰۸/۱۲/۳۰"),
    ],
)
def test_the_persian_calendar_knows_its_leap_years(day: date, persian: str) -> None:
    assert formats.short_date(day, "fa") == persian


def test_the_calendar_is_a_choice() -> None:
    day = date(2026, 3, 21)
    assert formats.long_date(day, "fa", Calendar.GREGORIAN) == "۲۱ مارس ۲۰۲۶"
    assert formats.long_date(day, "en", Calendar.PERSIAN) == "1 Farvardin 1405"


def test_parts_of_dates_for_narrow_places() -> None:
    day = date(2026, 3, 21)
    assert (formats.month_name(day, "en"), formats.day_number(day, "en")) == ("Mar", "21")
    assert (formats.month_name(day, "fa"), formats.day_number(day, "fa")) == ("فروردین", "۱")
    assert formats.month_and_year(day, "sk") == "marec 2026"
    assert formats.day_and_month(day, "it") == "21 marzo"
    assert formats.day_and_month(day, "fa") == "۱ فروردین"
    assert formats.weekday(day, "es") == "sábado"


@pytest.mark.parametrize(
    ("passed", "language", "words"),
    [
        (timedelta(seconds=5), "en", "just now"),
        (timedelta(minutes=25), "en", "25 minutes ago"),
        (timedelta(hours=1), "en", "1 hour ago"),
        (timedelta(hours=2), "sk", "pred 2 hodinami"),
        (timedelta(hours=2), "fa", "۲ ساعت پیش"),
        (timedelta(days=3), "uk", "3 дні тому"),
        (-timedelta(hours=2), "en", "in 2 hours"),
        (timedelta(days=9), "en", "November 14, 2026"),
    ],
)
def test_time_passed_is_told_until_a_week_is_over(passed: timedelta, language: str, words: str) -> None:
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert plain(formats.ago(now - passed, language, now=now)) == words


def test_clock_and_compact_numbers() -> None:
    moment = datetime(2026, 3, 21, 14, 5, tzinfo=UTC)
    assert formats.clock(moment, "fa") == "۱۴:۰۵"
    assert plain(formats.clock(moment, "en")) == "2:05 PM"
    assert formats.compact_number(12_400, "en") == "12.4K"
    assert formats.number(4.55, "en", decimals_max=1) == "4.6"
    assert formats.percent(0.1234, "en", decimals=1) == "12.3%"


def test_a_range_keeps_its_order_in_a_line_of_the_other_direction() -> None:
    assert formats.number_range(10, 20, "fa") == "\u2068۱۰–۲۰\u2069"


def test_an_unknown_language_reads_english() -> None:
    assert formats.number(1234, "xx") == "1,234"
    assert formats.number(1234, None) == "1,234"


def test_a_number_in_a_sentence_has_the_digits_of_its_language() -> None:
    for language, words in (("en", "1,200"), ("fa", "۱٬۲۰۰")):
        with translation.override(language):
            assert formats.spoken(1200) == words
