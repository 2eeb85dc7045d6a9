import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from korzo.exchange.actions import export_to
from korzo.kit.errors import Refused
from korzo.project.cli import EXIT_FINE
from korzo.project.preparation import prepare


def run(options: argparse.Namespace) -> int:
    prepare()
    path = Path(options.file).expanduser()
    if path.exists() and not options.replace:
        raise Refused(f"{path} is there already. With --replace it is written anew.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}.")
    with tqdm(desc="Writing", unit="row", mininterval=0.5) as bar:

        def show(_kind: str, done: int) -> None:
            bar.update(done - bar.n)

        counts = export_to(path, with_mails=options.with_mails, reason=options.reason or "", listener=show)
    for kind, count in counts.items():
        sys.stdout.write(f"{count:>12,} {kind}\n")
    sys.stdout.write(f"Everything is in {path}. Whoever has it has all that was said here.\n")
    return EXIT_FINE
