import argparse
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone
from tqdm import tqdm

from korzo.kit.errors import Refused
from korzo.project.cli import EXIT_FINE, EXIT_PARTLY
from korzo.project.preparation import prepare
from korzo.shop.actions.connect import connect_shop
from korzo.shop.actions.import_files import Progress, import_files
from korzo.shop.files import FileRefused, Rejected, ShopFiles, Terms, read
from korzo.shop.models import Connection

# Enough to see what is wrong; all of them stand in the file with the rows that were left out.
SHOWN_MAX = 10


def run(options: argparse.Namespace) -> int:
    folder = Path(options.folder).expanduser()
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder}.")
    prepare()
    wanted = wanted_shop(options)
    if options.dry_run or options.strict:
        found = look_through(folder, wanted)
        if options.dry_run:
            return tell(found, wanted)
        if found.rejected:
            tell_rejects(found)
            raise Refused(f"{found.rejected} rows are wrong, so nothing was taken.")
    return take(folder, wanted, options)


@dataclass(frozen=True)
class Wanted:
    """The shop that the files are of: as we know it, changed by what was said on the command line."""

    platform: str
    name: str
    currency: str
    time_zone: str
    product_url: str

    @property
    def terms(self) -> Terms:
        try:
            zone = ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise Refused(f"There is no time zone {self.time_zone}.") from None
        return Terms(currency=self.currency, zone=zone, now=timezone.now())


def wanted_shop(options: argparse.Namespace) -> Wanted:
    platform = Connection.Platform(options.shop)
    known = Connection.objects.filter(platform=platform)
    if options.name:
        known = known.filter(name=options.name)
    shops = list(known[:2])
    if len(shops) > 1:
        raise Refused(f"There is more than one shop on {platform.label} here. Say which one with --name.")
    shop = shops[0] if shops else Connection(name=str(options.name or platform.label), time_zone=settings.TIME_ZONE)
    return Wanted(
        platform=platform.value,
        name=shop.name,
        currency=options.currency or shop.currency,
        time_zone=options.time_zone or shop.time_zone,
        product_url=options.product_url or shop.product_url,
    )


@dataclass
class Found:
    """What reading alone tells."""

    taken: dict[str, int]
    rejected: int
    first_rejects: list[Rejected]


def look_through(folder: Path, wanted: Wanted) -> Found:
    """Every file from end to end; nothing is written."""
    files = sound_files(folder, wanted)
    found = Found(taken={}, rejected=0, first_rejects=[])
    kinds: dict[str, Any] = {"products": files.products, "customers": files.customers, "orders": files.orders}
    for kind, records in kinds.items():
        for record in tqdm(records(), desc=f"Reading {kind}", unit="record", mininterval=0.5):
            if isinstance(record, Rejected):
                found.rejected += 1
                found.first_rejects += [record] if len(found.first_rejects) < SHOWN_MAX else []
            else:
                found.taken[kind] = found.taken.get(kind, 0) + 1
    return found


def sound_files(folder: Path, wanted: Wanted) -> ShopFiles:
    """The files of a folder that can be read from end to end; refuses one that has none of a shop."""
    try:
        files = read(folder, wanted.terms)
    except FileRefused as refusal:
        raise Refused(f"{refusal.file}: {refusal.reason}") from None
    report = files.check()
    if not report.is_sound:
        lines = [f"{fault.file}, line {fault.line}: {fault}" for fault in report.faults]
        raise Refused("\n".join(lines) or f"No file in {folder} is one we know.")
    return files


def tell(found: Found, wanted: Wanted) -> int:
    for kind, count in found.taken.items():
        sys.stdout.write(f"{count} {kind} can be taken over into {wanted.name}.\n")
    tell_rejects(found)
    sys.stdout.write("Nothing was changed.\n")
    return EXIT_PARTLY if found.rejected else EXIT_FINE


def tell_rejects(found: Found) -> None:
    for reject in found.first_rejects:
        sys.stderr.write(f"{reject.file}, line {reject.line}: {reject.reason}\n")
    if found.rejected > len(found.first_rejects):
        sys.stderr.write(f"and {found.rejected - len(found.first_rejects)} more\n")


def take(folder: Path, wanted: Wanted, options: argparse.Namespace) -> int:
    # Before anything is written: a shop that nothing came from should not be on the list.
    sound_files(folder, wanted)
    shop = connect_shop(
        name=wanted.name,
        platform=wanted.platform,
        currency=wanted.currency,
        time_zone=wanted.time_zone,
        product_url=wanted.product_url,
    )
    left_out = reject_file(options)
    bars: dict[str, tqdm[Any]] = {}

    def show(progress: Progress) -> None:
        kind = str(progress.kind)
        if kind not in bars:
            bars[kind] = tqdm(total=progress.rows_in_files, desc=kind, unit="row", mininterval=0.5)
        bars[kind].update(progress.records_done - bars[kind].n)

    try:
        done = import_files(shop, folder, strict=options.strict, reject_file=left_out, progress=show)
    finally:
        for bar in bars.values():
            bar.close()
    sys.stdout.write(
        f"{shop.name}: {done.created_count} new, {done.changed_count} changed, {done.same_count} as before.\n"
    )
    if done.rejected_count:
        sys.stdout.write(f"{done.rejected_count} rows were left out. They stand in {left_out} with the reason.\n")
        return EXIT_PARTLY
    return EXIT_FINE


def reject_file(options: argparse.Namespace) -> Path:
    if options.rejects:
        return Path(options.rejects).expanduser()
    stamp = datetime.now(tz=timezone.get_current_timezone()).strftime("%Y-%m-%d-%H%M%S")
    return Path(settings.KORZO_DATA) / "imports" / f"{options.shop}-{stamp}-left-out.csv"
