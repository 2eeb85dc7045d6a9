"""Handles: the short name in a member's address and in mentions, made from their name."""

import unicodedata

from korzo.members.models import HANDLE_LENGTH_MAX, Member

# Names that would look like the house speaking.
RESERVED = frozenset(
    {
        "admin",
        "korzo",
        "staff",
        "team",
        "moderator",
        "owner",
        "support",
        "system",
        "account",
        "everyone",
        "settings",
        "privacy",
    }
)
# Classes of marks without which a letter is another one: vowel signs, dots below, and the sign that joins consonants.
# The points over Arabic or Hebrew letters are of other classes; nobody types them in a mention.
_PART_OF_LETTER = frozenset({0, 7, 9})
TRIES_MAX = 10_000


def handle_for(name: str) -> str:
    """A free handle: letters of any script and digits, marks of Latin letters dropped, a number added when taken."""
    stem = _stem(name)
    if stem not in RESERVED and not _is_taken(stem):
        return stem
    taken = set(Member.objects.filter(handle__istartswith=stem).values_list("handle", flat=True))
    folded = {handle.lower() for handle in taken}
    return next(f"{stem}{n}" for n in range(2, TRIES_MAX) if f"{stem}{n}" not in folded)


def _stem(name: str) -> str:
    first = unicodedata.normalize("NFKC", name).strip().lower().split(" ")[0]
    decomposed = unicodedata.normalize("NFD", first)
    is_latin = any("a" <= sign <= "z" for sign in decomposed)
    plain = "".join(sign for sign in decomposed if not (is_latin and unicodedata.combining(sign)))
    joined = "".join(sign for sign in unicodedata.normalize("NFC", plain) if _fits(sign)).strip("_")
    return joined[: HANDLE_LENGTH_MAX - 6] or "member"


def _fits(sign: str) -> bool:
    if unicodedata.category(sign).startswith("M"):
        return unicodedata.combining(sign) in _PART_OF_LETTER
    return sign.isalnum() or sign == "_"


def _is_taken(handle: str) -> bool:
    return Member.objects.filter(handle__iexact=handle).exists()
