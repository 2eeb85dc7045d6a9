import argparse
import sys

from korzo.kit import env
from korzo.kit.errors import Refused
from korzo.project.carry import Failed
from korzo.project.carry.move import Moved, move
from korzo.project.carry.progress import Progress
from korzo.project.carry.stores import Home, home_of
from korzo.project.carry.troubles import in_words
from korzo.project.cli import EXIT_FAILED, EXIT_FINE, EXIT_PARTLY
from korzo.project.cli.backup import say
from korzo.project.cli.restore import tell_changed
from korzo.project.installation import this_installation


def run(options: argparse.Namespace) -> int:
    data = this_installation().data
    source = home_of(env.secret("KORZO_DATABASE"), data)
    address = options.to or env.secret("KORZO_MOVE_TO")
    if not address:
        raise Refused("Say where to: korzo move --to postgres://user@host:5432/korzo, or --to sqlite")
    target = home_of(address, data)
    try:
        with in_words("The move"):
            moved = move(source, target, data, replace=options.replace, progress=Progress())
    except Failed as failure:
        sys.stderr.write(f"{failure}\n")
        return EXIT_FAILED
    return tell(moved, source, target)


def tell(moved: Moved, source: Home, target: Home) -> int:
    summary = moved.archive.summary
    say(f"{summary.rows:,} rows of {len(summary.tables)} tables are in {target.shown} now; every row was compared.")
    tell_changed(moved.changed_rows)
    if moved.was_running:
        say(
            f"The community was running. What it wrote after {moved.archive.about.created_at} is not there. "
            "To move for good, stop it and do this again with --replace."
        )
        return EXIT_PARTLY
    if target.address:
        say(f"Next, set KORZO_DATABASE={target.shown} (with its password) wherever Korzo starts, then: korzo up")
    else:
        say("Next, take KORZO_DATABASE out of the settings wherever Korzo starts, then: korzo up")
    say(f"The old database stays as it is in {source.shown}. Delete it when you no longer want to go back.")
    return EXIT_FINE
