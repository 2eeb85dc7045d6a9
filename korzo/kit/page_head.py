"""What search engines, and places where a link is shared, are told about a page in its head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

# Of the words in JSON-LD.
CONTEXT = "https://schema.org"


@dataclass(frozen=True)
class HeadPicture:
    """The picture that stands beside a shared link. `follows_site` where the community's colours are part of it."""

    url: str
    width: int = 0
    height: int = 0
    alt: str = ""
    follows_site: bool = False


@dataclass(frozen=True)
class HeadFeed:
    """A feed of what the page lists: the address of the Atom one, beside which RSS lies."""

    url: str
    title: str

    @property
    def rss_url(self) -> str:
        return f"{self.url.removesuffix('.atom')}.rss"


@dataclass(frozen=True)
class PageHead:
    """What `ui/head_facts.html` reads. All addresses are paths of ours; the template makes them whole.

    A page that is not indexed names no canonical address: the two would contradict each other. `kind` is of Open Graph.
    """

    address: str
    title: str
    description: str = ""
    kind: str = "website"
    is_indexed: bool = True
    picture: HeadPicture | None = None
    previous: str = ""
    next: str = ""
    feeds: tuple[HeadFeed, ...] = ()
    published_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def origin(self) -> str:
        return settings.KORZO_URL


def absolute(address: str) -> str:
    """A path of ours as others have to write it; what leads elsewhere already stays as it is."""
    return settings.KORZO_URL + address if address.startswith("/") else address


def breadcrumbs(places: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """For JSON-LD: names with their paths, from the widest to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": absolute(path)}
            for number, (name, path) in enumerate(places, start=1)
        ],
    }
