"""Personal parts: the places of a page that look different for each visitor, and who fills them.

A template leaves a mark (`{% personal "discussions.post_foot" post.pk %}`); everything else on the page is the same for
everybody who may see it. When the page is rendered, a filler receives all keys of the page at once, so a topic of
twenty posts costs no more queries than one post. A page without its parts can thus be stored once for all visitors.

Most members have nothing to do with most posts. So a part may have a base, which is how it looks to guests and to
all members with nothing of their own in it; it is stored with the page, and the filler answers only for what differs.

The mark carries a word that nobody outside this process knows: what members write can never look like one.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString

type Filler = Callable[[HttpRequest, list[str]], Mapping[str, str]]
type Base = Callable[[list[str]], Mapping[str, str]]

_WORD = secrets.token_hex(8)
_MARK = re.compile(rf"\x02{_WORD} ([a-z_.]+) ([^\x03]*)\x03")
_SIGN = f"\x02{_WORD} "
# Stands for the visitor's token in pieces that are kept for many visitors.
TOKEN_PLACE = f"\x02{_WORD}token\x03"
_TOKEN_KEY = "korzo.token"  # noqa: S105 (where it is kept, not what it is)


class UnknownPart(LookupError):
    """Nobody fills a part of that name: a typing error, found by the first page that shows it."""


@dataclass(frozen=True)
class Part:
    """One mark on a page."""

    name: str
    key: str


_fillers: dict[str, tuple[Filler, Base | None]] = {}


def fill(name: str, filler: Filler, base: Base | None = None) -> None:
    """Called in a room's `ready()`. The filler answers with HTML for each key.

    A key that it leaves out looks as the base says, or stays empty where there is none. For a guest it leaves out all
    that have a base. A base knows no visitor, so it may hold neither the token nor other parts.
    """
    known = _fillers.get(name)
    if known is not None and known != (filler, base):
        raise ValueError(f"Two fillers for the part {name}")
    _fillers[name] = (filler, base)


def mark(name: str, key: object = "") -> SafeString:
    return format_html("{}{} {}\x03", _SIGN, name, key)


def has_marks(html: str) -> bool:
    return _SIGN in html


def split(html: str) -> tuple[list[str], list[Part]]:
    """The pieces between the marks, always one more than there are marks."""
    found = _MARK.split(html)
    return found[0::3], [Part(name, key) for name, key in zip(found[1::3], found[2::3], strict=True)]


def filled(request: HttpRequest, wanted: Iterable[Part]) -> list[str]:
    """The HTML of each part for this visitor, in the order in which they were asked for. Parts may hold parts."""
    listed = list(wanted)
    texts = differing(request, listed)
    bases = _bases([part for part, text in zip(listed, texts, strict=True) if text is None])
    return [bases[part] if text is None else text for part, text in zip(listed, texts, strict=True)]


def differing(request: HttpRequest, wanted: Sequence[Part]) -> list[str | None]:
    """As `filled`, for a page that holds the bases already: None stands for a part that looks as its base."""
    answers = {name: _filler(name)[0](request, keys) for name, keys in _by_name(wanted).items()}
    texts: list[str | None] = []
    for part in wanted:
        text = answers[part.name].get(part.key)
        if text is None:
            texts.append(None if _filler(part.name)[1] else "")
        else:
            texts.append(resolved(request, text) if has_marks(text) else with_token(request, text))
    return texts


def _bases(wanted: Iterable[Part]) -> dict[Part, str]:
    found: dict[Part, str] = {}
    for name, keys in _by_name(wanted).items():
        base = _filler(name)[1]
        made = base(keys) if base else {}
        found |= {Part(name, key): made.get(key, "") for key in keys}
    return found


def _by_name(wanted: Iterable[Part]) -> dict[str, list[str]]:
    """Each name with its keys, each key once."""
    keys: dict[str, dict[str, None]] = {}
    for part in wanted:
        keys.setdefault(part.name, {})[part.key] = None
    return {name: list(of_name) for name, of_name in keys.items()}


def resolved(request: HttpRequest, html: str) -> str:
    """A whole page or fragment for this visitor."""
    pieces, wanted = split(html)
    return with_token(request, join(pieces, filled(request, wanted)))


def join(pieces: Sequence[str], texts: Sequence[str]) -> str:
    both = [*texts, ""]
    return "".join(text for pair in zip(pieces, both, strict=True) for text in pair)


def with_token(request: HttpRequest, html: str) -> str:
    return html.replace(TOKEN_PLACE, _token(request)) if TOKEN_PLACE in html else html


def _token(request: HttpRequest) -> str:
    """One for the whole page: Django masks it anew at each call, which is only needed once an answer."""
    token: str | None = request.META.get(_TOKEN_KEY)
    if token is None:
        token = request.META[_TOKEN_KEY] = get_token(request)
    return token


def _filler(name: str) -> tuple[Filler, Base | None]:
    try:
        return _fillers[name]
    except KeyError:
        raise UnknownPart(name) from None
