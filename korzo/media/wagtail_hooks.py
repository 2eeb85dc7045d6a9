"""The page of films in the back office. A hidden menu is no check: the view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.media import staff
from korzo.media.permissions import CHANGE_FILM_RULES
from korzo.members.permissions import can, person_of


class FilmsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), CHANGE_FILM_RULES)


@hooks.register("register_admin_urls")
def films_urls() -> list[URLPattern]:
    return [path("films/", staff.film_rules, name="staff_films")]


@hooks.register("register_talk_menu_item")
def films_menu_item() -> MenuItem:
    return FilmsMenuItem(_("Films and sounds"), reverse_lazy("staff_films"), name="films", icon_name="media", order=45)
