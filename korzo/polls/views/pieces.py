"""Pieces of pages of the rooms above: the fields that make a poll, the poll below a post, the way to a survey."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from korzo.edge.recording import remembered, remembered_many
from korzo.kit import parts
from korzo.kit.errors import FieldRefused
from korzo.kit.parts import TOKEN_PLACE
from korzo.members.permissions import Person, person_of
from korzo.polls.actions.create_poll import check_closing
from korzo.polls.drafts import read_poll
from korzo.polls.queries import (
    PollFacts,
    own_ballots,
    poll_ids_of,
    polls_by_ids,
    survey_cards,
    survey_ids_of,
)
from korzo.polls.views.fields import Fields, fields_from
from korzo.polls.views.shown import PollView, view_for

POST = "discussions.post"
# The kind of a topic that is a poll first of all, as it stands in the address and in the form.
POLL = "poll"


def composer_extra(keys: list[int]) -> dict[int, SafeString]:
    """For the slot `discussions.composer_extra`: the place of the fields, which know by themselves what was sent."""
    return {key: parts.mark("polls.fields", key) for key in keys}


def post_extra(keys: list[int]) -> dict[int, SafeString]:
    """For the slot `discussions.post_extra`: the places of polls and surveys, for those posts that have any."""
    polls, surveys = poll_ids_of(POST, keys), survey_ids_of(POST, keys)
    found: dict[int, SafeString] = {}
    for key in keys:
        marks = [parts.mark("polls.poll", polls[key])] if key in polls else []
        marks += [parts.mark("polls.survey", pk) for pk in surveys.get(key, ())]
        if marks:
            found[key] = SafeString("".join(marks))
    return found


def fields_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `polls.fields`. After a refusal what was typed is there again, with the sentence beside its field.

    In a form with `kind=poll` a poll has to be there, so its fields stand open.
    """
    is_wanted = POLL in {request.POST.get("kind"), request.GET.get("kind")}
    if request.method == "POST" and "poll_question" in request.POST:
        html = _render_fields(_again(request.POST, is_wanted=is_wanted), is_wanted=is_wanted)
    else:
        html = remembered("polls.fields", is_wanted, make=lambda: _render_fields(Fields(), is_wanted=is_wanted))
    return dict.fromkeys(keys, html)


def _render_fields(fields: Fields, *, is_wanted: bool) -> str:
    return render_to_string("polls/_composer.html", {"fields": fields, "is_wanted": is_wanted})


def _again(data: QueryDict, *, is_wanted: bool) -> Fields:
    try:
        draft = read_poll(data)
        if draft is not None:
            check_closing(draft.closes_at, timezone.now())
        elif is_wanted:
            raise FieldRefused("poll_question", _("What would you like to ask?"))
    except FieldRefused as refusal:
        return fields_from(data, refusal)
    return fields_from(data)


def poll_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `polls.poll`; a key is a poll's id."""
    person = person_of(request)
    views = views_for(person, [int(key) for key in keys])
    made = rendered(views)
    return {str(view.facts.pk): html for view, html in zip(views, made, strict=True)}


def views_for(person: Person, ids: Sequence[int], *, is_changing: bool = False) -> list[PollView]:
    facts: dict[int, PollFacts] = remembered_many("polls.facts", ids, polls_by_ids)
    own = own_ballots(person, facts.keys())
    return [view_for(person, one, own.get(pk), is_changing=is_changing) for pk, one in facts.items()]


def rendered(views: Sequence[PollView]) -> list[str]:
    """Kept for all who see the same."""
    made = remembered_many("polls.poll", views, _render)
    return [made[view] for view in views]


def _render(views: list[PollView]) -> dict[PollView, str]:
    context = {"csrf_token": TOKEN_PLACE, "sign_in_url": reverse("account_login")}
    return {view: render_to_string("polls/_poll.html", {"poll": view, **context}) for view in views}


def survey_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `polls.survey`; a key is a survey's id. The same for everybody: the survey itself knows who answered."""
    del request
    cards = survey_cards([int(key) for key in keys])
    return {str(pk): render_to_string("polls/_survey_card.html", {"survey": card}) for pk, card in cards.items()}
