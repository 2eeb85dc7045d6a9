"""Money: an exact amount with its currency, and the reading of amounts as people and shops write them.

Digits are those of ISO 4217, not of CLDR: Babel says 0 for IQD and LBP, the standard says 3 and 2, and shops follow
the standard.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import total_ordering
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Money columns are DECIMAL(19, 4): fifteen digits before the point, four behind it.
DECIMAL_PLACES_MAX = 4
WHOLE_DIGITS_MAX = 15
# An amount with all its signs and spaces is short; a longer text is a note that slipped into the column.
AMOUNT_CHARS_MAX = 40

_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DIGITS = "CLF UYW"
_TWO_DIGITS = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC "
    "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD "
    "KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO "
    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL "
    "THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
# No longer money, but old orders were paid in it.
_WITHDRAWN_TWO_DIGITS = "BGN BYR CUC EEK HRK LTL LVL MRO SKK SLL STD VEF ZWL"

CURRENCY_DIGITS: dict[str, int] = {
    code: digits
    for digits, codes in (
        (0, _NO_DIGITS),
        (3, _THREE_DIGITS),
        (4, _FOUR_DIGITS),
        (2, _TWO_DIGITS),
        (2, _WITHDRAWN_TWO_DIGITS),
    )
    for code in codes.split()
}


class MoneyRefused(ValueError):
    """An amount or a currency that cannot be read. `template % values` is the sentence for a person."""

    def __init__(self, template: Promise | str, value: str) -> None:
        self.template = template
        self.values = {"value": value}
        super().__init__(template, value)

    def __str__(self) -> str:
        return str(self.template) % self.values


class CurrencyMismatch(TypeError):
    """Two currencies were to be added or compared. That is a fault of the code, never of the data."""


class DecimalMark(StrEnum):
    POINT = "."
    COMMA = ","


def read_currency(text: str) -> str:
    code = text.strip().upper()
    if code not in CURRENCY_DIGITS:
        raise MoneyRefused(_("“%(value)s” is not a currency we know."), text.strip())
    return code


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in CURRENCY_DIGITS:
            raise MoneyRefused(_("“%(value)s” is not a currency we know."), self.currency)
        if not self.amount.is_finite() or self.amount.adjusted() >= WHOLE_DIGITS_MAX:
            raise MoneyRefused(_("“%(value)s” is not an amount of money."), str(self.amount))

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls(Decimal(0), currency)

    @classmethod
    def from_minor(cls, units: int, currency: str) -> Self:
        """From cents, or whatever the smallest unit of the currency is: 1105 EUR is 11.05, 1500 JPY is 1500."""
        return cls(Decimal(units).scaleb(-CURRENCY_DIGITS[read_currency(currency)]), currency)

    @classmethod
    def sum_of(cls, parts: "Iterable[Money]", currency: str) -> "Money":
        total = Money.zero(currency)
        for part in parts:
            total += part
        return total

    @property
    def digits(self) -> int:
        return CURRENCY_DIGITS[self.currency]

    @property
    def minor(self) -> int:
        """The amount in the smallest unit, rounded half to even as banks do."""
        return int(self.rounded().amount.scaleb(self.digits))

    def rounded(self) -> "Money":
        return Money(self.amount.quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_EVEN), self.currency)

    def __add__(self, other: "Money") -> "Money":
        self._check_same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._check_same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: int | Decimal) -> "Money":
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        self._check_same(other)
        return self.amount < other.amount

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _check_same(self, other: object) -> None:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise CurrencyMismatch(f"{self} and {other} cannot be reckoned together.")


def storable(amount: Decimal) -> Decimal:
    """The amount as the database keeps it: four decimals, rounded half to even."""
    return amount.quantize(Decimal(1).scaleb(-DECIMAL_PLACES_MAX), ROUND_HALF_EVEN)


def parse_amount(text: str, *, mark: DecimalMark | None = None) -> Decimal:
    """Read an amount exactly as it was written, with a point or a comma for decimals.

    `1,234` may be a thousand or one and a bit. `mark` decides such a text and no other; without it we refuse, because
    a price that is wrong by a thousand is worse than a row that must be looked at.
    """
    written = text.strip()
    sign, number = _sign_and_number(written)
    reading = _read_number(number)
    if reading is None:
        raise MoneyRefused(_("“%(value)s” is not an amount of money."), _shortened(written))
    if reading.ambiguous and mark is None:
        raise MoneyRefused(_("“%(value)s” could be a thousand or a fraction, so we did not guess."), written)
    amount = reading.value(mark)
    if amount.adjusted() >= WHOLE_DIGITS_MAX:
        raise MoneyRefused(_("“%(value)s” is too large for an amount of money."), _shortened(written))
    return -amount if sign == "-" else amount


def decimal_mark_of(values: Iterable[str]) -> DecimalMark | None:
    """The decimal mark a whole column agrees on, or None where it says nothing or contradicts itself."""
    column = AmountColumn()
    for value in values:
        column.see(value)
    return column.mark


class AmountColumn:
    """Watches a column of amounts go by and says which decimal mark it uses."""

    def __init__(self) -> None:
        self._seen: set[DecimalMark] = set()

    def see(self, value: str) -> None:
        if len(self._seen) > 1 or ("," not in value and "." not in value):
            return
        try:
            reading = _read_number(_sign_and_number(value.strip())[1])
        except MoneyRefused:
            return
        if reading is not None and reading.mark is not None and not reading.ambiguous:
            self._seen.add(reading.mark)

    @property
    def mark(self) -> DecimalMark | None:
        return next(iter(self._seen)) if len(self._seen) == 1 else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number taken apart. An ambiguous one has one mark, with three digits behind it."""

    whole: str
    decimals: str
    mark: DecimalMark | None = None
    ambiguous: bool = False

    def value(self, mark: DecimalMark | None) -> Decimal:
        if self.ambiguous and mark is not self.mark:
            return Decimal(self.whole + self.decimals)
        return Decimal(f"{self.whole or '0'}.{self.decimals or '0'}")


_MARKS = str.maketrans({"’": "'", "`": "'", "´": "'", "−": "-", "–": "-", "—": "-", "٫": ".", "٬": ","})
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200e\u200f]+")
_WORD = r"[^\d\s.,'()+\-]{1,4}\.?"
_SHAPE = re.compile(
    rf"(?P<before>[-+]?) ?(?P<left>{_WORD})? ?(?P<inside>[-+]?) ?(?P<number>[.,]?\d(?:[\d ',.]*\d)?)"
    rf"(?P<swiss>[.,]-)? ?(?P<right>{_WORD})? ?(?P<after>-?)"
)
# How people write currencies that have no sign of their own.
_CURRENCY_WORDS = frozenset(
    "kč|kc|zł|zl|ft|kr|kr.|lei|lv|lv.|лв|лв.|грн|грн.|дин|din|din.|us$|r$|fr|fr.|sfr|rs|rs.".split("|")  # noqa: SIM905  # one line reads better
)
_SAME_GROUPS = re.compile(r"\d{1,3}(?:(?P<mark>[ ',.])\d{3})(?:(?P=mark)\d{3})*")
# The Indian way: 1,00,000.
_INDIAN_GROUPS = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}")


def _sign_and_number(written: str) -> tuple[str, str]:
    """The sign and the bare number, with the currency taken off. Parentheses are an accountant's minus."""
    if len(written) > AMOUNT_CHARS_MAX:
        raise MoneyRefused(_("“%(value)s” is not an amount of money."), _shortened(written))
    text = _SPACES.sub(" ", "".join(_ascii_digit(char) for char in written).translate(_MARKS)).strip()
    in_parentheses = text.startswith("(") and text.endswith(")")
    shape = _SHAPE.fullmatch(text[1:-1].strip() if in_parentheses else text)
    if shape is None or not _currency_is_credible(shape["left"], shape["right"]):
        raise MoneyRefused(_("“%(value)s” is not an amount of money."), written)
    signs = shape["before"] + shape["inside"] + shape["after"] + ("-" if in_parentheses else "")
    if len(signs) > 1:
        raise MoneyRefused(_("“%(value)s” is not an amount of money."), written)
    return signs, shape["number"]


def _ascii_digit(char: str) -> str:
    """Persian and Gujarati digits count like ours."""
    return char if char.isascii() or not char.isdecimal() else str(unicodedata.decimal(char))


def _currency_is_credible(left: str | None, right: str | None) -> bool:
    words = [word for word in (left, right) if word]
    return len(words) <= 1 and all(
        word.upper() in CURRENCY_DIGITS
        or word.casefold() in _CURRENCY_WORDS
        or all(unicodedata.category(char) == "Sc" for char in word)
        for word in words
    )


def _read_number(number: str) -> _Reading | None:
    """Take a number apart, or None where its groups make no sense."""
    last = max(number.rfind(","), number.rfind("."))
    if last < 0:
        return _whole(number)
    head, mark, tail = number[:last], DecimalMark(number[last]), number[last + 1 :]
    if mark in head:
        return _whole(number, other_than=mark)
    whole = _ungrouped(head) if head else ""
    if whole is None or not tail.isdecimal():
        return None
    ambiguous = len(tail) == 3 and head.isdecimal() and len(head) <= 3 and not head.startswith("0")
    return _Reading(whole, tail, mark, ambiguous)


def _whole(number: str, *, other_than: DecimalMark | None = None) -> _Reading | None:
    digits = _ungrouped(number)
    if digits is None:
        return None
    other = {DecimalMark.POINT: DecimalMark.COMMA, DecimalMark.COMMA: DecimalMark.POINT}
    return _Reading(digits, "", other[other_than] if other_than else None)


def _ungrouped(text: str) -> str | None:
    if text.isdecimal():
        return text
    if _SAME_GROUPS.fullmatch(text) or _INDIAN_GROUPS.fullmatch(text):
        return re.sub(r"\D", "", text)
    return None


def _shortened(text: str) -> str:
    return text if len(text) <= AMOUNT_CHARS_MAX else text[:AMOUNT_CHARS_MAX] + "…"
