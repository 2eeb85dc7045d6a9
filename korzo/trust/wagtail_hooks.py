"""The pages of trust in the back office. A hidden menu is no check: each view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.members.permissions import can, person_of
from korzo.trust import staff
from korzo.trust.permissions import CHANGE_THRESHOLDS


class TrustMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), CHANGE_THRESHOLDS)


@hooks.register("register_admin_urls")
def trust_urls() -> list[URLPattern]:
    return [
        path("trust/", staff.thresholds, name="staff_trust"),
        path("trust/find/", staff.find, name="staff_trust_find"),
        path("trust/members/<int:pk>/", staff.member, name="staff_trust_member"),
    ]


@hooks.register("register_people_menu_item")
def trust_menu_item() -> MenuItem:
    return TrustMenuItem(_("Trust"), reverse_lazy("staff_trust"), name="trust", icon_name="success", order=30)
