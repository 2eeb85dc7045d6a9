"""Taking things into the index and out of it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import batched

from django.db import transaction

from korzo.search.actions.spell import forget_words, remember_words
from korzo.search.entries import Entry, author_mark, entry_of, kind_mark, named_mark
from korzo.search.expressions import all_of, either_of, word
from korzo.search.models import Document
from korzo.search.numbers import wanted_number
from korzo.search.sources import Findable, source_of
from korzo.search.store import Span, store

# So many rows of a database fit into one question.
AT_ONCE = 200
# Documents about one person that are read anew in one go.
ABOUT_MEMBER_AT_ONCE = 1_000

type Thing = tuple[str, int]


def index(kind: str, object_ids: Collection[int]) -> int:
    """Bring the index in line with what these things are now. Whatever must not be found any more goes."""
    source = source_of(kind)
    changed = 0
    with transaction.atomic(savepoint=False):
        for some in batched(sorted(set(object_ids)), AT_ONCE):
            store().hold(kind, some)
            found = source.load(some)
            missing = [pk for pk in some if pk not in found]
            changed += drop(kind, missing) if missing else 0
            changed += index_many(found.values())
    return changed


def index_about_member(kind: str, member_id: int) -> int:
    """Things by this person, and those that name them: when somebody leaves, all of these say less."""
    marks = either_of([word(author_mark(member_id)), word(named_mark(member_id))])
    wanted = all_of([word(kind_mark(kind)), marks])
    changed, below = 0, None
    with transaction.atomic(savepoint=False):
        while numbers := store().newest(wanted, limit=ABOUT_MEMBER_AT_ONCE, span=Span(below=below)):
            ids = Document.objects.filter(pk__in=numbers).values_list("object_id", flat=True)
            changed += index(kind, list(ids))
            below = numbers[-1]
    return changed


def index_many(things: Iterable[Findable]) -> int:
    """Take these in as they are given, as quickly as the database allows. How many were new or had changed."""
    changed = 0
    with transaction.atomic(savepoint=False):
        for some in batched(things, AT_ONCE):
            changed += _index(some)
    return changed


def _index(things: Sequence[Findable]) -> int:
    by_key = {(thing.kind, thing.object_id): thing for thing in things}
    entries = {key: entry_of(thing) for key, thing in by_key.items()}
    known = {(one.kind, one.object_id): one for one in _known(by_key)}
    new = [key for key in by_key if key not in known]
    changed = [key for key in by_key if key in known and known[key].digest != entries[key].digest]
    if not new and not changed:
        return 0
    before = store().words_in([known[key].pk for key in changed]) if changed else set()
    made = _made([by_key[key] for key in new], entries)
    for key in changed:
        known[key].digest = entries[key].digest
    Document.objects.bulk_create(made)
    if changed:
        Document.objects.bulk_update([known[key] for key in changed], ["digest"])
    numbers = {key: known[key].pk for key in changed} | {(one.kind, one.object_id): one.pk for one in made}
    store().put((number, entries[key]) for key, number in numbers.items())
    remember_words(word for key in numbers for word in entries[key].title)
    forget_words(before.difference(*(entries[key].all_words for key in changed)))
    return len(numbers)


def _known(keys: Iterable[Thing]) -> Iterator[Document]:
    ids: dict[str, list[int]] = {}
    for kind, object_id in keys:
        ids.setdefault(kind, []).append(object_id)
    for kind, some in sorted(ids.items()):
        yield from Document.objects.filter(kind=kind, object_id__in=some)


def _made(things: Sequence[Findable], entries: dict[Thing, Entry]) -> list[Document]:
    """Each gets the number of its moment, or the next that is free."""
    wanted = [wanted_number(thing.at, thing.kind, thing.object_id) for thing in things]
    taken = set(Document.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    made = []
    for thing, first in zip(things, wanted, strict=True):
        number = first
        while number in taken or (number != first and Document.objects.filter(pk=number).exists()):
            number += 1
        taken.add(number)
        digest = entries[thing.kind, thing.object_id].digest
        made.append(Document(pk=number, kind=thing.kind, object_id=thing.object_id, digest=digest))
    return made


def drop(kind: str, object_ids: Collection[int]) -> int:
    """Take these out, with all that the index knew of them."""
    dropped = 0
    with transaction.atomic(savepoint=False):
        for some in batched(sorted(object_ids), AT_ONCE):
            numbers = list(Document.objects.filter(kind=kind, object_id__in=some).values_list("pk", flat=True))
            dropped += drop_numbers(numbers)
    return dropped


def drop_numbers(numbers: Collection[int]) -> int:
    """Part of dropping and of a rebuilding."""
    if not numbers:
        return 0
    before = store().words_in(numbers)
    Document.objects.filter(pk__in=numbers).delete()
    store().drop(numbers)
    forget_words(before)
    return len(numbers)
