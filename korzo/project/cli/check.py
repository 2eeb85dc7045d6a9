import argparse
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import Error, connection

from korzo.project.cli import EXIT_FAILED, EXIT_FINE
from korzo.project.preparation import missing_migrations

# Nobody but the one who runs Korzo may read the key that signs sessions.
SECRET_MODE = 0o600

# Django's words for mail that is written to files; ours say what to do.
MAIL_TO_FILES = "mail.E001"

type Findings = list[str]


def run(_options: argparse.Namespace) -> int:
    """Each question prints one line, and what is wrong below it."""
    outcome = EXIT_FINE
    for question, look in QUESTIONS.items():
        findings = look()
        sys.stdout.write(f"{'not well' if findings else 'well':>8}  {question}\n")
        for finding in findings:
            sys.stdout.write(f"{'':>10}{finding}\n")
            outcome = EXIT_FAILED
    return outcome


def settings_are_safe() -> Findings:
    return [
        f"{found.id}: {found.msg}"
        for found in checks.run_checks(include_deployment_checks=True)
        if found.level >= checks.WARNING and not found.is_silenced() and found.id != MAIL_TO_FILES
    ]


def mail_goes_out() -> Findings:
    if settings.MAIL_HOST:
        return []
    return [f"Mail is only written to {settings.MAIL_FOLDER}. Set KORZO_MAIL_HOST to let it leave."]


def database_answers() -> Findings:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return [f"The database does not answer: {error}"]
    return []


def database_is_up_to_date() -> Findings:
    try:
        missing = missing_migrations()
    except Error:
        return ["Unknown, because the database does not answer."]
    return [f"{missing} steps are missing. `korzo up` does them, or `korzo prepare` alone."] if missing else []


def folders_can_be_written() -> Findings:
    findings = []
    for folder in (Path(settings.KORZO_DATA), Path(settings.MEDIA_ROOT), Path(settings.MAIL_FOLDER)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            findings.append(f"{folder}: {error.strerror}")
    return findings


def secret_is_secret() -> Findings:
    path = Path(settings.KORZO_DATA) / "secret-key"
    if not path.exists():
        # The key came from the environment, which is the owner's to guard.
        return []
    found = path.stat()
    findings = []
    if stat.S_IMODE(found.st_mode) & ~SECRET_MODE:
        findings.append(f"Others can read {path}. Put it right with: chmod 600 {path}")
    if found.st_uid != os.getuid():
        findings.append(f"{path} belongs to another user than the one who runs this.")
    return findings


QUESTIONS: dict[str, Callable[[], Findings]] = {
    "the settings are safe": settings_are_safe,
    "the database answers": database_answers,
    "the database is up to date": database_is_up_to_date,
    "the data folder can be written to": folders_can_be_written,
    "mail leaves this machine": mail_goes_out,
    "the secret key is secret": secret_is_secret,
}
