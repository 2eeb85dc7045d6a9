"""Reads a parcel once from end to end and says what is in it, before anything is written."""

from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.shop.files import Rejected, Report, ShopFiles, Terms, read
from korzo.shop.files.dates import DateOrder
from korzo.shop.files.records import FileRefused, Kind
from korzo.shop.staff.parcels import Fault, Findings, FoundFile, Parcel

# More examples do not make the mistake clearer. All of them are in the reject file afterwards.
FAULTS_SHOWN_MAX = 50


def findings_of(parcel: Parcel) -> Findings:
    terms = Terms(
        currency=parcel.currency,
        zone=ZoneInfo(parcel.time_zone),
        date_order=DateOrder(parcel.date_order) if parcel.date_order else None,
        now=timezone.now(),
    )
    try:
        files = read(parcel.files, terms)
        report = files.check()
        faults = [_fault(fault.file, fault.line, str(fault)) for fault in report.faults]
        faults += _of_another_system(report, parcel.platform)
        if faults:
            return Findings(_files(report), tuple(faults[:FAULTS_SHOWN_MAX]))
        return _counted(report, files)
    except FileRefused as refusal:
        return Findings(faults=(_fault(refusal.file, refusal.line, str(refusal)),))


def _counted(report: Report, files: ShopFiles) -> Findings:
    records: Counter[str] = Counter()
    examples: list[Fault] = []
    rejected = 0
    for kind, one in _records(files):
        if isinstance(one, Rejected):
            rejected += 1
            if len(examples) < FAULTS_SHOWN_MAX:
                examples.append(Fault(one.file, one.line, one.column, str(one.reason)))
        else:
            records[kind.value] += 1
    return Findings(_files(report), (), dict(records), rejected, tuple(examples))


def _records(files: ShopFiles) -> Iterator[tuple[Kind, object]]:
    yield from ((Kind.PRODUCTS, one) for one in files.products())
    yield from ((Kind.CUSTOMERS, one) for one in files.customers())
    yield from ((Kind.ORDERS, one) for one in files.orders())


def _files(report: Report) -> tuple[FoundFile, ...]:
    return tuple(FoundFile(one.name, one.kind.value, one.layout, one.encoding, one.rows) for one in report.files)


def _of_another_system(report: Report, platform: str) -> list[Fault]:
    """A layout is named after its system: “shopify.orders”."""
    return [
        _fault(one.name, 0, _("%(file)s comes from another shop system than the one you chose.") % {"file": one.name})
        for one in report.files
        if one.layout.partition(".")[0] != platform
    ]


def _fault(file: str, line: int, sentence: str) -> Fault:
    return Fault(file, line, "", sentence)
