"""The page of results: how much of each kind, products and people on top, then what was said."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korzo.kit import formats
from korzo.kit.pictures import Photo
from korzo.kit.slots import Badge
from korzo.members.permissions import Person
from korzo.members.queries import whom_muted
from korzo.search import queries as search
from korzo.search.queries import Asked, Filters, Found, Hit

# Kinds that are cards and faces, and no lines of a list.
CARDS, FACES = "product", "member"
# One row of each above what was said.
CARDS_SHOWN, FACES_SHOWN = 4, 4
OFFERED = {CARDS: 3, FACES: 3, "topic": 5}


@dataclass(frozen=True)
class Count:
    icon: str
    text: str
    label: str = ""


@dataclass(frozen=True)
class Line:
    """What `ui/feed_item.html` reads. Title and excerpt carry marks."""

    title: SafeString
    url: str
    moment: datetime
    excerpt: SafeString
    lang: str = ""
    name: str = ""
    author_url: str = ""
    avatar_url: str = ""
    author_id: int = 0
    staff: bool = False
    gone: bool = False
    badges: Sequence[Badge] = ()
    place: str = ""
    place_url: str = ""
    solved: bool = False
    rating: Any = None
    pictures: Sequence[Photo] = ()
    counts: Sequence[Count] = ()


@dataclass(frozen=True)
class Tab:
    """One kind, with how much was found of it."""

    kind: str
    label: str
    count: str
    is_current: bool


@dataclass(frozen=True)
class Offer:
    """One line under the field while somebody types."""

    title: SafeString
    url: str
    name: str
    icon: str
    lang: str = ""


@dataclass(frozen=True)
class SearchPage:
    """`meant` are the words that were looked for instead of the typed ones; `better` are words that find more."""

    tabs: Sequence[Tab] = ()
    cards: Sequence[search.Shown] = ()
    faces: Sequence[search.Shown] = ()
    lines: Sequence[Line] = ()
    after: str = ""
    meant: str = ""
    better: str = ""
    is_found: bool = False
    more_kinds: Mapping[str, bool] = field(default_factory=dict)


def search_page(words: str, person: Person, *, kind: str = "", filters: Filters, after: str = "") -> SearchPage:
    audiences = search.audiences_of(person)
    asked = search.read(words)
    counts = search.counts(asked, audiences=audiences, filters=filters)
    meant = better = None
    if sum(counts.values()) < search.FEW:
        is_empty = not any(counts.values())
        meant = search.what_was_meant(asked, audiences=audiences, filters=filters, is_empty=is_empty)
        if meant is not None and not is_empty:
            meant, better = None, meant
    if meant is not None:
        asked = meant
        counts = search.counts(asked, audiences=audiences, filters=filters)
    found = _Finding(asked, person, audiences, filters)
    shown = found.of_kind(kind, after) if kind else found.of_all(counts, after)
    return replace(
        shown,
        tabs=_tabs(counts, kind),
        meant=meant.text if meant else "",
        better=better.text if better else "",
        is_found=bool(shown.cards or shown.faces or shown.lines),
    )


@dataclass(frozen=True)
class _Finding:
    asked: Asked
    person: Person
    audiences: Collection[str]
    filters: Filters

    def of_kind(self, kind: str, after: str) -> SearchPage:
        found = self._find((kind,), after=after)
        shown = [one for _hit, one in shown_hits(found.hits, self.person)]
        if kind == CARDS:
            return SearchPage(cards=shown, after=found.after)
        if kind == FACES:
            return SearchPage(faces=shown, after=found.after)
        return SearchPage(lines=self._lines(found), after=found.after)

    def of_all(self, counts: Mapping[str, int], after: str) -> SearchPage:
        """A row of products and of people only where there are some, and on the first page."""
        rest = tuple(kind for kind in counts if kind not in {CARDS, FACES})
        found = self._find(rest, after=after) if any(counts[kind] for kind in rest) else Found([], self.asked)
        return SearchPage(
            cards=self._row(CARDS, CARDS_SHOWN) if counts.get(CARDS) and not after else [],
            faces=self._row(FACES, FACES_SHOWN) if counts.get(FACES) and not after else [],
            lines=self._lines(found),
            after=found.after,
            more_kinds={CARDS: counts.get(CARDS, 0) > CARDS_SHOWN, FACES: counts.get(FACES, 0) > FACES_SHOWN},
        )

    def _row(self, kind: str, limit: int) -> list[search.Shown]:
        return [one for _hit, one in shown_hits(self._find((kind,), limit=limit).hits, self.person)]

    def _find(self, kinds: tuple[str, ...], *, limit: int = 20, after: str = "") -> Found:
        chosen = replace(self.filters, kinds=kinds)
        return search.find(
            self.asked, audiences=self.audiences, filters=chosen, limit=limit, after=after, corrects=False
        )

    def _lines(self, found: Found) -> list[Line]:
        return [_line(hit, one, self.asked) for hit, one in shown_hits(found.hits, self.person)]


def shown_hits(hits: Sequence[Hit], person: Person) -> list[tuple[Hit, search.Shown]]:
    """A few questions for each kind on the page. What this person may not see any more is left out, and so is what
    somebody said whom they muted; the person themselves is found, because whoever types their name looks for them.
    """
    ids: dict[str, list[int]] = {}
    for hit in hits:
        ids.setdefault(hit.kind, []).append(hit.object_id)
    shown = {kind: search.source_of(kind).shown(some, person) for kind, some in ids.items()}
    muted = whom_muted(person.pk) if person is not None else {}
    found = [(hit, shown[hit.kind][hit.object_id]) for hit in hits if hit.object_id in shown[hit.kind]]
    return [(hit, one) for hit, one in found if hit.kind == FACES or one.author is None or one.author.key not in muted]


def _line(hit: Hit, one: search.Shown, asked: Asked) -> Line:
    source = search.source_of(hit.kind)
    author = one.author
    return Line(
        title=search.marked(one.title, asked),
        url=one.url,
        moment=one.moment,
        excerpt=search.snippet(one.body, asked),
        lang=one.lang,
        name=author.name if author else "",
        author_url=author.url if author else "",
        avatar_url=author.avatar_url if author else "",
        author_id=author.key if author else 0,
        staff=bool(author and author.staff),
        gone=bool(author and author.gone),
        badges=author.badges if author else (),
        place=one.place,
        place_url=one.place_url,
        solved=one.is_solved,
        rating=one.rating,
        pictures=[one.photo] if one.photo else [],
        counts=[Count(source.icon, str(source.name))],
    )


def _tabs(counts: Mapping[str, int], kind: str) -> list[Tab]:
    """Kinds of which there is nothing are left out, but for the one that was chosen."""
    known = [source for source in search.all_sources() if counts.get(source.kind) or source.kind == kind]
    return [
        Tab("", _("All"), "", is_current=not kind),
        *(Tab(one.kind, str(one.label), _counted(counts.get(one.kind, 0)), one.kind == kind) for one in known),
    ]


def _counted(count: int) -> str:
    shown = formats.number(min(count, search.COUNTED_MAX), get_language())
    return _("%(shown)s+") % {"shown": shown} if count > search.COUNTED_MAX else shown


def offers(words: str, person: Person) -> list[Offer]:
    """Titles and names that begin as somebody types."""
    asked = search.read(words)
    hits = search.suggest(words, audiences=search.audiences_of(person), shares=OFFERED)
    return list(_offers(shown_hits(hits, person), asked))


def _offers(shown: Iterable[tuple[Hit, search.Shown]], asked: Asked) -> Iterable[Offer]:
    for hit, one in shown:
        source = search.source_of(hit.kind)
        yield Offer(search.marked(one.title, asked), one.url, str(source.name), source.icon, one.lang)
