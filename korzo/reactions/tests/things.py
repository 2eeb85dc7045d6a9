"""Things that can be kept and followed, for the tests of this room: a room above that exists only here."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from django.urls import reverse

from korzo.members.permissions import Person
from korzo.reactions import subjects
from korzo.reactions.subjects import LEVELS_OF_PLACE, LEVELS_OF_TOPIC, Seen, Subject

TALK, PLACE, WORD = "testing.talk", "testing.place", "testing.word"
# Only members see this one.
HIDDEN = 404


def shown(person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
    return {pk: Seen(f"Thing {pk}", f"/things/{pk}/") for pk in ids if pk != HIDDEN}


def link(_pk: int) -> str:
    return reverse("web:home")


@contextmanager
def registered() -> Iterator[None]:
    before = dict(subjects._subjects)
    subjects.register(
        Subject(TALK, "Talk", "Talks", "bell", shown, link, LEVELS_OF_TOPIC, can_be_kept=True, follows_by_itself=True),
        Subject(PLACE, "Place", "Places", "bell", shown, link, LEVELS_OF_PLACE),
        Subject(WORD, "Word", "Words", "bell", shown, link, LEVELS_OF_PLACE, yields_to=frozenset({PLACE})),
    )
    try:
        yield
    finally:
        subjects._subjects.clear()
        subjects._subjects.update(before)
