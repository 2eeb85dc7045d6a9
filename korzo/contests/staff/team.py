"""Each page of the team asks first."""

from django.http import HttpRequest

from korzo.contests.permissions import check_run
from korzo.members.models import Member
from korzo.members.permissions import person_of


def team_member(request: HttpRequest) -> Member:
    return check_run(person_of(request))
