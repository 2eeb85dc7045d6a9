"""The personal parts of pages with reviews: whether one was useful, and what this person can do with it."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from korzo.edge.recording import remembered_many
from korzo.kit.parts import TOKEN_PLACE
from korzo.members.permissions import person_of
from korzo.reviews.queries import review_feet
from korzo.reviews.queries.review_foot import ReviewFoot


def helpful_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `reviews.helpful`; a key is a review's id."""
    return _part(request, keys, "reviews/_helpful.html")


def foot_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `reviews.foot`: the same, and beside it what can be done. A key is a review's id."""
    return _part(request, keys, "reviews/_review_foot.html")


def _part(request: HttpRequest, keys: list[str], template: str) -> Mapping[str, str]:
    feet = review_feet([int(key) for key in keys], person_of(request))
    made = remembered_many(template, feet.values(), lambda wanted: {one: _rendered(one, template) for one in wanted})
    return {str(foot.pk): made[foot] for foot in feet.values()}


def _rendered(foot: ReviewFoot, template: str) -> str:
    context = {"review": foot, "csrf_token": TOKEN_PLACE, "sign_in_url": reverse("account_login")}
    return render_to_string(template, context)
