"""A member's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from korzo.members.models import Member
from korzo.members.queries import get_member_for


def profile(request: HttpRequest, handle: str) -> HttpResponse:
    person = request.user if isinstance(request.user, Member) else None
    return render(request, "members/profile.html", {"profile": get_member_for(person, handle)})
