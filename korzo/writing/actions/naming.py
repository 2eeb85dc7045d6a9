"""Names in a text: who is meant, the link to them, and the gap that they leave when they go."""

import re
from collections.abc import Mapping, Sequence

import regex
from django.utils.html import format_html
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused
from korzo.kit.html import MENTION
from korzo.members.models import Member
from korzo.members.queries import by_handles

# In place of a name. No word, because nobody knows in which language it would be read.
GONE = "@…"
# A value in quotes may hold any sign, also the one that ends a tag.
_TAGS = re.compile(r'(<(?:[^>"]|"[^"]*")+>)')
_CLOSED_TO_LINKS = frozenset({"a", "code", "pre"})


def named_in(handles: Sequence[str], *, actor: Member, most: int) -> dict[str, Member]:
    """Members by their handle in lower case. A sentence may end on the handle: its full stop is not part of it."""
    wanted = list(dict.fromkeys(handle.rstrip(".-") for handle in handles))
    if not wanted:
        return {}
    # A script may list the whole town; the question to the database stays small.
    found = by_handles(wanted[: 3 * most + 1])
    if len(found.keys() - {actor.handle.lower()}) > most:
        raise FieldRefused("body", _("You mention a lot of people here. Please choose the few whom it is for."))
    return found


def with_links(cleaned: str, addresses: Mapping[str, str]) -> str:
    """Names become links in the words alone: never in a tag, in another link or in code.

    `addresses` are the pages of those who are named, by handle in lower case.
    """
    if not addresses:
        return cleaned
    parts: list[str] = []
    inside = 0
    for part in _TAGS.split(cleaned):
        if _TAGS.fullmatch(part):
            inside += _step(part)
            parts.append(part)
        else:
            parts.append(part if inside else MENTION.sub(lambda found: _link(found, addresses), part))
    return "".join(parts)


def addresses_of(named: Mapping[str, Member]) -> dict[str, str]:
    return {handle: member.get_absolute_url() for handle, member in named.items()}


def _step(tag: str) -> int:
    name = tag.strip("</>").split(" ", 1)[0]
    if name not in _CLOSED_TO_LINKS:
        return 0
    return -1 if tag.startswith("</") else 1


def _link(found: regex.Match[str], addresses: Mapping[str, str]) -> str:
    handle = found[1].rstrip(".-")
    address = addresses.get(handle.lower())
    if address is None:
        return found[0]
    return format_html('<a href="{}">@{}</a>', address, handle) + found[1][len(handle) :]


def without_name(text: str, handle: str) -> str:
    """The words of a person who left go on without their name."""
    name = re.escape(handle)
    unlinked = re.sub(rf'<a href="[^"]*"[^>]*>@{name}</a>', GONE, text, flags=re.IGNORECASE)
    return re.sub(rf"@{name}(?![\w-])", GONE, unlinked, flags=re.IGNORECASE)
