"""The personal part of pages: how one follows what the page is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from korzo.edge.recording import remembered
from korzo.kit.errors import Missing
from korzo.kit.parts import TOKEN_PLACE
from korzo.members.permissions import person_of
from korzo.members.queries import team_ids
from korzo.reactions import subjects
from korzo.reactions.levels import words_of
from korzo.reactions.models import LABEL_LENGTH_MAX, Follow
from korzo.reactions.queries.follows import PEOPLE, SUBJECTS_IN_KEY_MAX, Of, Standing, standings

DIGITS_MAX = 18


@dataclass(frozen=True)
class State:
    """Two visitors for whom all of this is the same see the same."""

    key: str
    standing: Standing
    # What the team has to say reaches everybody.
    may_block: bool
    # Where a guest comes back to after signing in; of a member empty.
    page: str


def parsed(key: str) -> tuple[Of, ...]:
    """A key comes back with a form, so it may be anything."""
    found = []
    for word in key.split(" ")[:SUBJECTS_IN_KEY_MAX]:
        label, _colon, pk = word.partition(":")
        if not (pk.isascii() and pk.isdecimal()) or len(pk) > DIGITS_MAX or len(label) > LABEL_LENGTH_MAX:
            raise Missing(key)
        subjects.get(label)
        found.append((label, int(pk)))
    return tuple(found)


def dom_id(of: Of) -> str:
    return f"follow-{of[0].replace('.', '-')}-{of[1]}"


def follow_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `reactions.follow`; a key is made by `queries.follow_key`. Nobody is asked to follow themselves."""
    person = person_of(request)
    wanted = {key: parsed(key) for key in keys}
    found = standings(person, wanted.values())
    team = team_ids() if person and any(of[0][0] == PEOPLE for of in wanted.values()) else frozenset()
    made = {}
    for key, of in wanted.items():
        if person is None or of[0] != (PEOPLE, person.pk):
            may_block = of[0][1] not in team
            state = State(key, found[of], may_block=may_block, page=request.path if person is None else "")
            made[key] = remembered("reactions.follow", state, make=partial(_rendered, state))
    return made


def _rendered(state: State) -> str:
    label, pk = parsed(state.key)[0]
    subject = subjects.get(label)
    standing = state.standing
    context = {
        "dom_id": dom_id((label, pk)),
        "words": subject.follow_words,
        "primary": subject.is_main_button,
        "label": label,
        "pk": pk,
        "key": state.key,
        "level": words_of(standing.level) if standing.level else None,
        "is_followed": standing.level not in {None, Follow.Level.NORMAL},
        "is_inherited": standing.own is None and standing.level is not None,
        "reason": standing.reason.label if standing.reason and standing.reason is not Follow.Reason.CHOSEN else "",
        "levels": [words_of(level) for level in subject.levels],
        "is_person": label == PEOPLE,
        "is_muted": standing.is_muted or standing.is_blocked,
        "is_blocked": standing.is_blocked,
        "may_block": state.may_block,
        "is_guest": bool(state.page),
        "sign_in_url": reverse("account_login"),
        "next": state.page,
        "csrf_token": TOKEN_PLACE,
    }
    return render_to_string("ui/follow.html", context)
