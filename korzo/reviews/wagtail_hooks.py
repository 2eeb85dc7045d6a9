"""The page of new reviews in the back office. A hidden menu is no check: each view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.members.permissions import can, person_of
from korzo.reviews import staff
from korzo.reviews.permissions import READ


class ReviewsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), READ)


@hooks.register("register_admin_urls")
def reviews_urls() -> list[URLPattern]:
    return [
        path("reviews/", staff.reviews, name="staff_reviews"),
        path("reviews/<int:pk>/reading/", staff.reading, name="staff_review_reading"),
    ]


@hooks.register("register_care_menu_item")
def reviews_menu_item() -> MenuItem:
    return ReviewsMenuItem(_("Reviews"), reverse_lazy("staff_reviews"), name="reviews", icon_name="pick", order=20)
