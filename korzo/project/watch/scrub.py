"""Takes out of a text what a log must not hold: mail and network addresses, secrets, and values of rows.

In doubt something harmless goes too: a log that says less is still of use, a secret in it is lost for good.
"""

import ipaddress
import re

GONE = "…"

# A line of a log is read by people; a traceback is the longest that we write on purpose.
TEXT_LENGTH_MAX = 20_000
# What is shorter may be a word.
SECRET_LENGTH_MIN = 20

_LOCAL_ADDRESSES = frozenset({"127.0.0.1", "0.0.0.0", "::1", "::"})  # noqa: S104 (words of a log, nobody listens there)

# `name=value`, `"name": "value"`, `name: value` where the name says that the value is nobody's business.
_NAMED = re.compile(
    r"(?<![\w-])(?P<name>[\w-]{0,40}(?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|private[_-]?key|authori[sz]ation|cookie"
    r"|session|csrf|signature|credential|otp|x-amz-)[\w-]{0,40})"
    r"(?P<between>[\"']?\s*[=:]\s*)"
    r"(?P<value>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|(?:(?:Bearer|Basic|Token)\s+)?[^\s,;&\"')\]}]+)",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(Bearer|Basic|Token)\s+[\w.~+/=:-]{8,}", re.IGNORECASE)
# Who speaks at an address, and what is asked there, is left out of every URL.
_USER_IN_URL = re.compile(r"(?<!\w)(\w{1,20}://)[^\s/@]*@")
_QUERY = re.compile(r"(?<=[\w/])\?[\w.%~+-]*=[^\s\"'<>)]*")
_MAIL = re.compile(r"(?<![^\s@<>()\[\],;:\"])[^\s@<>()\[\],;:\"]+@[^\s<>()\[\],;:\"']+")
# PostgreSQL tells the values of the row that it refuses.
_ROW_VALUES = re.compile(r"(Key \([^)]{0,400}\)=)\(.{0,2000}?\)(?= (?:already|is|conflicts|still))", re.DOTALL)
_FAILING_ROW = re.compile(r"(Failing row contains )\(.{0,4000}\)", re.DOTALL)
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w)")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-fA-F]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4})(?![\w:])")
_LONG = re.compile(rf"[A-Za-z0-9_-]{{{SECRET_LENGTH_MIN},}}")

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Names of code: `get_or_create`, `0001_first_tables`, `TransactionManagementError`, `HTTPResponse`, `KORZO_DATA`.
_WORD = re.compile(
    r"[a-z]{0,16}\d{0,6}|[A-Z]{1,16}\d{0,4}|(?:[A-Z]{1,6}(?=[A-Z][a-z]{2}))?(?:[A-Z][a-z]{2,15}){1,6}\d{0,4}"
)


def scrubbed(text: str) -> str:
    """The same text without what a log must not hold; what is very long is cut.

    Most lines hold none of the signs that give such things away, and those cost next to nothing.
    """
    if len(text) > TEXT_LENGTH_MAX:
        text = text[: TEXT_LENGTH_MAX // 2] + f" {GONE} " + text[-TEXT_LENGTH_MAX // 2 :]
    if ")=(" in text or "Failing row" in text:
        text = _ROW_VALUES.sub(rf"\1({GONE})", _FAILING_ROW.sub(rf"\1({GONE})", text))
    if "://" in text:
        text = _USER_IN_URL.sub(rf"\1{GONE}@", text)
    if "?" in text:
        text = _QUERY.sub(f"?{GONE}", text)
    if "=" in text or ":" in text:
        text = _NAMED.sub(rf"\g<name>\g<between>{GONE}", text)
        text = _IPV6.sub(_without_address, text)
    text = _BEARER.sub(rf"\1 {GONE}", text)
    if "@" in text:
        text = _MAIL.sub(_without_mail, text)
    if text.count(".") > 2:
        text = _IPV4.sub(_without_address, text)
    return _LONG.sub(_without_secret, text)


def _without_mail(found: re.Match[str]) -> str:
    # What stood before the sign in an URL is gone already.
    before, _sign, after = found[0].partition("@")
    return found[0] if before.endswith(f"//{GONE}") or (before == GONE and after) else f"{GONE}@{GONE}"


def _without_address(found: re.Match[str]) -> str:
    try:
        ipaddress.ip_address(found[0])
    except ValueError:
        # A time of day, or a number of a version.
        return found[0]
    return found[0] if found[0] in _LOCAL_ADDRESSES else GONE


def _without_secret(found: re.Match[str]) -> str:
    """Keep what is built of words, as names in code are; what looks thrown together is taken for a secret."""
    text = found[0]
    if _UUID.fullmatch(text) or all(_WORD.fullmatch(part) for part in re.split("[_-]", text)):
        return text
    return GONE
