"""Is this installation set up well? What a person at the command line put right or wrong."""

import os
import stat
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext as _

from korzo.project.watch.findings.finding import Finding, bad, good, look

# Nobody but the one who runs Korzo may read the key that signs sessions.
SECRET_MODE = 0o600

# Django's words for mail that is written to files; ours say what to do.
MAIL_TO_FILES = "mail.E001"


def safe_settings() -> Finding:
    found = _complaints()
    if not found:
        return good(_("The settings are safe."))
    return look(
        _("Some settings could be safer: %(what)s") % {"what": " · ".join(found)},
        _("Each begins with its name in the documentation of Django."),
    )


@cache
def _complaints() -> tuple[str, ...]:
    """Settings stay as they are while a process lives, and asking about them takes a moment."""
    return tuple(
        f"{found.id}: {found.msg}"
        for found in checks.run_checks(include_deployment_checks=True)
        if found.level >= checks.WARNING and not found.is_silenced() and found.id != MAIL_TO_FILES
    )


def folders() -> Finding:
    troubles = []
    for folder in (Path(settings.KORZO_DATA), Path(settings.MEDIA_ROOT), Path(settings.MAIL_FOLDER)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            troubles.append(f"{folder}: {error.strerror}")
    if not troubles:
        return good(_("The data folder can be written to."))
    return bad(
        _("The data folder cannot be written to. %(what)s") % {"what": " · ".join(troubles)},
        _("Give it to the user who runs Korzo."),
    )


def secret() -> Finding:
    path = Path(settings.KORZO_DATA) / "secret-key"
    if not path.exists():
        # The key came from the environment, which is the owner's to guard.
        return good(_("The secret key is secret."))
    found = path.stat()
    if stat.S_IMODE(found.st_mode) & ~SECRET_MODE:
        return bad(
            _("Others on this machine can read the secret key."),
            _("Put it right with: chmod 600 %(path)s") % {"path": path},
        )
    if found.st_uid != os.getuid():
        return look(
            _("The secret key belongs to another user than the one who runs this."),
            _("Call this as the user who runs Korzo, or give them the file: %(path)s") % {"path": path},
        )
    return good(_("The secret key is secret."))
