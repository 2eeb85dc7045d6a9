import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from korzo.exchange.actions import begin, bring_in, discard, look, receive_file, receive_redis
from korzo.exchange.models import Import
from korzo.exchange.queries import counted, noted
from korzo.exchange.reading import redis_store
from korzo.kit.errors import Refused
from korzo.project.cli import EXIT_FINE, EXIT_PARTLY, EXIT_REFUSED
from korzo.project.preparation import prepare

# Enough to see what is wrong; all of them stand on the page of the import.
SHOWN_MAX = 10


def run(options: argparse.Namespace) -> int:
    """Whatever happens to this process, what is done is done: the same command goes on from there."""
    prepare()
    brought = (None if options.dry_run else _unfinished(options.shop)) or look(_received(options).pk)
    if brought.state == Import.State.FAULTY:
        sys.stderr.write(f"{brought.sentence}\n")
        return EXIT_REFUSED
    tell(brought)
    if options.dry_run or (options.strict and brought.reject_count):
        discard(brought, actor=None)
        sys.stdout.write("Nothing was changed.\n")
        return EXIT_REFUSED if options.strict and brought.reject_count else _outcome(brought)
    with tqdm(desc="Bringing in", unit="row", mininterval=0.5) as bar:

        def show(_step: str, done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        done = bring_in(begin(brought, actor=None).pk, listener=show)
    sys.stdout.write(f"{done.source} is brought in. Nobody was told of it.\n")
    return _outcome(done)


def _received(options: argparse.Namespace) -> Import:
    """A file, or a server of Redis that is read into one."""
    name = options.name or ""
    if redis_store.is_address(options.shop):
        with tqdm(desc="Reading the server", unit="object", mininterval=0.5) as bar:

            def show(count: int) -> None:
                bar.update(count - bar.n)

            return receive_redis(options.shop, source=name, listener=show)
    path = Path(options.shop).expanduser()
    if not path.is_file():
        raise Refused(f"There is no file {path}. Or is it a shop? Then say its folder, too: korzo import shopify DIR")
    return receive_file(path, source=name)


def _unfinished(said: str) -> Import | None:
    """What an earlier call began and did not end: known by its whole path, for many files are called `dump.sql`."""
    running = Import.objects.filter(state=Import.State.RUNNING, sender=None).first()
    if running is None:
        return None
    whence = redis_store.name_of(said) if redis_store.is_address(said) else str(Path(said).expanduser().resolve())
    if running.origin != whence:
        raise Refused(
            f"The import of {running.origin} was broken off before its end. Let it go on first: "
            f"korzo import {running.origin}"
        )
    sys.stdout.write(f"Going on with what was begun: {running.file_name}\n")
    return running


def tell(brought: Import) -> None:
    sys.stdout.write(f"{brought.form}, known as {brought.source}\n")
    for one in counted(brought):
        sys.stdout.write(f"{one.number:>12,} {one.words}\n")
    for one in noted(brought):
        sys.stdout.write(f"{one.number:>12,} {one.words}\n")
    if brought.reject_count:
        sys.stderr.write(f"{brought.reject_count:>12,} rows that cannot be taken:\n")
        for reject in brought.rejects.filter(is_taken=False).order_by("pk")[:SHOWN_MAX]:
            sys.stderr.write(f"  {reject.file}, row {reject.line}: {reject.reason}\n")
    changed = brought.rejects.filter(is_taken=True).count()
    if changed:
        sys.stderr.write(
            f"{changed:>12,} rows that come otherwise than they stand; the page of the import says in what\n"
        )


def _outcome(brought: Import) -> int:
    return EXIT_PARTLY if brought.reject_count else EXIT_FINE
