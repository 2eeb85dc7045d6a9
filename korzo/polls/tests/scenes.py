"""What the tests stand on: a room above with things that carry polls, and polls of each kind."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from korzo.kit.errors import Refused
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.polls.actions import PollDraft, cast_ballot, create_poll
from korzo.polls.models import Option, Poll
from korzo.polls.permissions import register

LABEL = "scenes.thing"
# Things that only the team sees, and where a vote is refused by their room.
HIDDEN, SILENT = 900, 901
SHOES = ("Ridge 3", "Larch Mid", "Old shoes")


def visible_to(person: Person, ids: Collection[int]) -> set[int]:
    return {pk for pk in ids if pk != HIDDEN or (person is not None and person.is_staff)}


def check_vote(_person: Person, pk: int) -> None:
    if pk == SILENT:
        raise Refused("Only those who own it vote here.")


def room_above() -> None:
    register(LABEL, visible_to, link=lambda pk: f"/?thing={pk}", check_vote=check_vote)


def a_poll(author: Member, pk: int = 1, at: datetime | None = None, **wanted: Any) -> Poll:
    draft = PollDraft(**{"question": "What goes on your feet?", "options": SHOES, **wanted})
    return create_poll(LABEL, pk, actor=author, draft=draft, at=at)


def ids(poll: Poll) -> list[int]:
    return list(Option.objects.filter(poll=poll).order_by("position").values_list("pk", flat=True))


def vote(poll: Poll, member: Member, *places: int, at: datetime | None = None) -> None:
    """For the options at these places, the first is 1."""
    known = ids(poll)
    cast_ballot(poll, actor=member, option_ids=[known[place - 1] for place in places], at=at)


def crowd(count: int) -> list[Member]:
    return [
        members.join(email=f"voter{n}@example.com", name=f"Voter {n}", handle=f"voter{n}") for n in range(1, count + 1)
    ]


def dump() -> dict[str, list[Sequence[object]]]:
    """Every table as it lies there: rows in the order of the store, with what SQLite numbers them by itself."""
    rows: dict[str, list[Sequence[object]]] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            hidden = "rowid, " if connection.vendor == "sqlite" and not table.startswith("search_") else ""
            try:
                cursor.execute(f"SELECT {hidden}* FROM {connection.ops.quote_name(table)}")
            except Exception:  # A virtual table of the search; it has no order to tell.
                continue
            rows[table] = [tuple(row) for row in cursor.fetchall()]
    return rows


def now() -> datetime:
    return timezone.now()
