"""A folder of a shop's own exports: which files we know, whether they are whole, and what they hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from korzo.shop.files import shopify, woocommerce, woocommerce_orders
from korzo.shop.files.records import (
    CustomerRecord,
    FileRefused,
    Kind,
    OrderRecord,
    ProductRecord,
    Reason,
    Record,
    Rejected,
    Terms,
)
from korzo.shop.files.sheet import Layout, Sheet
from korzo.shop.files.source import open_source

LAYOUTS: tuple[Layout, ...] = (*shopify.LAYOUTS, *woocommerce.LAYOUTS, *woocommerce_orders.LAYOUTS)
# Shops part a long history into some dozens of files; a thousand is the wrong folder.
FILES_MAX = 1000

# What an owner may have meant as an export. Pictures and notes beside the files are none of our business.
_MEANT = frozenset(
    {"", ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xls", ".ods", ".zip", ".gz", ".htm", ".html", ".pdf"}
)
_NOT_MEANT = re.compile(r"[.~].*|(readme|licen[cs]e|notes?)\b.*", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must be put right before anything is taken over."""

    file: str
    line: int
    reason: Reason

    def __str__(self) -> str:
        return str(self.reason)


@dataclass(frozen=True, slots=True)
class KnownFile:
    name: str
    layout: str
    kind: Kind
    encoding: str
    separator: str
    rows: int


@dataclass(frozen=True, slots=True)
class Report:
    files: tuple[KnownFile, ...]
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults and bool(self.files)


class ShopFiles:
    def __init__(self, sheets: tuple[Sheet, ...], faults: tuple[Fault, ...]) -> None:
        self._sheets = sheets
        self._faults = faults

    def check(self) -> Report:
        """Read every file once from end to end, and take over nothing. Whoever imports asks here first."""
        known: list[KnownFile] = []
        faults = list(self._faults)
        for sheet in self._sheets:
            try:
                rows = sheet.survey.rows
            except FileRefused as refusal:
                faults.append(_fault(refusal))
                continue
            source, layout = sheet.source, sheet.layout
            known.append(KnownFile(source.name, layout.name, layout.kind, source.encoding, source.separator, rows))
        return Report(tuple(known), tuple(faults))

    def products(self) -> Iterator[ProductRecord | Rejected]:
        for record in self._records(Kind.PRODUCTS):
            assert isinstance(record, ProductRecord | Rejected)
            yield record

    def customers(self) -> Iterator[CustomerRecord | Rejected]:
        for record in self._records(Kind.CUSTOMERS):
            assert isinstance(record, CustomerRecord | Rejected)
            yield record

    def orders(self) -> Iterator[OrderRecord | Rejected]:
        for record in self._records(Kind.ORDERS):
            assert isinstance(record, OrderRecord | Rejected)
            yield record

    def _records(self, kind: Kind) -> Iterator[Record | Rejected]:
        for sheet in self._sheets:
            if sheet.layout.kind is kind:
                yield from sheet.layout.read(sheet)


def read(folder: Path, terms: Terms | None = None) -> ShopFiles:
    """Recognise the files of a folder. Nothing is read yet but their beginnings."""
    terms = terms or Terms()
    sheets: list[Sheet] = []
    faults: list[Fault] = []
    for path in _meant_files(folder):
        try:
            sheets.append(_sheet(path, terms))
        except FileRefused as refusal:
            faults.append(_fault(refusal))
    if not sheets and not faults:
        faults.append(
            Fault(folder.name, 0, Reason(_("There are no CSV files in %(folder)s."), {"folder": folder.name}))
        )
    return ShopFiles(tuple(sheets), tuple(faults))


def _meant_files(folder: Path) -> list[Path]:
    paths = [
        path
        for path in folder.iterdir()
        if path.is_file() and path.suffix.casefold() in _MEANT and not _NOT_MEANT.match(path.name)
    ]
    if len(paths) > FILES_MAX:
        reason = Reason(_("%(folder)s holds more than %(limit)s files."), {"folder": folder.name, "limit": FILES_MAX})
        raise FileRefused(folder.name, 0, reason)
    return sorted(paths, key=_natural)


def _natural(path: Path) -> list[tuple[int, str]]:
    """orders_2 comes before orders_10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(path.name.casefold())]


def _sheet(path: Path, terms: Terms) -> Sheet:
    source = open_source(path)
    layout = next((layout for layout in LAYOUTS if layout.fits(source)), None)
    if layout is None:
        reason = Reason(
            _("We do not know the columns of %(file)s. Is it an export of products, customers or orders?"),
            {"file": path.name},
        )
        raise FileRefused(path.name, 1, reason)
    return Sheet(source, layout, terms)


def _fault(refusal: FileRefused) -> Fault:
    return Fault(refusal.file, refusal.line, refusal.reason)
