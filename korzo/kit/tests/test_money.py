from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.kit.money import (
    CURRENCY_DIGITS,
    CurrencyMismatch,
    DecimalMark,
    Money,
    MoneyRefused,
    decimal_mark_of,
    parse_amount,
    read_currency,
    storable,
)


@pytest.mark.parametrize(
    ("units", "currency", "amount"),
    [
        (1105, "EUR", "11.05"),
        (1500, "JPY", "1500"),
        (12345, "KWD", "12.345"),
        (-100, "EUR", "-1.00"),
        (5, "CLF", "0.0005"),
    ],
)
def test_it_reads_minor_units_by_the_digits_of_the_currency(units: int, currency: str, amount: str) -> None:
    money = Money.from_minor(units, currency)
    assert str(money.amount) == amount
    assert money.minor == units


def test_it_follows_iso_where_cldr_differs() -> None:
    assert {code: CURRENCY_DIGITS[code] for code in ("IQD", "LBP", "AFN", "JPY", "KWD")} == {
        "IQD": 3, "LBP": 2, "AFN": 2, "JPY": 0, "KWD": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("77.80", "77.80"),
        ("77,80", "77.80"),
        ("-1.00", "-1.00"),
        ("8.1", "8.1"),
        ("0", "0"),
        (".5", "0.5"),
        ("0,125", "0.125"),
        ("1234.567", "1234.567"),
        ("1 234,50", "1234.50"),
        ("1\u202f234,567 Kč", "1234.567"),
        ("1.234,56 €", "1234.56"),
        ("€1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1’234.50 CHF", "1234.50"),
        ("1,00,000.00", "100000.00"),
        ("(12.50)", "-12.50"),
        ("12.50-", "-12.50"),
        ("− 12,50", "-12.50"),
        ("-€5", "-5"),
        ("$-5", "-5"),
        ("149,-", "149"),
        ("149.- Kč", "149"),
        ("12 990 Ft", "12990"),
        ("EUR 16.20", "16.20"),
        ("16.199999999999999289", "16.199999999999999289"),
        ("۱۲۳٫۵", "123.5"),
    ],
)
def test_it_reads_amounts_as_people_write_them(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1,234", "1.234", "12.345 KWD", "€ 999,000"])
def test_it_refuses_to_guess_a_thousand(text: str) -> None:
    with pytest.raises(MoneyRefused, match="did not guess"):
        parse_amount(text)


def test_it_takes_the_mark_of_the_column_where_an_amount_alone_is_open() -> None:
    assert parse_amount("1,234", mark=DecimalMark.POINT) == Decimal(1234)
    assert parse_amount("1,234", mark=DecimalMark.COMMA) == Decimal("1.234")
    assert parse_amount("1.234", mark=DecimalMark.COMMA) == Decimal(1234)
    # The mark never overrules what is plain.
    assert parse_amount("77,80", mark=DecimalMark.POINT) == Decimal("77.80")


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "12 apples", "1,23,4", "1.2.3", "12,34.56,7", "1e3", "NaN", "Infinity", "--5", "(-5)", "12.",
     "1 23",      "1'23", "€5 EUR", "5 abc", "0x10", "9" * 16, "1" * 41, "=1+1", "12:30"],
)  # fmt: skip
def test_it_refuses_what_is_no_amount(text: str) -> None:
    with pytest.raises(MoneyRefused):
        parse_amount(text)


def test_it_says_what_it_refused() -> None:
    with pytest.raises(MoneyRefused) as refusal:
        parse_amount("free")
    assert str(refusal.value) == "“free” is not an amount of money."


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (["1,234", "77,80"], DecimalMark.COMMA),
        (["1,234", "77.80", ""], DecimalMark.POINT),
        (["1.234.567"], DecimalMark.COMMA),
        (["1,234", "5"], None),
        (["77,80", "77.80"], None),
        (["rubbish, really", "5.5"], DecimalMark.POINT),
    ],
)
def test_it_judges_the_mark_over_the_whole_column(values: list[str], mark: DecimalMark | None) -> None:
    assert decimal_mark_of(values) is mark


def test_it_never_reckons_two_currencies_together() -> None:
    euro, crown = Money(Decimal(5), "EUR"), Money(Decimal(5), "CZK")
    for reckon in (
        lambda: euro + crown,
        lambda: euro - crown,
        lambda: euro < crown,
        lambda: Money.sum_of([euro], "CZK"),
    ):
        with pytest.raises(CurrencyMismatch):
            reckon()
    assert euro != crown


def test_it_adds_compares_and_multiplies() -> None:
    price = Money(Decimal("19.90"), "EUR")
    assert price * 3 + Money.zero("EUR") - price == Money(Decimal("39.80"), "EUR")
    assert Money.sum_of([price, -price], "EUR") == Money.zero("EUR")
    assert max(price, Money.zero("EUR")) is price
    assert Money(Decimal("2.345"), "EUR").rounded().amount == Decimal("2.34")
    assert Money(Decimal("2.5"), "JPY").minor == 2


@pytest.mark.parametrize("currency", ["", "eur", "XXX", "EURO"])
def test_it_refuses_an_unknown_currency(currency: str) -> None:
    with pytest.raises(MoneyRefused):
        Money(Decimal(1), currency)


def test_it_refuses_amounts_that_do_not_fit_the_column() -> None:
    with pytest.raises(MoneyRefused):
        Money(Decimal("1e15"), "EUR")
    with pytest.raises(MoneyRefused):
        Money(Decimal("NaN"), "EUR")


def test_it_reads_a_currency_as_shops_write_it() -> None:
    assert read_currency(" eur ") == "EUR"
    with pytest.raises(MoneyRefused, match="EURO"):
        read_currency("EURO")


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@given(
    AMOUNTS,
    st.sampled_from(["", " ", "'", ",", "."]),
    st.sampled_from([",", "."]),
    st.sampled_from(["", "€", " Kč", " EUR"]),
)
def test_it_reads_back_what_was_written(amount: Decimal, group: str, mark: str, sign: str) -> None:
    if group == mark:
        return
    written = f"{amount:,.2f}".replace(",", "g").replace(".", mark).replace("g", group) + sign
    assert parse_amount(written) == amount


@given(st.text(max_size=60))
def test_it_never_breaks_on_any_text(text: str) -> None:
    try:
        amount = parse_amount(text)
    except MoneyRefused:
        return
    assert Money(amount, "EUR").amount == amount


@given(st.integers(-(10**14), 10**14), st.sampled_from(sorted(CURRENCY_DIGITS)))
def test_minor_units_make_a_round_trip(units: int, currency: str) -> None:
    assert Money.from_minor(units, currency).minor == units


@given(st.decimals(min_value=-(10**6), max_value=10**6, allow_nan=False, allow_infinity=False))
def test_what_is_stored_is_never_far_from_what_was_read(amount: Decimal) -> None:
    assert abs(storable(amount) - amount) <= Decimal("0.00005")
