"""What kind of letter came in: a report about one of ours, an answer by a program, or words of a person."""

import re
from dataclasses import dataclass

from korzo.kit.letters.parse import Letter
from korzo.kit.letters.patterns import ABSENCE, LEAVE

_STATUS = re.compile(r"^status:\s*([245])\.(\d{1,3})\.(\d{1,3})", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(r"^action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
# Servers without reports write "550 5.1.1 User unknown" somewhere in the words.
_CODE_IN_WORDS = re.compile(r"(?<![\d.])(?:[45]\d\d[ -])?([45])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_ROBOT = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|donotreply|bounces?)([+._-].*)?@")
_DAEMON = re.compile(r"(mailer-daemon|postmaster)@")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
REPORT_BYTES_MAX = 64 * 1024
# Whoever wants no more writes one word, not a letter.
LEAVE_LENGTH_MAX = 60


@dataclass(frozen=True)
class Bounce:
    """`code` as mail servers write it: "5.1.1" for good, "4.2.2" for now; empty where none is named."""

    code: str = ""


def bounce_of(letter: Letter) -> Bounce | None:
    """A report about a letter of ours. One that tells of success or of reading is a Bounce without a code."""
    is_report = letter.media_type == "multipart/report"
    has_no_sender = "<>" in {one.strip() for one in letter.all("return-path")}
    by_daemon = any(_DAEMON.match(mail) for mail in letter.addresses("from"))
    if not (is_report or has_no_sender or (by_daemon and _code_in_words(letter))):
        return None
    if not is_report and not by_daemon:
        # An absence note leaves without a sender, too: it is no bounce unless it says what failed.
        return Bounce(code) if (code := _reported(letter)) else _automatic_instead(letter)
    return Bounce(_reported(letter) or _code_in_words(letter))


def _automatic_instead(letter: Letter) -> Bounce | None:
    return None if automatic_sign(letter) else Bounce()


def _reported(letter: Letter) -> str:
    for part in letter.parts:
        if part.media_type == "message/delivery-status":
            text = part.data[:REPORT_BYTES_MAX].decode("utf-8", "replace")
            action = _ACTION.search(text)
            status = _STATUS.search(text)
            if status and (action is None or action[1].lower() in {"failed", "delayed"}):
                # "Delayed" is a promise to try again, whatever digit stands before.
                digit = "4" if action and action[1].lower() == "delayed" else status[1]
                return f"{digit}.{status[2]}.{status[3]}" if digit != "2" else ""
            return ""
    return ""


def _code_in_words(letter: Letter) -> str:
    if any(part.media_type == "message/delivery-status" for part in letter.parts):
        return ""
    found = _CODE_IN_WORDS.search(letter.plain[:REPORT_BYTES_MAX])
    return f"{found[1]}.{found[2]}.{found[3]}" if found else ""


def automatic_sign(letter: Letter) -> str:
    """By what we know that no person wrote it; empty where one did.

    `X-Auto-Response-Suppress` is none of the signs: mail of people carries it, too.
    """
    submitted = letter.header("auto-submitted").split(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "auto-submitted"
    if letter.header("precedence").strip().lower() in _BULK:
        return "precedence"
    for name in ("list-id", "x-autoreply", "x-autorespond", "x-auto-reply-from"):
        if letter.has(name):
            return name
    if any(_ROBOT.match(mail) for mail in letter.addresses("from", "sender")):
        return "robot"
    return "absence" if ABSENCE.search(letter.subject[:200]) else ""


def is_wish_to_leave(words: str) -> bool:
    """Whether all that somebody wrote is that they want no more of it."""
    line = " ".join(words.split()).strip(" .!,").casefold()
    return len(line) <= LEAVE_LENGTH_MAX and line in LEAVE
