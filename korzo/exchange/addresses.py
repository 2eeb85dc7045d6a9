"""Addresses of other software in one spelling, so that each thing has one whatever stood around it.

Only what tells the thing is kept: `/forum/t/a-slug/17/3?u=jo` and `/t/17` are one topic, `viewtopic.php?f=2&t=17` is
told by its `t`. What is none of these schemes is its path.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PATH_LENGTH_MAX = 300
# A tag has its name in its address, and is found by that.
TAG = "/tag/"
# Words between the pieces of an address that name what it led to.
_SLUG = re.compile(r"[^\W\d_](?:[^/?#.]{2,150})")
# A number of a row in their database; more digits are none.
_ID = r"(\d{1,18})"
# Scheme, spelling, and where there is one the number of a post within its topic.
_SCHEMES = (
    # Discourse
    (re.compile(rf"/t/(?:[^/]+/)?{_ID}(?:/(\d{{1,9}}))?(?:/print|\.json|\.rss)?"), "/t/{}"),
    (re.compile(rf"/p/{_ID}(?:/\d+)?"), "/p/{}"),
    (re.compile(rf"/c/(?:[^/]+/){{1,3}}{_ID}(?:/l/\w+)?"), "/c/{}"),
    # NodeBB
    (re.compile(rf"/topic/{_ID}(?:/[^/]*)?(?:/\d+)?"), "/topic/{}"),
    (re.compile(rf"/post/{_ID}"), "/post/{}"),
    (re.compile(rf"/category/{_ID}(?:/.*)?"), "/category/{}"),
)
_NAMED = (
    (re.compile(r"/(?:u|users)/([^/]{1,100})(?:/.*)?"), "/u/{}"),
    (re.compile(r"/c/([^/]{1,100})(?:/l/\w+)?"), "/c/{}"),
    (re.compile(r"/user/([^/]{1,100})(?:/.*)?"), "/user/{}"),
    (re.compile(r"/tag/([^/]{1,100})(?:/l/\w+)?"), TAG + "{}"),
)
# phpBB: the file, and what in the question tells the thing; the first that is there counts.
_PHP = {
    "viewtopic.php": ("p", "t"),
    "viewforum.php": ("f",),
    "memberlist.php": ("u",),
}
_DIGITS = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(frozen=True)
class Old:
    path: str
    # Of a post within the topic; 0 where the address says none.
    number: int = 0
    # It is written as other software writes its own, at the root of its site: in a folder it may be one of ours.
    is_of_forum: bool = False


def spelling(path: str, query: Mapping[str, str] | None = None) -> Old:
    """`path` begins with a slash and is no longer percent-encoded; `query` are the values of the question."""
    plain = "/" + path.strip().strip("/")[: PATH_LENGTH_MAX - 1]
    php = _PHP.get(plain.rpartition("/")[2])
    if php is not None:
        told = ((name, (query or {}).get(name, "")) for name in php)
        found = next((f"?{name}={value}" for name, value in told if _DIGITS.fullmatch(value)), "")
        return Old(f"/{plain.rpartition('/')[2]}{found}", is_of_forum=True)
    for start in _starts(plain):
        for scheme, words in _SCHEMES:
            if match := scheme.fullmatch(start):
                number = match[2] if scheme.groups > 1 else None
                return Old(words.format(match[1]), int(number) if number else 0, is_of_forum=start == plain)
        for scheme, words in _NAMED:
            if match := scheme.fullmatch(start):
                return Old(words.format(match[1].lower()), is_of_forum=start == plain)
    return Old(plain.lower())


def words_in(path: str) -> str:
    """What an address says of its thing, such as the words of a title; empty where it says a number alone."""
    pieces = [piece for piece in path.strip("/").split("/")[1:] if _SLUG.fullmatch(piece)]
    return " ".join(max(pieces, key=len, default="").replace("-", " ").replace("_", " ").split())


def _starts(path: str) -> list[str]:
    """The forum stood at the root of its site, or in one folder of it."""
    _first, slash, rest = path[1:].partition("/")
    return [path, f"/{rest}"] if slash else [path]


def spelled(address: str) -> str:
    """Of an address as a file tells it: a whole one, or a path with its question."""
    parts = urlsplit(address.strip())
    pairs = (pair.partition("=") for pair in parts.query.replace("&amp;", "&").split("&"))
    return spelling(unquote(parts.path), {name: value for name, _equals, value in pairs}).path
