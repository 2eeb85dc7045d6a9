"""Reading everything through once, before anything is taken: what there is, and which rows cannot be taken and why."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.discussions.actions.tag_topic import TAGS_MAX
from korzo.discussions.models import TITLE_LENGTH_MAX
from korzo.exchange.models import Kind
from korzo.exchange.reading.source import Piece
from korzo.exchange.reading.texts import FIELDS, text_of
from korzo.exchange.rows import KINDS, WITH_ID, Data, Fault, Key, Row, is_source, key_of
from korzo.exchange.schema import check_of
from korzo.exchange.staging import Staging
from korzo.kit.formats import spoken
from korzo.kit.html import TEXT_LENGTH_MAX

# A deeper nest of spaces was made by a mistake.
PARENTS_MAX = 50
# Before the web there were no forums: a zero where a date should be.
OLDEST = datetime(1980, 1, 1, tzinfo=UTC)
# Clocks of servers differ by minutes.
AHEAD_MAX = timedelta(hours=1)
# Reading goes on in the transaction of the staging for so many rows.
_AT_ONCE = 5_000

type Reject = Callable[[Fault], None]


@dataclass
class Looked:
    """`notes` counts what is taken differently than it stands, by a short code."""

    counts: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    reject_count: int = 0


class _Look:
    def __init__(self, staging: Staging, reject: Reject) -> None:
        self._staging = staging
        self._reject = reject
        self._latest = timezone.now() + AHEAD_MAX
        self._seen: Row | None = None
        self.looked = Looked()

    def take(self, piece: Piece) -> None:
        if isinstance(piece, Fault):
            self.refuse(piece)
            return
        self._seen = piece
        reason = check_of(piece.kind)(piece.data)
        unfit = _("The row does not fit the format: %(fault)s.")
        reason = unfit % {"fault": reason} if reason else self._taken(piece)
        if reason:
            self.refuse(Fault(piece.file, piece.line, reason, str(piece.data.get("source_id", ""))[:120]))

    def refuse(self, fault: Fault) -> None:
        self.looked.reject_count += not fault.is_taken
        self._reject(fault)

    def note(self, code: str, reason: str = "") -> None:
        """With a reason the row that is just looked at is named, too: it comes, and not as it stands."""
        self.looked.notes[code] = self.looked.notes.get(code, 0) + 1
        row = self._seen
        if reason and row is not None:
            self.refuse(Fault(row.file, row.line, reason, str(row.data.get("source_id", ""))[:120], is_taken=True))

    def _taken(self, row: Row) -> str:
        """Why it cannot be taken; empty where it was."""
        source = row.data.get("source", self._staging.source)
        for name, value in list(row.data.items()):
            if name in _DONE:
                row.data[name] = self._moment(value)
        reason = _CHECKS[row.kind](self, row, source) if row.kind in _CHECKS else ""
        if reason:
            return reason
        place = self.looked.counts.get(row.kind, 0) + 1
        if not self._staging.put(row, _key(row, source), place):
            return _("There is a row of the same id before it.")
        self.looked.counts[row.kind] = place
        self._after(row, source)
        return ""

    def _moment(self, text: str) -> str:
        found = datetime.fromisoformat(text)
        if found > self._latest:
            self.note(
                "from_the_future", _("Its date, %(date)s, is still to come. It becomes today’s.") % {"date": text}
            )
            return timezone.now().isoformat()
        if found < OLDEST:
            self.note("without_date", _("Its date, %(date)s, is before there were any forums.") % {"date": text})
            return OLDEST.isoformat()
        return text

    def _after(self, row: Row, source: str) -> None:
        if row.kind == Kind.PEOPLE and row.data.get("handle"):
            self._staging.name(row.data["handle"], _key(row, source))

    def person(self, row: Row, source: str) -> str:
        mail = str(row.data.get("email", "")).strip().lower()
        row.data.pop("email", None)
        if "@" in mail[1:-1] and not any(sign.isspace() for sign in mail):
            # The second person with one address keeps the words and gets no way in.
            if self._staging.take_mail(mail):
                row.data["email"] = mail
            else:
                self.note("second_with_mail", _("Somebody before has the same mail address. It comes without one."))
        elif not row.data.get("is_former"):
            self.note("without_mail")
        return ""

    def topic(self, row: Row, source: str) -> str:
        if not self._has(Kind.SPACES, row.data["space"], source):
            return _("Its space is not among the spaces.")
        self._known_author(row, source)
        if len(row.data["title"]) > TITLE_LENGTH_MAX:
            self.note("long_titles", _("Its title is longer than a title can be. It ends with three dots."))
        tags = row.data.get("tags", ())
        if len(tags) > TAGS_MAX:
            left = ", ".join(tags[TAGS_MAX:])
            self.note(
                "surplus_tags", _("A topic has so many tags at most; these stay behind: %(tags)s") % {"tags": left}
            )
        return ""

    def post(self, row: Row, source: str) -> str:
        if not self._has(Kind.TOPICS, row.data["topic"], source):
            return _("Its topic is not among the topics.")
        if self._staging.has(Kind.POSTS, _key(row, source)):
            return _("There is a row of the same id before it.")
        reason = self._words(row)
        if reason:
            return reason
        self._known_author(row, source)
        wanted = row.data.get("number")
        row.data["number"] = self._staging.take_number(key_of(row.data["topic"], source), wanted)
        if wanted is not None and wanted != row.data["number"]:
            self.note("number_taken", _("Another post of the topic has its number. It stands behind the others."))
        return ""

    def _words(self, row: Row) -> str:
        """One form of them goes on from here."""
        text = text_of(row.data)
        if text.is_too_long:
            words = _("The text is longer than the %(length)s signs of a post. It stays behind as a whole.")
            return words % {"length": spoken(TEXT_LENGTH_MAX)}
        if text.is_bare:
            self.note("without_form", _("With its form the text is longer than a post can be. Its words come alone."))
        for name in FIELDS:
            row.data.pop(name, None)
        if text.field:
            row.data[text.field] = text.words
        return ""

    def _known_author(self, row: Row, source: str) -> None:
        """Somebody whom nothing else tells of becomes a former member, one for each."""
        reference = row.data.get("author")
        if not reference or self._has(Kind.PEOPLE, reference, source):
            return
        key = key_of(reference, source)
        former = Row(Kind.PEOPLE, {"source": key.source, "source_id": key.source_id, "is_former": True}, row.file)
        place = self.looked.counts.get(Kind.PEOPLE, 0) + 1
        if self._staging.put(former, key, place):
            self.looked.counts[Kind.PEOPLE] = place
            self.note("former")

    def of_post(self, row: Row, source: str) -> str:
        if not self._has(Kind.POSTS, row.data["post"], source):
            return _("Its post is not among the posts.")
        return self._of_person(row, source)

    def ballot(self, row: Row, source: str) -> str:
        if not self._has(Kind.POLLS, row.data["poll"], source):
            return _("Its poll is not among the polls.")
        return self._of_person(row, source)

    def vote(self, row: Row, source: str) -> str:
        if not self._has(Kind.TOPICS, row.data["topic"], source):
            return _("Its topic is not among the topics.")
        return self._of_person(row, source)

    def redirect(self, row: Row, source: str) -> str:
        known = self._has(row.data["kind"], row.data["to"], source)
        return "" if known else _("What it leads to is not among the rows.")

    def _of_person(self, row: Row, source: str) -> str:
        known = "person" not in row.data or self._has(Kind.PEOPLE, row.data["person"], source)
        return "" if known else _("Its person is not among the people.")

    def _has(self, kind: str, reference: str, source: str) -> bool:
        return self._staging.has(kind, key_of(reference, source))


# Moments that are over. When a poll closes may be to come, and so may the end of a silence.
_DONE = frozenset(
    {
        "at", "created_at", "edited_at", "joined_at", "last_seen_at", "opened_at", "closed_at", "pinned_at",
        "featured_at", "removed_at", "accepted_at",
    }
)  # fmt: skip
_CHECKS: dict[str, Callable[[_Look, Row, str], str]] = {
    Kind.PEOPLE: _Look.person,
    Kind.TOPICS: _Look.topic,
    Kind.POSTS: _Look.post,
    Kind.REACTIONS: _Look.of_post,
    Kind.POLLS: _Look.of_post,
    Kind.BALLOTS: _Look.ballot,
    Kind.VOTES: _Look.vote,
    Kind.FILES: _Look.of_post,
    Kind.REDIRECTS: _Look.redirect,
}


def _key(row: Row, source: str) -> Key:
    """What has no id of its own is known by what it joins; its references make it one."""
    if row.kind in WITH_ID:
        return Key(source, row.data["source_id"])
    parts = {
        Kind.REACTIONS: ("post", "person", "key"),
        Kind.BALLOTS: ("poll", "person"),
        Kind.VOTES: ("topic", "person"),
        Kind.REDIRECTS: ("path",),
    }[Kind(row.kind)]
    return Key(source, " ".join(str(row.data[part]) for part in parts))


def look_through(pieces: Iterable[Piece], staging: Staging, reject: Reject) -> Looked:
    """Whatever the reader raises at its end goes through; what was read until then is staged."""
    look = _Look(staging, reject)
    staging.begin()
    try:
        for number, piece in enumerate(pieces, 1):
            look.take(piece)
            if number % _AT_ONCE == 0:
                staging.commit()
                staging.begin()
    finally:
        staging.commit()
    for key, data in _circles(staging):
        look.looked.notes["circle_of_spaces"] = look.looked.notes.get("circle_of_spaces", 0) + 1
        words = _("“%(name)s” stood below itself, or below none that is there. It stands by itself.")
        reject(Fault("spaces", 0, words % {"name": data["name"]}, key.source_id[:120], is_taken=True))
        staging.change(Kind.SPACES, key, data)
    return look.looked


def _circles(staging: Staging) -> Iterator[tuple[Key, Data]]:
    """Spaces that are, over some others, below themselves, or below one that is not there: they stand alone then."""
    rows = {one.key: one for one in staging.all_of(Kind.SPACES)}
    parents = {key: one.key_of("parent") for key, one in rows.items()}
    for key, row in rows.items():
        seen, above = {key}, parents[key]
        while above is not None and above in parents and above not in seen and len(seen) < PARENTS_MAX:
            seen.add(above)
            above = parents[above]
        if above is not None:
            parents[key] = None
            yield key, {name: value for name, value in row.data.items() if name != "parent"}


__all__ = ["KINDS", "Looked", "Reject", "is_source", "look_through"]
