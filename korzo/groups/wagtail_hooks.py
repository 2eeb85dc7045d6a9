"""The pages of groups in the back office. A hidden menu is no check: each view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.groups import staff
from korzo.groups.permissions import KEEP_GROUPS
from korzo.members.permissions import can, person_of


class GroupsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), KEEP_GROUPS)


@hooks.register("register_admin_urls")
def group_urls() -> list[URLPattern]:
    """Wagtail's own groups, which we do not use, stand at `groups/`."""
    return [
        path("members/groups/", staff.groups, name="staff_groups"),
        path("members/groups/new/", staff.new, name="staff_new_group"),
        path("members/groups/<int:pk>/", staff.group, name="staff_group"),
        path("members/groups/<int:pk>/keepers/", staff.keepers, name="staff_group_keepers"),
        path("members/groups/<int:pk>/end/", staff.end, name="staff_group_end"),
    ]


@hooks.register("register_people_menu_item")
def groups_menu_item() -> MenuItem:
    return GroupsMenuItem(_("Groups"), reverse_lazy("staff_groups"), name="member-groups", icon_name="group", order=20)
