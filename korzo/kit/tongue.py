"""Languages: which one a reader wants, and which one a text is in.

A text's is told by its script: enough for `lang` and the right font, and never worth a model.
"""

import re
from functools import lru_cache

from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header

# Browsers send far less; reading more would only keep us busy.
ACCEPT_LENGTH_MAX = 500

_LETTERS = re.compile(r"[^\W\d_]")
_SCRIPTS = {
    "Gujr": re.compile("[\u0a80-\u0aff]"),
    "Arab": re.compile("[\u0600-\u06ff\u0750-\u077f]"),
    "Cyrl": re.compile("[\u0400-\u04ff]"),
}
_ONLY_PERSIAN = re.compile("[پچژگکی]")
_ONLY_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_ONLY_RUSSIAN = re.compile("[ыэъёЫЭЪЁ]")
_NOT_LATIN = {"gu", "fa", "uk"}
# The script of a text is that of most of its letters; names and brands in Latin are common everywhere.
_SHARE_MIN = 0.4
# A long text shows its language early.
_LOOK_AT = 2_000


@lru_cache(maxsize=1_000)
def wanted_language(cookie: str, accept: str) -> str:
    """The language of the cookie, else the first of the browser's that we have. Never guessed from the address."""
    codes = {code for code, _name in settings.LANGUAGES}
    if cookie in codes:
        return cookie
    # Django's own reading asks for its own catalogues, and it has none of Gujarati.
    wanted = (tag.split("-")[0] for tag, _weight in parse_accept_lang_header(accept[:ACCEPT_LENGTH_MAX].lower()))
    return next((code for code in wanted if code in codes), settings.LANGUAGE_CODE)


def guess_language(plain: str, *, of_author: str) -> str:
    """Latin letters do not tell Slovak from Spanish, so the author's own language decides there."""
    text = plain[:_LOOK_AT]
    letters = len(_LETTERS.findall(text))
    script = next(
        (name for name, one in _SCRIPTS.items() if letters and _share(one, text, letters) >= _SHARE_MIN), "Latn"
    )
    if script == "Gujr":
        return "gu"
    if script == "Arab":
        return "fa" if of_author == "fa" or _ONLY_PERSIAN.search(text) else "ar"
    if script == "Cyrl":
        return "ru" if _ONLY_RUSSIAN.search(text) and not _ONLY_UKRAINIAN.search(text) else "uk"
    return "en" if of_author in _NOT_LATIN and letters else of_author


def _share(script: re.Pattern[str], text: str, letters: int) -> float:
    return len(script.findall(text)) / letters
