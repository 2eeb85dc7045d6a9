"""Why something failed, in words for whoever runs the community. The exact report stands beside it."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The last line of a report: `package.Name: message`, or a bare `Name`.
_EXCEPTION = re.compile(r"^(?:[\w.]+\.)?([A-Z]\w+)(?::\s|$)")

_ENDED = _("The worker ended in the middle of it.")
_AWAY = _("The other side could not be reached.")
_DATABASE = _("The database was away or too busy.")
_GONE = _("What it was about is not there any more.")
_CODE_GONE = _("The part of Korzo that did this is not there any more.")
_REFUSED_MAIL = _("The mail server did not take it.")
_FILE = _("A file could not be found, read or written.")

_REASONS: Mapping[str, Promise] = {
    "ProcessPrunedError": _ENDED,
    "ProcessExitError": _ENDED,
    "ProcessMissingError": _ENDED,
    "ConnectionError": _AWAY,
    "ConnectionRefusedError": _AWAY,
    "ConnectionResetError": _AWAY,
    "ConnectionAbortedError": _AWAY,
    "BrokenPipeError": _AWAY,
    "TimeoutError": _("The other side took too long to answer."),
    "gaierror": _AWAY,
    "URLError": _AWAY,
    "SSLError": _AWAY,
    "SSLCertVerificationError": _("The other side could not prove who it is."),
    "SMTPServerDisconnected": _AWAY,
    "SMTPConnectError": _AWAY,
    "SMTPAuthenticationError": _("The mail server did not accept the password."),
    "SMTPDataError": _REFUSED_MAIL,
    "SMTPHeloError": _REFUSED_MAIL,
    "OperationalError": _DATABASE,
    "InterfaceError": _DATABASE,
    "MemoryError": _("There was not enough memory."),
    "FileNotFoundError": _FILE,
    "PermissionError": _FILE,
    "DoesNotExist": _GONE,
    "Missing": _GONE,
    "ImportError": _CODE_GONE,
    "ModuleNotFoundError": _CODE_GONE,
    "UnknownVerb": _CODE_GONE,
}
# What a sender heard of the other side, as the system says it.
_AWAY_WORDS = re.compile(
    r"Connection (refused|reset|unexpectedly closed)|timed out|unreachable|No route to host|not known|name resolution"
)
_REFUSALS = frozenset({"Refused", "FieldRefused", "FilesRefused"})
_NO_SPACE = "No space left on device"


def reason(report: str) -> str:
    """One sentence; `report` is a traceback, its last line, or the words of a sender about the other side."""
    line = last_line(report)
    if _NO_SPACE in line:
        return gettext("The disk is full.")
    if line.startswith(("LookupError: Nobody is called ", "Nobody can send ")):
        return str(_CODE_GONE)
    found = _EXCEPTION.match(line)
    if found and found.group(1) in _REFUSALS and line[found.end() :]:
        # Our own refusals are sentences for people already.
        return line[found.end() :]
    known = _REASONS.get(found.group(1)) if found else None
    if known is not None:
        return str(known)
    if _AWAY_WORDS.search(line):
        return str(_AWAY)
    # What is no exception, a sender wrote about the other side.
    return gettext("Korzo met something that it did not expect.") if found else gettext("It could not be sent.")


def last_line(report: str) -> str:
    lines = report.strip().splitlines()
    return lines[-1].strip() if lines else ""
