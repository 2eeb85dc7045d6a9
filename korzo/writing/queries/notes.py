"""Hints beside the composer, one at a time. None of them ever keeps anybody from sending."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from korzo.members.permissions import Person
from korzo.search.queries import Filters, all_sources, audiences_of, find, read
from korzo.writing.registry import Composing, Note, Pointer, notes_in_order

TITLE_LENGTH_MIN = 10
SIMILAR_MAX = 5
# Titles that share all words are rare; those that share the long ones are about the same.
WORDS_TRIED = (6, 3, 2)
TOPIC = "topic"
SIMILAR = "similar"


def note_for(composing: Composing, *, without: Collection[str] = ()) -> Note | None:
    """The first that has something to say and was not waved away."""
    if composing.person is None:
        return None
    if SIMILAR not in without and composing.key.startswith("new:") and (note := similar(composing)):
        return note
    for code, ask in notes_in_order():
        if code not in without and (note := ask(composing)):
            return note
    return None


def similar(composing: Composing) -> Note | None:
    if len(composing.title.strip()) < TITLE_LENGTH_MIN:
        return None
    found = similar_topics(composing.person, composing.title)
    if not found:
        return None
    return Note(SIMILAR, _("Perhaps somebody talked about this already. Have a look, or just go on."), found)


def similar_topics(person: Person, title: str) -> list[Pointer]:
    """Topics that this person may see, the likeliest first."""
    # Longest first, and what is equally long as it was typed.
    typed = dict.fromkeys(part for clause in read(title).clauses for part in clause.parts)
    words = sorted(typed, key=len, reverse=True)
    audiences = audiences_of(person)
    for count in WORDS_TRIED:
        asked = " ".join(words[:count])
        if not asked:
            break
        hits = find(asked, audiences=audiences, filters=Filters(kinds=(TOPIC,)), limit=SIMILAR_MAX, corrects=False).hits
        if hits:
            return _pointers([hit.object_id for hit in hits], person)
    return []


def _pointers(ids: list[int], person: Person) -> list[Pointer]:
    source = next((one for one in all_sources() if one.kind == TOPIC), None)
    shown = source.shown(ids, person) if source else {}
    return [Pointer(shown[pk].title, shown[pk].url) for pk in ids if pk in shown]
