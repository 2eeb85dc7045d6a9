"""The word in the address of a product, where the file does not bring one."""

import re
import unicodedata

HANDLE_CHARS_MAX = 120
# Letters that Unicode does not take apart into a plain one and an accent.
_PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ı": "i"})
_NOT_A_WORD = re.compile(r"[^\w]+")


def handle_of(title: str) -> str:
    """Accents fall off Latin letters; other scripts stay as they are, since browsers show them well."""
    decomposed = unicodedata.normalize("NFKD", title.casefold().translate(_PLAIN))
    bare = "".join(char for char in decomposed if not ("\u0300" <= char <= "\u036f"))
    return _NOT_A_WORD.sub("-", unicodedata.normalize("NFC", bare)).strip("-_")[:HANDLE_CHARS_MAX].rstrip("-")
