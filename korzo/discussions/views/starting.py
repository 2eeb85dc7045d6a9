"""The personal parts of a space: the ways to begin a topic, for those who may."""

from collections.abc import Mapping
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string

from korzo.discussions.models import MEMBERS, Space
from korzo.discussions.permissions import can_start
from korzo.discussions.queries import spaces_for
from korzo.edge.recording import remembered
from korzo.members.permissions import person_of


def start_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `discussions.start`. A key is a space's id and the place: `3 head` or, in an empty list, `3 first`."""
    person = person_of(request)
    wanted = {key: key.split(" ", maxsplit=1) for key in keys}
    spaces = spaces_for(person).in_bulk({int(pk) for pk, _place in wanted.values()})
    made = {}
    for key, (pk, place) in wanted.items():
        space = spaces[int(pk)]
        # A guest is invited too where every member may begin: the way leads through signing in.
        may_start = space.start_key == MEMBERS if person is None else can_start(person, space)
        render = partial(_rendered, space, place, may_start=may_start)
        made[key] = remembered("discussions.start", key, space.slug, space.main_kind, may_start, make=render)
    return made


def _rendered(space: Space, place: str, *, may_start: bool) -> str:
    context = {"space": space, "is_first": place == "first", "may_start": may_start}
    return render_to_string("discussions/_start.html", context)
