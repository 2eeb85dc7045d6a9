"""From whom something may play inside our pages, once a person asked for it; and who tells about a link by oEmbed.

A closed list: the frames of these hosts are in the policy of every page. What is shown is made from the number in the
address, and never from markup that the other side sends.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Provider:
    """`address` finds the thing in an address, `frame` shows it (`{id}`, or `{url}` for the whole address).

    `oembed` tells its title and picture without a key; "" where nobody answers without one. `shape` is its frame's.
    """

    name: str
    address: re.Pattern[str]
    frame: str
    oembed: str = ""
    shape: str = "wide"


def _address(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"https://{pattern}(?:[/?&#].*)?")


PROVIDERS = (
    Provider(
        "YouTube",
        _address(r"(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|live/)|youtu\.be/)(?P<id>[\w-]{11})"),
        "https://www.youtube-nocookie.com/embed/{id}",
        "https://www.youtube.com/oembed?format=json&url={url}",
    ),
    Provider(
        "Vimeo",
        _address(r"(?:www\.)?vimeo\.com/(?:video/)?(?P<id>\d{4,12})"),
        "https://player.vimeo.com/video/{id}?dnt=1",
        "https://vimeo.com/api/oembed.json?url={url}",
    ),
    Provider(
        "TikTok",
        _address(r"(?:www\.)?tiktok\.com/@[\w.-]{1,30}/video/(?P<id>\d{10,25})"),
        "https://www.tiktok.com/embed/v2/{id}",
        "https://www.tiktok.com/oembed?url={url}",
        "tall",
    ),
    Provider(
        "Spotify",
        _address(
            r"open\.spotify\.com/(?:intl-[a-z]{2}/)?(?P<id>(?:track|album|playlist|episode|show|artist)/[A-Za-z0-9]{15,30})"
        ),
        "https://open.spotify.com/embed/{id}",
        "https://open.spotify.com/oembed?url={url}",
        "low",
    ),
    Provider(
        "SoundCloud",
        _address(r"(?:www\.|m\.)?soundcloud\.com/(?P<id>[\w-]{1,60}/[\w-]{1,120}(?:/[\w-]{1,120})?)"),
        "https://w.soundcloud.com/player/?visual=false&url={url}",
        "https://soundcloud.com/oembed?format=json&url={url}",
        "low",
    ),
    Provider(
        "Reddit",
        _address(r"(?:www\.|old\.)?reddit\.com/(?P<id>r/\w{2,30}/comments/[a-z0-9]{4,10})"),
        "https://embed.reddit.com/{id}/",
        "https://www.reddit.com/oembed?url={url}",
        "tall",
    ),
    Provider(
        "Dailymotion",
        _address(r"(?:www\.)?dailymotion\.com/video/(?P<id>[A-Za-z0-9]{5,12})"),
        "https://geo.dailymotion.com/player.html?video={id}",
        "https://www.dailymotion.com/services/oembed?format=json&url={url}",
    ),
)

# For `frame-src`.
FRAME_ORIGINS = sorted({"/".join(one.frame.split("/")[:3]) for one in PROVIDERS})


@dataclass(frozen=True)
class Playable:
    provider: Provider
    src: str


def playable(url: str) -> Playable | None:
    for one in PROVIDERS:
        if found := one.address.fullmatch(url):
            return Playable(one, one.frame.format(id=found["id"], url=quote(url, safe="")))
    return None


def oembed_address(url: str) -> str:
    found = playable(url)
    return found.provider.oembed.format(url=quote(url, safe="")) if found else ""
