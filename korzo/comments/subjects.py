"""What can be commented on. A room above says how its things are called, where they stand and who may see them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from wagtail.models import Page

from korzo.kit.errors import Missing
from korzo.members.permissions import Person


@dataclass(frozen=True)
class Seen:
    """One thing as its readers see it.

    `is_open` is False where its own room closed the comments. `begins_at` is the moment from which the days are
    counted after which comments close; a thing without it stays open. Its author, if it has one, hears of comments.
    """

    title: str
    url: str
    lang: str = ""
    is_open: bool = True
    begins_at: datetime | None = None
    author_id: int | None = None


@dataclass(frozen=True)
class Subject:
    """One kind of thing. `shown` answers for those of the ids that this person may see; None is a guest."""

    label: str
    name: str | Promise
    plural: str | Promise
    shown: Callable[[Person, Collection[int]], Mapping[int, Seen]]


_subjects: dict[str, Subject] = {}


def register(*subjects: Subject) -> None:
    """Called in a room's `ready()`. Two rooms for one label are a mistake."""
    for one in subjects:
        known = _subjects.get(one.label)
        if known is not None and known is not one:
            raise ValueError(f"Two rooms tell what {one.label} is")
        _subjects[one.label] = one


def of_pages(label: str, model: type[Page], *, name: str | Promise, plural: str | Promise) -> Subject:
    """Pages of one of Wagtail's models. Those behind a login or a password are for nobody here."""

    def shown(_person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
        pages = model.objects.live().public().filter(pk__in=ids).select_related("locale")
        return {
            page.pk: Seen(
                title=page.title,
                url=url,
                lang=page.locale.language_code,
                begins_at=page.first_published_at,
                author_id=page.owner_id,
            )
            for page in pages
            # A page outside of all sites has no address, so nobody sees it.
            if (url := page.get_url())
        }

    return Subject(label, name, plural, shown)


def all_subjects() -> list[Subject]:
    return [_subjects[label] for label in sorted(_subjects)]


def known(label: str) -> Subject | None:
    return _subjects.get(label)


def get_for(person: Person, label: str, pk: int) -> Seen:
    """The thing, if this person may see it: fetching is checking."""
    subject = _subjects.get(label)
    seen = subject.shown(person, [pk]).get(pk) if subject else None
    if seen is None:
        raise Missing(f"{label} {pk}")
    return seen


def seen_among(person: Person, of: Collection[tuple[str, int]]) -> dict[tuple[str, int], Seen]:
    """Each room is asked once."""
    by_label: dict[str, set[int]] = {}
    for label, pk in of:
        by_label.setdefault(label, set()).add(pk)
    found: dict[tuple[str, int], Seen] = {}
    for label, pks in by_label.items():
        subject = _subjects.get(label)
        if subject is not None:
            found |= {(label, pk): seen for pk, seen in subject.shown(person, pks).items()}
    return found
