"""Where a text leads: the hosts behind its links, also those that were only typed."""

import html as stdlib_html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

# More than an honest post ever holds; the rest is counted, and asked about no further.
HOSTS_MAX = 20
LINKS_MAX = 200
HOST_LENGTH_MAX = 253

_HREF = re.compile(r'<a\b[^<>]{0,200}?\bhref="([^"]{1,2000})"')
_TYPED = re.compile(r"\bhttps?://[^\s<>\"]{1,2000}", re.IGNORECASE)
_BARE = re.compile(r"\bwww\.[^\s<>\"/]{1,250}", re.IGNORECASE)
_SCHEME = re.compile(r"^https?://")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True)
class Links:
    """`count` of all links that lead away from us, `hosts` each once."""

    count: int
    hosts: tuple[str, ...]


def links_in(html: str, text: str) -> Links:
    """A link that the cleaner marked up stands in the words as well; it is one link all the same."""
    marked = [stdlib_html.unescape(one) for one in _HREF.findall(html)][:LINKS_MAX]
    known = {_plain(one) for one in marked}
    typed = [*_TYPED.findall(text), *_BARE.findall(text)][:LINKS_MAX]
    links = [*marked, *(one for one in typed if _plain(one) not in known)]
    outside = [host for host in map(host_of, links) if host and not is_ours(host)]
    return Links(len(outside), tuple(dict.fromkeys(outside))[:HOSTS_MAX])


def _plain(link: str) -> str:
    """Two spellings of one address are one link."""
    return _SCHEME.sub("", link.strip().rstrip(".,;:!?)").lower()).rstrip("/")


def host_of(link: str) -> str:
    """In small letters, as the network knows it; empty where it is no address of a host."""
    if link.lower().startswith("mailto:"):
        return ""
    try:
        given = urlsplit(link if "://" in link else f"https://{link}")
        host = _UNSEEN.sub("", given.hostname or "").rstrip(".") if given.scheme in {"http", "https"} else ""
    except ValueError:
        return ""
    host = host.lower().removeprefix("www.")
    if not host or len(host) > HOST_LENGTH_MAX or "." not in host:
        return ""
    return host if host.isascii() else _known_to_network(host)


def _known_to_network(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return ""


def is_ours(host: str) -> bool:
    return host == host_of(settings.KORZO_URL) or host in settings.ALLOWED_HOSTS


def hosts_from(lines: str) -> frozenset[str]:
    """The hosts that the owner trusts, one in each line; a host stands for those below it."""
    return frozenset(host for line in lines.splitlines()[:500] if (host := host_of(line.strip())))


def is_among(host: str, trusted: frozenset[str]) -> bool:
    labels = host.split(".")
    return any(".".join(labels[start:]) in trusted for start in range(len(labels) - 1))
