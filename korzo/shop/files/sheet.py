"""A file of a known layout: its columns by our names for them, and typed reading of its cells."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from korzo.kit.money import AmountColumn, DecimalMark, Money, MoneyRefused, parse_amount, read_currency, storable
from korzo.shop.files.dates import DateColumn, DateOrder, DateRefused, read_moment
from korzo.shop.files.records import CellRefused, FileRefused, Kind, Reason, Record, Rejected, Terms
from korzo.shop.files.source import Row, Source, plain

# Rows of one record that stand apart wait in memory until the file is read; more of them, and the file is shuffled.
SCATTERED_ROWS_MAX = 100_000
# Shopify allows 2,048 variants, and each may bring a picture.
ROWS_PER_RECORD_MAX = 10_000
MAIL_CHARS_MAX = 254
# More pieces than this in one line is a telephone number in the wrong column.
COUNT_MAX = 10_000_000

_MAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]+")
_TRUE = frozenset({"true", "yes", "1", "ano", "áno", "ja", "sí", "si", "sì", "oui"})


def _no_column(_header: str) -> str | None:
    return None


@dataclass(frozen=True)
class Layout:
    """How one kind of file of one shop system looks. It is known by its columns, never by the name of the file."""

    name: str
    kind: Kind
    # Our name of the column by every plain header that means it.
    columns: Mapping[str, str]
    needs: frozenset[str]
    read: "Callable[[Sheet], Iterator[Record | Rejected]]"
    # Rows with the same value here are one record.
    key: str = ""
    dates: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    # What the system writes where a column does not tell itself.
    mark: DecimalMark | None = None
    # Numbered columns: attribute 7 name, line_item_12.
    numbered: Callable[[str], str | None] = field(default=_no_column)

    def columns_of(self, source: Source) -> dict[str, int]:
        indexes: dict[str, int] = {}
        for header, index in source.columns().items():
            column = self.columns.get(header) or self.numbered(header)
            if column is not None:
                indexes.setdefault(column, index)
        return indexes

    def fits(self, source: Source) -> bool:
        return self.needs <= self.columns_of(source).keys()


def headers(columns: Mapping[str, str]) -> dict[str, str]:
    """`{"price": "Variant Price | Price"}` turned round to plain header → column."""
    return {plain(header): column for column, names in columns.items() for header in names.split("|")}


@dataclass(frozen=True)
class Survey:
    """What one quick pass over the whole file showed."""

    rows: int
    # Cells of the widest row that is still whole.
    width: int
    date_order: DateOrder
    mark: DecimalMark | None
    # Keys whose rows do not stand together.
    scattered: frozenset[str]


class Sheet:
    def __init__(self, source: Source, layout: Layout, terms: Terms) -> None:
        self.source = source
        self.layout = layout
        self.terms = terms
        self.columns = layout.columns_of(source)
        self.now = terms.now or datetime.now(UTC)

    @cached_property
    def survey(self) -> Survey:
        dates, amounts, keys = DateColumn(), AmountColumn(), _Keys()
        count, narrowest = 0, 0
        for row in self.rows():
            count += 1
            narrowest = min(narrowest or len(row.cells), len(row.cells))
            for column in self.layout.dates:
                dates.see(row[column])
            for column in self.layout.amounts:
                amounts.see(row[column])
            if self.layout.key:
                keys.see(row[self.layout.key])
        # Some systems end every row with a separator too many; then all rows are wider than the header.
        width = max(self.source.width, narrowest)
        return Survey(
            count, width, self._order(dates.order), amounts.mark or self.layout.mark, frozenset(keys.scattered)
        )

    def _order(self, judged: DateOrder) -> DateOrder:
        if judged is DateOrder.CONTRADICTORY:
            raise self._refused(
                _("%(file)s writes dates both ways round: the day first and the month first. Please export it again.")
            )
        if judged is DateOrder.OPEN:
            if self.terms.date_order is None:
                raise self._refused(
                    _("We cannot tell the day from the month in %(file)s. Please say which of them comes first.")
                )
            return self.terms.date_order
        return judged

    def _refused(self, template: object) -> FileRefused:
        return self.source.refused(0, Reason(template, {"file": self.source.name}))  # type: ignore[arg-type]  # lazy text

    def rows(self) -> Iterator[Row]:
        return self.source.rows(self.columns)

    def groups(self) -> Iterator[list[Row]]:
        """The rows of each record together, wherever they stand in the file. Rows without a key come alone."""
        scattered: dict[str, list[Row]] = {key: [] for key in self.survey.scattered}
        waiting = 0
        group: list[Row] = []
        current = ""
        for row in self.rows():
            key = row[self.layout.key]
            if key in scattered:
                waiting += 1
                if waiting > SCATTERED_ROWS_MAX:
                    raise self._refused(_("The rows of %(file)s are mixed. Please sort them by their number."))
                scattered[key].append(row)
                continue
            if group and (key != current or not key or len(group) >= ROWS_PER_RECORD_MAX):
                yield group
                group = []
            current = key
            group.append(row)
        if group:
            yield group
        yield from scattered.values()

    # Cells

    def money(self, row: Row, column: str, currency: str) -> Money | None:
        text = row.id(column)
        if not text:
            return None
        return Money(storable(self.number(row, column)), currency)

    def money_or_zero(self, row: Row, column: str, currency: str) -> Money:
        return self.money(row, column, currency) or Money.zero(currency)

    def number(self, row: Row, column: str) -> Decimal:
        try:
            return parse_amount(row.id(column), mark=self.survey.mark)
        except MoneyRefused as refusal:
            raise self.cell_refused(row, column, Reason.of(refusal)) from None

    def currency(self, row: Row, column: str) -> str:
        try:
            return read_currency(row[column] or self.terms.currency)
        except MoneyRefused as refusal:
            raise self.cell_refused(row, column, Reason.of(refusal)) from None

    def moment(self, row: Row, column: str, *, may_come: bool = False) -> datetime | None:
        """`may_come`: a plan, such as the end of a sale. Everything else has happened already."""
        text = row.id(column)
        if not text:
            return None
        latest = None if may_come else self.now
        try:
            return read_moment(text, zone=self.terms.zone, order=self.survey.date_order, latest=latest)
        except DateRefused as refusal:
            raise self.cell_refused(row, column, Reason(refusal.template, refusal.values)) from None

    def required_moment(self, row: Row, column: str) -> datetime:
        moment = self.moment(row, column)
        if moment is None:
            raise self.cell_refused(row, column, Reason(_("The date is missing.")))
        return moment

    def count(self, row: Row, column: str) -> int:
        try:
            number = parse_amount(row.id(column), mark=self.survey.mark)
        except MoneyRefused:
            number = None
        if number is None or number != number.to_integral_value() or abs(number) > COUNT_MAX:
            reason = Reason(_("“%(value)s” is not a number of pieces."), {"value": row[column]})
            raise self.cell_refused(row, column, reason)
        return int(number)

    def mail(self, row: Row, column: str) -> str:
        """The address in small letters, or empty where the cell is."""
        text = row[column].casefold()
        if text and (len(text) > MAIL_CHARS_MAX or not _MAIL.fullmatch(text)):
            raise self.cell_refused(
                row, column, Reason(_("“%(value)s” is not a mail address."), {"value": row[column]})
            )
        return text

    def says_yes(self, row: Row, column: str) -> bool:
        return row[column].casefold() in _TRUE

    # Refusals

    def header_of(self, column: str) -> str:
        """The column as the owner sees it in her file."""
        index = self.columns.get(column)
        return column if index is None else self.source.header[index].strip()

    def cell_refused(self, row: Row, column: str, reason: Reason) -> CellRefused:
        return CellRefused(self.header_of(column), reason, row.line)

    def rejected(self, row: Row, refusal: CellRefused) -> Rejected:
        line = refusal.line or row.line
        return Rejected(self.source.name, line, refusal.column, refusal.reason, row.as_text())

    def check_width(self, row: Row) -> None:
        """More cells than columns: a separator stands unquoted in a text, and all cells behind it are shifted."""
        if len(row.cells) > self.survey.width:
            values = {"cells": len(row.cells), "columns": len(self.source.header)}
            raise CellRefused("", Reason(_("The row has %(cells)s cells for %(columns)s columns."), values), row.line)


class _Keys:
    """Which keys come back after another one stood between. Remembers a number a key, not the keys."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._current = ""
        self.scattered: set[str] = set()

    def see(self, key: str) -> None:
        if key == self._current or not key:
            return
        self._current = key
        mark = hash(key)
        if mark in self._seen:
            self.scattered.add(key)
        else:
            self._seen.add(mark)
