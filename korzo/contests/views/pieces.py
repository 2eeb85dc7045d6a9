"""The personal parts of the pages: what one may do, the button of a vote, and the foot of an entry."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from korzo.contests.queries.get import get_contest_for, get_entry_for
from korzo.contests.queries.own import VoteState, entry_foot, mine, vote_states
from korzo.edge.recording import remembered_many
from korzo.kit.parts import TOKEN_PLACE
from korzo.members.permissions import person_of


def mine_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `contests.mine`; a key is a contest's id. A page shows one."""
    person = person_of(request)
    made = {}
    for key in keys:
        contest = get_contest_for(person, int(key))
        context = {
            "mine": mine(person, contest),
            "contest": contest,
            "sign_in_url": reverse("account_login"),
            "next": request.path,
        }
        made[key] = render_to_string("contests/_mine.html", context)
    return made


def vote_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `contests.vote`; a key is an entry's id, and in a gallery `12 gallery`. All of a page at once."""
    wanted = {key: int(key.split(" ", maxsplit=1)[0]) for key in keys}
    states = vote_states(wanted.values(), person_of(request))
    listed = [_Button(states[pk], in_gallery=" " in key) for key, pk in wanted.items() if pk in states]
    made = remembered_many("contests.vote", listed, lambda ones: {one: _drawn(one) for one in ones})
    return {one.key: made[one] for one in listed}


@dataclass(frozen=True)
class _Button:
    """Two buttons for which all of this is the same look the same."""

    state: VoteState
    in_gallery: bool

    @property
    def key(self) -> str:
        return f"{self.state.pk} gallery" if self.in_gallery else str(self.state.pk)


def _drawn(button: _Button) -> str:
    context = {
        "vote": button.state,
        "in_gallery": button.in_gallery,
        "csrf_token": TOKEN_PLACE,
        "sign_in_url": reverse("account_login"),
    }
    return render_to_string("contests/_vote.html", context)


def entry_foot_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `contests.entry_foot`; a key is an entry's id. A page shows one."""
    person = person_of(request)
    made = {}
    for key in keys:
        foot = entry_foot(get_entry_for(person, int(key)), person)
        made[key] = render_to_string("contests/_entry_foot.html", {"foot": foot})
    return made
