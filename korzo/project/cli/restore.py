import argparse
import sys
from pathlib import Path

from korzo.kit import env
from korzo.project.carry import Failed
from korzo.project.carry.progress import Progress
from korzo.project.carry.restore import restore
from korzo.project.carry.stores import home_of
from korzo.project.carry.troubles import in_words
from korzo.project.cli import EXIT_FAILED, EXIT_FINE
from korzo.project.cli.backup import say, tell_gone
from korzo.project.installation import this_installation


def run(options: argparse.Namespace) -> int:
    installation = this_installation()
    home = home_of(env.secret("KORZO_DATABASE"), installation.data)
    path = Path(options.file).expanduser().resolve()
    try:
        with in_words("The restore"):
            done = restore(path, installation, home, replace=options.replace, progress=Progress())
    except Failed as failure:
        sys.stderr.write(f"{failure}\n")
        return EXIT_FAILED
    summary = done.archive.summary
    say(
        f"Restored {summary.rows:,} rows and {summary.files:,} files of {done.archive.about.created_at} "
        f"to {home.shown}; every row was compared."
    )
    tell_gone(summary)
    tell_changed(done.changed_rows)
    if done.has_other_key:
        say(
            "This installation has another secret key than the one that was saved: everybody signs in again, and links "
            "in mails sent before no longer work. To keep them, set KORZO_OLD_SECRET_KEYS to the former key."
        )
    say("Start it with: korzo up")
    return EXIT_FINE


def tell_changed(count: int) -> None:
    if count:
        say(f"In {count:,} rows a sign was left out that PostgreSQL has no way to keep (a zero byte or half a pair).")
