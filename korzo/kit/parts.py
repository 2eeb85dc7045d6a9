"""Personal parts: the places of a page that look different for each visitor, and who fills them.

A template leaves a mark (`{% personal "discussions.post_foot" post.pk %}`); everything else on the page is the same for
everybody who may see it. When the page is rendered, a filler receives all keys of the page at once, so a topic of
twenty posts costs no more queries than one post. A page without its parts can thus be stored once for all visitors.

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


_fillers: dict[str, Filler] = {}


def fill(name: str, filler: Filler) -> None:
    """Called in a room's `ready()`. The filler answers with HTML for each key; a key it leaves out stays empty."""
    known = _fillers.get(name)
    if known is not None and known is not filler:
        raise ValueError(f"Two fillers for the part {name}")
    _fillers[name] = filler


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
    keys: dict[str, list[str]] = {}
    for part in listed:
        of_name = keys.setdefault(part.name, [])
        if part.key not in of_name:
            of_name.append(part.key)
    answers = {name: _filler(name)(request, of_name) for name, of_name in keys.items()}
    texts = [str(answers[part.name].get(part.key, "")) for part in listed]
    return [resolved(request, text) if has_marks(text) else with_token(request, text) for text in texts]


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


def _filler(name: str) -> Filler:
    try:
        return _fillers[name]
    except KeyError:
        raise UnknownPart(name) from None
