"""Handles: the short name in a member's address and in mentions, made from their name."""

import unicodedata
from collections.abc import Sequence
from secrets import token_hex

from django.db.models.functions import Lower

from korzo.members.models import HANDLE_LENGTH_MAX, Member, TakenHandle

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
ROUNDS_MAX = 20
# How accounts are called that are nobody's any more.
OF_FORMER_MEMBERS = ("erased-", "former-")


def is_taken(handle: str) -> bool:
    folded = handle.lower()
    return (
        folded in RESERVED
        or folded.startswith(OF_FORMER_MEMBERS)
        or _is_members(folded)
        or TakenHandle.objects.filter(handle=folded).exists()
    )


def _is_members(folded: str) -> bool:
    return Member.objects.get_queryset().in_any_case("handle", folded).exists()


def handle_for(name: str) -> str:
    """A free handle: letters of any script and digits, marks of Latin letters dropped, a number added when taken."""
    stem = _stem(name)
    if not is_taken(stem):
        return stem
    taken = set(Member.objects.filter(handle__istartswith=stem).values_list("handle", flat=True))
    taken |= set(TakenHandle.objects.filter(handle__startswith=stem).values_list("handle", flat=True))
    folded = {handle.lower() for handle in taken}
    return next(f"{stem}{n}" for n in range(2, TRIES_MAX) if f"{stem}{n}" not in folded)


def free_handles(names: Sequence[str]) -> list[str]:
    """The same for many at once, each another one: a question for each round in which some were taken."""
    found: dict[int, str] = {}
    for n in range(1, ROUNDS_MAX):
        asked = {
            place: stem if n == 1 else f"{stem}{n}"
            for place, name in enumerate(names)
            if place not in found
            for stem in [_stem(name)]
        }
        if not asked:
            break
        wanted = {one.lower() for one in asked.values()}
        rows = Member.objects.annotate(folded=Lower("handle")).filter(folded__in=wanted)
        taken = RESERVED | set(rows.values_list("folded", flat=True)) | {one.lower() for one in found.values()}
        taken |= set(TakenHandle.objects.filter(handle__in=wanted).values_list("handle", flat=True))
        for place, handle in asked.items():
            if handle.lower() not in taken:
                found[place] = handle
                taken = taken | {handle.lower()}
    # Of a name that hundreds have, or of no letters at all: something drawn, which nobody has.
    return [found.get(place) or f"{_stem(name)[:12]}{token_hex(5)}" for place, name in enumerate(names)]


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
