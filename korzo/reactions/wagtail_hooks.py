"""The page of reactions in the back office. A hidden menu is no check: each view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.members.permissions import can, person_of
from korzo.reactions import staff
from korzo.reactions.permissions import CHOOSE_SET


class ReactionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), CHOOSE_SET)


@hooks.register("register_admin_urls")
def reactions_urls() -> list[URLPattern]:
    return [path("reactions/", staff.reaction_set, name="staff_reactions")]


@hooks.register("register_talk_menu_item")
def reactions_menu_item() -> MenuItem:
    return ReactionsMenuItem(
        _("Reactions"), reverse_lazy("staff_reactions"), name="reactions", icon_name="pick", order=30
    )
