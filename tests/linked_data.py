"""Reads the JSON-LD of a page as a search engine would, and checks it against the words of schema.org that we use.

`WORDS` says which properties a type has, and what they may hold; `REQUIRED` what search engines ask for at least
(developers.google.com/search/docs/appearance/structured-data). A wrong word is passed over silently by all of them, so
only a test finds it.
"""

import json
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

TEXT, URL, DATE, NUMBER = "text", "url", "date", "number"

THING = {"name": {TEXT}, "url": {URL}, "image": {URL}, "description": {TEXT}, "alternateName": {TEXT}, "@id": {URL}}
WORK = THING | {
    "headline": {TEXT}, "text": {TEXT}, "author": {"Person"}, "datePublished": {DATE}, "dateModified": {DATE},
    "dateCreated": {DATE}, "inLanguage": {TEXT}, "keywords": {TEXT}, "isPartOf": {"CollectionPage"},
    "interactionStatistic": {"InteractionCounter"}, "commentCount": {NUMBER}, "comment": {"Comment"},
    "creativeWorkStatus": {TEXT}, "mainEntity": {"Question", "Person"},
}  # fmt: skip
WORDS: dict[str, dict[str, set[str]]] = {
    "DiscussionForumPosting": WORK,
    "Article": WORK | {"articleBody": {TEXT}},
    "Comment": WORK | {"upvoteCount": {NUMBER}},
    "Answer": WORK | {"upvoteCount": {NUMBER}},
    "Question": WORK
    | {"answerCount": {NUMBER}, "upvoteCount": {NUMBER}, "acceptedAnswer": {"Answer"}, "suggestedAnswer": {"Answer"}},
    "QAPage": WORK,
    "ProfilePage": WORK,
    "WebPage": WORK,
    "CollectionPage": WORK,
    "Person": THING | {"agentInteractionStatistic": {"InteractionCounter"}},
    "InteractionCounter": {"interactionType": {URL}, "userInteractionCount": {NUMBER}},
    "BreadcrumbList": THING | {"itemListElement": {"ListItem"}},
    "ListItem": THING | {"position": {NUMBER}, "item": {URL}},
}
ACTIONS = {"LikeAction", "CommentAction", "WriteAction"}
# Of each group at least one.
REQUIRED: dict[str, list[set[str]]] = {
    "DiscussionForumPosting": [{"author"}, {"datePublished"}, {"text", "image"}, {"headline"}, {"url"}],
    "Article": [{"author"}, {"datePublished"}, {"headline"}, {"articleBody", "image"}],
    "Comment": [{"author"}, {"datePublished"}, {"text", "image"}, {"url"}],
    "QAPage": [{"mainEntity"}],
    "Question": [{"name"}, {"answerCount"}, {"acceptedAnswer", "suggestedAnswer"}, {"text", "image"}, {"author"}],
    "Answer": [{"text", "image"}, {"url"}, {"upvoteCount"}, {"author"}, {"datePublished"}],
    "Person": [{"name"}],
    "ProfilePage": [{"mainEntity"}],
    "BreadcrumbList": [{"itemListElement"}],
    "ListItem": [{"position"}, {"name"}, {"item"}],
    "InteractionCounter": [{"interactionType"}, {"userInteractionCount"}],
}


class _Scripts(HTMLParser):
    """What stands in `application/ld+json`, and the links and metas of the head."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.metas: dict[str, str] = {}
        self.links: dict[str, list[dict[str, str]]] = {}
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and given.get("type") == "application/ld+json":
            self._is_inside = True
            self.found.append("")
        elif tag == "meta":
            self.metas[given.get("name") or given.get("property", "")] = given.get("content", "")
        elif tag == "link":
            self.links.setdefault(given.get("rel", ""), []).append(given)

    def handle_endtag(self, tag: str) -> None:
        self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.found[-1] += data


def _read(html: str) -> _Scripts:
    reader = _Scripts()
    reader.feed(html)
    reader.close()
    return reader


def graphs(html: str) -> list[dict[str, Any]]:
    """All graphs of a page, by themselves."""
    found: list[dict[str, Any]] = []
    for text in _read(html).found:
        data = json.loads(text)
        assert data["@context"] == "https://schema.org"
        found += data.get("@graph", [data])
    return found


def graph(html: str, kind: str) -> dict[str, Any]:
    """The only one of that type."""
    (one,) = [each for each in graphs(html) if each["@type"] == kind]
    return one


def metas(html: str) -> dict[str, str]:
    return _read(html).metas


def links(html: str, rel: str) -> list[dict[str, str]]:
    return _read(html).links.get(rel, [])


def check(node: dict[str, Any]) -> None:
    """AssertionError with the word that is wrong."""
    kind = node["@type"]
    assert kind in WORDS, kind
    is_gone = node.get("creativeWorkStatus") == "Deleted"
    for group in [] if is_gone else REQUIRED.get(kind, []):
        assert group & node.keys(), f"{kind} has none of {group}"
    for name, value in node.items():
        if name in {"@type", "@context"}:
            continue
        assert name in WORDS[kind], f"{kind} has no {name}"
        for one in value if isinstance(value, list) else [value]:
            _check_value(f"{kind}.{name}", one, WORDS[kind][name])


def _check_value(place: str, value: object, allowed: set[str]) -> None:
    if isinstance(value, dict):
        assert value["@type"] in allowed, f"{place} holds a {value['@type']}"
        check(value)
    elif URL in allowed:
        assert isinstance(value, str), place
        parts = urlsplit(value)
        assert parts.scheme in {"http", "https"}, f"{place}: {value}"
        assert parts.netloc, f"{place}: {value}"
        if place == "InteractionCounter.interactionType":
            assert parts.path.removeprefix("/") in ACTIONS
    elif DATE in allowed:
        assert isinstance(value, str), place
        assert datetime.fromisoformat(value).tzinfo is not None, f"{place}: {value}"
    elif NUMBER in allowed:
        assert type(value) is int, place
        assert value >= 0, place
    else:
        assert TEXT in allowed, f"{place} holds {value!r}"
        assert isinstance(value, str), place
        assert value.strip(), f"{place} is empty"
