"""The team's pages about spaces and tags in the back office. A hidden menu is no check: each view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.discussions import staff
from korzo.discussions.permissions import OPEN_SPACES
from korzo.members.permissions import can, person_of

# After members, before reviews.
MENU_ORDER = 255


class TalkMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), OPEN_SPACES)


@hooks.register("register_admin_urls")
def talk_urls() -> list[URLPattern]:
    return [
        path("talk/", staff.spaces, name="staff_talk_spaces"),
        path("talk/new/", staff.new_space, name="staff_talk_new_space"),
        path("talk/spaces/<int:pk>/", staff.space, name="staff_talk_space"),
        path("talk/tags/", staff.tags, name="staff_talk_tags"),
        path("talk/tags/<int:pk>/", staff.tag, name="staff_talk_tag"),
    ]


@hooks.register("register_admin_menu_item")
def talk_menu_item() -> MenuItem:
    return TalkMenuItem(_("Talk"), reverse_lazy("staff_talk_spaces"), icon_name="comment", order=MENU_ORDER)
