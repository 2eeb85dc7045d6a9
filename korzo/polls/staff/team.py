"""Each page of the team asks first."""

from django.http import HttpRequest

from korzo.kit.errors import Missing
from korzo.members.models import Member
from korzo.members.permissions import check_can, check_signed_in, person_of
from korzo.polls.models import Survey
from korzo.polls.permissions import RUN_SURVEYS, surveys_visible_to


def team_member(request: HttpRequest) -> Member:
    me = check_signed_in(person_of(request))
    check_can(me, RUN_SURVEYS)
    return me


def survey_of(me: Member, pk: int) -> Survey:
    found = surveys_visible_to(me).filter(pk=pk).first()
    if found is None:
        raise Missing(f"survey {pk}")
    return found
