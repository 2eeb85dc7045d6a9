"""What can be kept and followed. A room above says how its things are called, where they are, and who may see them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.reactions.models import Follow

Level = Follow.Level

# From the most to the least; also the order of the choices on the page.
LEVELS_OF_TOPIC = (Level.WATCHING, Level.TRACKING, Level.NORMAL, Level.MUTED)
LEVELS_OF_PLACE = (Level.WATCHING, Level.TRACKING, Level.FIRST_POST, Level.NORMAL, Level.MUTED)
# To hear nothing of a person there is muting, which also hides their words.
LEVELS_OF_PERSON = (Level.WATCHING, Level.FIRST_POST, Level.NORMAL)


@dataclass(frozen=True)
class Seen:
    """One thing as a member sees it in a list of theirs."""

    title: str
    url: str
    lang: str = ""
    excerpt: str = ""


@dataclass(frozen=True)
class Subject:
    """One kind of thing.

    `name` and `plural` are what it is called in lists. `shown` answers for those of the ids that this person may see.
    `levels` are those in which it can be followed, none where it cannot. `yields_to`: labels whose muting is stronger
    than following this. `follows_by_itself`: where letting go is a choice to be kept, else the next automatic following
    would undo it.
    """

    label: str
    name: str | Promise
    plural: str | Promise
    icon: str
    shown: Callable[[Person, Collection[int]], Mapping[int, Seen]]
    link: Callable[[int], str]
    levels: Sequence[Level] = ()
    follow_words: str | Promise = ""
    # Following is the one filled button of its page.
    is_main_button: bool = False
    can_be_kept: bool = False
    yields_to: frozenset[str] = field(default_factory=frozenset)
    follows_by_itself: bool = False


_subjects: dict[str, Subject] = {}


def register(*subjects: Subject) -> None:
    """Called in a room's `ready()`."""
    for one in subjects:
        known = _subjects.get(one.label)
        if known is not None and known is not one:
            raise ValueError(f"Two rooms tell what {one.label} is")
        _subjects[one.label] = one


def all_subjects() -> list[Subject]:
    return list(_subjects.values())


def known(label: str) -> Subject | None:
    return _subjects.get(label)


def get(label: str) -> Subject:
    try:
        return _subjects[label]
    except KeyError:
        raise Missing(label) from None


def get_for(person: Person, label: str, pk: int) -> Seen:
    """The thing, if this person may see it: fetching is checking."""
    seen = get(label).shown(person, [pk]).get(pk)
    if seen is None:
        raise Missing(f"{label} {pk}")
    return seen
