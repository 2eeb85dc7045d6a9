"""Every address of the house with real things behind it, for tests that knock at all doors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern, URLPattern, URLResolver

# Addresses that are written as regular expressions, by their beginning.
EXAMPLES = {
    "staff/pages/^(?P<pk>": "staff/pages/1/revisions/compare/live...1/",
    "staff/^.*/$": "staff/nothing/here/",
    "^(?P<path>": "viewtopic.php",
    "accounts/^password/reset/key/": "accounts/password/reset/key/1-set-password/",
}


@dataclass(frozen=True)
class Address:
    """One pattern of the house, and a path that leads to it."""

    route: str
    path: str


def all_addresses(values: Mapping[str, object]) -> list[Address]:
    """`values` fills in what is variable: by "route<name>", else by "<name>", else 1."""
    return [Address(route, "/" + _path(route, pattern, values)) for route, pattern in _patterns(get_resolver(), "")]


def _patterns(resolver: URLResolver, before: str) -> Iterator[tuple[str, RoutePattern | RegexPattern]]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            assert isinstance(one.pattern, RoutePattern | RegexPattern)
            yield route, one.pattern
        else:
            yield from _patterns(one, route)


def _path(route: str, pattern: RoutePattern | RegexPattern, values: Mapping[str, object]) -> str:
    if isinstance(pattern, RegexPattern):
        return next(path for beginning, path in EXAMPLES.items() if route.startswith(beginning))
    # Wagtail's own interface for its pages is mounted at a route that begins with a hat, and means the start of a line.
    path = route.replace("/^", "/")
    while "<" in path:
        start, end = path.index("<"), path.index(">")
        name = path[start + 1 : end].rpartition(":")[2]
        value = values.get(f"{path[:start]}<{name}>", values.get(name, 1))
        path = f"{path[:start]}{value}{path[end + 1 :]}"
    return path
