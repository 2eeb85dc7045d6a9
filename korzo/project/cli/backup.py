import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from korzo.kit import env
from korzo.kit.errors import Refused
from korzo.project.carry import Failed
from korzo.project.carry.backup import check_may_replace, keep_newest, own_name, write_backup
from korzo.project.carry.files import areas_of
from korzo.project.carry.form import Summary
from korzo.project.carry.progress import Progress
from korzo.project.carry.restore import opened
from korzo.project.carry.stores import home_of
from korzo.project.carry.troubles import in_words
from korzo.project.cli import EXIT_FAILED, EXIT_FINE
from korzo.project.watch.backups import note_backup

GONE_SHOWN_MAX = 5


def run(options: argparse.Namespace) -> int:
    progress = Progress(is_shown=not options.quiet)
    try:
        with in_words("The backup"):
            return check(options, progress) if options.check else save(options, progress)
    except Failed as failure:
        sys.stderr.write(f"{failure}\n")
        return EXIT_FAILED


def check(options: argparse.Namespace, progress: Progress) -> int:
    if not options.file or options.keep:
        raise Refused("Say which file to check: korzo backup --check FILE")
    archive = opened(Path(options.file).expanduser(), progress)
    about, summary = archive.about, archive.summary
    say(
        f"It is whole: {summary.rows:,} rows and {summary.files:,} files of {about.created_at}, "
        f"from Korzo {about.version} on {about.database}."
    )
    tell_gone(summary)
    return EXIT_FINE


def save(options: argparse.Namespace, progress: Progress) -> int:
    data = Path(settings.KORZO_DATA)
    path = place_for(options.file, data)
    is_ours_to_name = path.name != Path(options.file or "").name
    if options.keep is not None and (options.keep < 1 or not is_ours_to_name):
        raise Refused("--keep needs a number from 1 on, and a folder or nothing at all as FILE.")
    check_may_replace(path)
    home = home_of(env.secret("KORZO_DATABASE"), data)
    summary = write_backup(home, data, path, areas=areas_of(data), secret_key=settings.SECRET_KEY, progress=progress)
    note_backup()
    gone = keep_newest(path.parent, options.keep) if options.keep else []
    if options.quiet:
        return EXIT_FINE
    say(f"Saved {summary.rows:,} rows and {summary.files:,} files in {path} ({path.stat().st_size:,} bytes).")
    tell_gone(summary)
    if gone:
        say(f"Older ones removed: {len(gone)}.")
    say("The secret key is not in it. Keep a copy of that elsewhere: without it everybody has to sign in again.")
    return EXIT_FINE


def place_for(given: str | None, data: Path) -> Path:
    """The file that was named, or one with a name of ours in the folder that was named."""
    if not given:
        folder = data / "backups"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / own_name(datetime.now(UTC))
    path = Path(given).expanduser().resolve()
    if path.is_dir():
        return path / own_name(datetime.now(UTC))
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}.")
    return path


def tell_gone(summary: Summary) -> None:
    if summary.gone_count:
        named = ", ".join(summary.gone[:GONE_SHOWN_MAX])
        say(f"{summary.gone_count} files were deleted while it was made and are not in it: {named}")


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
